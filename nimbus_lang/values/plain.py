"""Known values as plain Python data (what JSON and YAML writers take), and back.

Quantities, networks and ranges become their text; nothing is hidden here: whoever writes the result somewhere has
asked before whether a secret is in it. Same value, same data: keys keep their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from nimbus_lang.source.span import Span
from nimbus_lang.values.model import Data, Deferred, Instance, Poison, Value
from nimbus_lang.values.show import scalar_text

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


class NotPlain(Exception):
    """The value holds something that is no data yet: deferred, an instance, or an error; `path` leads to it."""

    def __init__(self, path: tuple[str | int, ...], data: Data) -> None:
        super().__init__(f"not plain data at {path}: {type(data).__name__}")
        self.path = path
        self.data = data


def plain(value: Value, path: tuple[str | int, ...] = ()) -> Plain:
    """The value as lists, dicts, texts, numbers, booleans and None. Raises `NotPlain`."""
    data = value.data
    match data:
        case None | bool() | int() | str():
            return data
        case Decimal() as number:
            return plain_number(number)
        case tuple() as items:
            return [plain(item, (*path, at)) for at, item in enumerate(items)]
        case Mapping() as entries:
            return {key: plain(item, (*path, key)) for key, item in entries.items()}
        case Deferred() | Instance() | Poison():
            raise NotPlain(path, data)
        case _:
            return scalar_text(data)


def plain_number(number: Decimal) -> int | float:
    """A whole number as an int, else the nearest float (whose shortest text is the decimal for up to 15 digits)."""
    return int(number) if number == number.to_integral_value() else float(number)


def from_plain(data: object, span: Span, secret: bool = False) -> Value:
    """Plain data as a value that stands at `span`. Raises `TypeError` for what JSON has no word for."""
    return Value(_read(data, span, secret), span, secret)


def _read(data: object, span: Span, secret: bool) -> Data:
    match data:
        case None | bool() | int() | str() | Decimal():
            return data
        case float(number):
            return (
                int(number)
                if number.is_integer() and abs(number) < 2**53
                else Decimal(repr(number))
            )
        case list() | tuple():
            return tuple(from_plain(item, span, secret) for item in data)
        case dict():
            return {str(key): from_plain(item, span, secret) for key, item in data.items()}
        case _:
            raise TypeError(f"no plain data: {type(data).__name__}")
