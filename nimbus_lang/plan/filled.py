"""A value as plain data with the values of its crossings in it, as far as they are known: what is not yet there is
left out, and its path told with what it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nimbus_lang.backends.crossings import Crossing, Crossings, Use, resolved
from nimbus_lang.backends.resolve import Give, resolve
from nimbus_lang.values.function import FunctionError
from nimbus_lang.values.model import Deferred, Ref, Value
from nimbus_lang.values.plain import plain


class NotYet(Exception):
    """A crossing has no value yet."""

    def __init__(self, crossing: Crossing) -> None:
        super().__init__(crossing.name)
        self.crossing = crossing


class Absent:
    """Stands where nothing is known yet."""


ABSENT = Absent()


@dataclass
class Filled:
    """The data. `waits` gives, by dotted path, the address whose apply it waits for; `wrong` the path and reason of a
    computation without result."""

    data: Any
    waits: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The addresses, each once."""
        return tuple(dict.fromkeys(self.waits.values()))


def fill(book: Crossings, fields: Mapping[str, Value], consumer: str, give: Give) -> Filled:
    """The fields of a resource or configuration (`consumer` as in `Use`). `give` may raise NotYet."""
    filled = Filled({})
    for name, value in fields.items():
        made = _fill(book, value, Use(consumer, name, value.span), give, name, filled)
        if made is not ABSENT and made is not None:
            filled.data[name] = made
    return filled


def _fill(book: Crossings, value: Value, use: Use, give: Give, path: str, filled: Filled) -> Any:
    value = resolved(book.graph, value)
    match value.data:
        case Mapping() as entries:
            made = {
                key: _fill(book, item, use.at(f".{key}"), give, f"{path}.{key}", filled)
                for key, item in entries.items()
                if item.data is not None
            }
            return {key: item for key, item in made.items() if item is not ABSENT}
        case tuple() as items:
            found = [
                _fill(book, item, use.at(f"[{n}]"), give, f"{path}.{n}", filled)
                for n, item in enumerate(items)
            ]
            return [item for item in found if item is not ABSENT]
        case _:
            return _leaf(book, value, use, give, path, filled)


def _leaf(book: Crossings, value: Value, use: Use, give: Give, path: str, filled: Filled) -> Any:
    try:
        return plain(resolve(book, value, use, give))
    except NotYet as waiting:
        filled.waits[path] = giver(waiting.crossing)
    except FunctionError as error:
        filled.wrong[path] = str(error)
    return ABSENT


def giver(crossing: Crossing) -> str:
    """The address of what gives a crossing's value; its name where that is no single resource."""
    match crossing.value.data:
        case Deferred(Ref(address, _)):
            return str(address)
        case _:
            return crossing.name
