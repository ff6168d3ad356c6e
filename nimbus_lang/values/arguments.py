"""Reading the arguments of built-in functions: the data under a value in the shape a function wants.

A wrong shape is a `FunctionError` in the words of the user's language, and never repeats a secret.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
    ip_address,
    ip_interface,
)

from nimbus_lang.types.units import plain_decimal
from nimbus_lang.values.function import FunctionError
from nimbus_lang.values.model import Data, Deferred, Instance, Quantity, Range, Value
from nimbus_lang.values.plain import NotPlain, Plain, plain
from nimbus_lang.values.show import show

Number = int | Decimal
Network = IPv4Network | IPv6Network
Ip = IPv4Address | IPv6Address

MAX_ITEMS = 100_000
"""How long a list, and MAX_TEXT how long a text a function may make."""
MAX_TEXT = 10_000_000

Args = Sequence[Value | None]


def given(args: Args, index: int) -> Value:
    """A required argument."""
    value = args[index] if index < len(args) else None
    if value is None:
        raise FunctionError("an argument is missing")
    return value


def maybe(args: Args, index: int) -> Value | None:
    """An optional argument; null counts as absent."""
    value = args[index] if index < len(args) else None
    return None if value is None or value.data is None else value


def rest(args: Args, index: int) -> tuple[Value, ...]:
    """The arguments of a variadic parameter."""
    return tuple(value for value in args[index:] if value is not None)


def text(value: Value) -> str:
    """A text; a network or address as its text."""
    match value.data:
        case str(found):
            return found
        case IPv4Address() | IPv6Address():
            return str(value.data)
        case _:
            raise wrong(value, "a text")


def whole(value: Value) -> int:
    """A whole number."""
    data = value.data
    if isinstance(data, int) and not isinstance(data, bool):
        return data
    if isinstance(data, Decimal) and data == data.to_integral_value():
        return int(data)
    raise wrong(value, "a whole number")


def number(value: Value) -> Number:
    """A number."""
    data = value.data
    if isinstance(data, int | Decimal) and not isinstance(data, bool):
        return data
    raise wrong(value, "a number")


def quantity(value: Value) -> Quantity:
    """A size, duration, cpu or percentage."""
    if isinstance(value.data, Quantity):
        return value.data
    raise wrong(value, "a quantity, such as 50Gi or 30d")


def truth(value: Value) -> bool:
    """True or false."""
    if isinstance(value.data, bool):
        return value.data
    raise wrong(value, "true or false")


def items(value: Value) -> tuple[Value, ...]:
    """The elements of a list, set or range."""
    match value.data:
        case tuple() as found:
            return tuple(map(_guarded, found)) if value.secret else found
        case Range(low, high):
            check_length(high - low + 1)
            return tuple(Value(n, value.span, value.secret) for n in range(low, high + 1))
        case _:
            raise wrong(value, "a list")


def entries(value: Value) -> Mapping[str, Value]:
    """The entries of a map or object, ordered by key as Terraform orders them."""
    if isinstance(value.data, Mapping):
        pairs = sorted(value.data.items())
        return {key: _guarded(item) for key, item in pairs} if value.secret else dict(pairs)
    raise wrong(value, "a map or an object")


def _guarded(part: Value) -> Value:
    """A part of a secret is a secret."""
    return replace(part, secret=True)


def network(value: Value) -> Network:
    """A network; a text that reads as one is one."""
    data = value.data
    if isinstance(data, str) and "/" in data:
        try:
            data = ip_interface(data)
        except ValueError:
            raise wrong(value, "a network, such as 10.20.0.0/16") from None
    if isinstance(data, IPv4Interface | IPv6Interface):
        return data.network
    raise wrong(value, "a network, such as 10.20.0.0/16")


def address(value: Value) -> Ip:
    """A single address; a text that reads as one is one."""
    data = value.data
    if isinstance(data, str):
        try:
            return ip_address(data)
        except ValueError:
            raise wrong(value, "an address, such as 10.0.0.1") from None
    if isinstance(data, IPv4Address | IPv6Address) and not is_network(data):
        return data
    raise wrong(value, "an address, such as 10.0.0.1")


def is_network(data: Data) -> bool:
    """Whether data is a network (Python holds an interface to be an address as well)."""
    return isinstance(data, IPv4Interface | IPv6Interface)


def document(value: Value) -> Plain:
    """A value as a JSON document."""
    try:
        return plain(value)
    except NotPlain as error:
        what = (
            "a whole resource"
            if isinstance(error.data, Instance)
            else "a value that is not known yet"
        )
        raise FunctionError(f"{what} cannot be written as a document") from None


def wrong(value: Value, wanted: str) -> FunctionError:
    """The complaint about an argument of another sort."""
    if isinstance(value.data, Deferred):
        return FunctionError(f"{wanted} is needed, and {show(value)} is not known yet")
    return FunctionError(f"{wanted} is needed, and this is {show(value)}")


def check_length(count: int) -> None:
    """Refuse a list that is out of all proportion."""
    if count > MAX_ITEMS:
        raise FunctionError(
            f"the list would have {count:,} items, more than the {MAX_ITEMS:,} that are allowed"
        )


def check_text(length: int) -> None:
    """Refuse a text that is out of all proportion."""
    if length > MAX_TEXT:
        raise FunctionError(
            f"the text would have {length:,} characters, more than the {MAX_TEXT:,} that are allowed"
        )


def parse_number(found: str) -> Number | None:
    """The number that a text spells, None when it spells none (or one of more than 150 digits)."""
    if len(found) > 152 or _SPELLED.fullmatch(found) is None:
        return None
    number = Decimal(found)
    if number.adjusted() > 150 or number.as_tuple().exponent < -150:  # type: ignore[operator]
        return None
    return int(number) if found.lstrip("+-").isdecimal() else plain_decimal(number)


_SPELLED = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?", re.ASCII)
