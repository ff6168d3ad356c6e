"""Assignments to a place inside a value: what overlays, tests and the command line do.

Makes a new value; what lies beside the path is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nimbus_lang.values.model import Value


def assigned(base: Value, path: tuple[str | int, ...], value: Value) -> Value:
    """`base` with `value` at `path`; missing objects on the way are made."""
    if not path:
        return value
    head, rest = path[0], path[1:]
    match base.data, head:
        case tuple() as items, int(index) if 0 <= index < len(items):
            changed = assigned(items[index], rest, value)
            return replace(base, data=(*items[:index], changed, *items[index + 1 :]))
        case Mapping() as entries, _:
            inner = entries.get(str(head), Value({}, value.span))
            return replace(base, data={**entries, str(head): assigned(inner, rest, value)})
        case _:
            return Value({str(head): assigned(Value({}, value.span), rest, value)}, value.span)
