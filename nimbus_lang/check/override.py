"""Assignments to a place inside a value: what overlays, tests and the command line do.

Makes a new value; what lies beside the path is kept.
"""

from __future__ import annotations

from collections.abc import Mapping

from nimbus_lang.check.evaluate_context import Override
from nimbus_lang.values.model import Layer, Poison, Value


class NoSuchPosition(Exception):
    """A path leads to a position that a list does not have."""

    def __init__(self, position: int, length: int) -> None:
        super().__init__(f"{position} of {length}")
        self.position = position
        self.length = length


def assigned(base: Value, path: tuple[str | int, ...], value: Value) -> Value:
    """`base` with `value` at `path`; missing objects on the way are made. `*` is every item of a list.

    Raises NoSuchPosition.
    """
    if not path:
        return Value(
            value.data, value.span, value.secret, (*base.layers, *value.layers), value.weight
        )
    head, rest = path[0], path[1:]
    match base.data, head:
        case Poison(), _:
            return base
        case tuple() as items, "*":
            return base.holding(tuple(assigned(item, rest, value) for item in items))
        case tuple() as items, int(index):
            if not 0 <= index < len(items):
                raise NoSuchPosition(index, len(items))
            changed = assigned(items[index], rest, value)
            return base.holding((*items[:index], changed, *items[index + 1 :]))
        case Mapping() as entries, _:
            inner = entries.get(str(head), Value({}, value.span))
            return base.holding({**entries, str(head): assigned(inner, rest, value)})
        case _:
            return Value({str(head): assigned(Value({}, value.span), rest, value)}, value.span)


def override_layer(
    override: Override, whose: str, path: tuple[str | int, ...], value: Value
) -> Layer:
    """The layer that an override makes of `path` inside a param or instance; `whose` is the address of that."""
    of = ".".join((whose, *map(str, path)))
    return Layer(override.kind, override.span, override.note, of, value)
