"""Puts the values of crossings into a value, once they are there: between two stages of an apply.

The expressions are those that the evaluator left over; they are computed by the same functions. Where the values come
from is the caller's business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from nimbus_lang.backends.crossings import Crossing, Crossings, Use, Via, resolved
from nimbus_lang.values.functions import FUNCTIONS
from nimbus_lang.values.model import (
    POISON,
    Apply,
    Choose,
    Data,
    Deferred,
    Select,
    Template,
    Value,
)
from nimbus_lang.values.operators import apply_operator
from nimbus_lang.values.show import text_of

Give = Callable[[Crossing], Data]
"""The value of a crossing that is not computed; may raise what it likes."""


def resolve(book: Crossings, value: Value, use: Use, give: Give) -> Value:
    """The value with nothing deferred in it. Raises `FunctionError` where a function has no result for what came."""
    value = resolved(book.graph, value)
    match value.data:
        case Deferred() as deferred:
            crossing = book.name(value)
            if crossing is not None and crossing.via is not Via.COMPUTED:
                return replace(value, data=give(crossing), secret=value.secret or crossing.secret)
            return replace(value, data=_compute(book, deferred, use, give))
        case tuple() as items:
            made = [
                resolve(book, item, use.at(f"[{number}]"), give)
                for number, item in enumerate(items)
            ]
            return replace(value, data=tuple(made))
        case Mapping() as entries:
            found = {
                key: resolve(book, item, use.at(f".{key}"), give) for key, item in entries.items()
            }
            return replace(value, data=found)
        case _:
            return value


def _compute(book: Crossings, deferred: Deferred, use: Use, give: Give) -> Data:
    match deferred.residual:
        case Template(parts):
            texts = [
                part if isinstance(part, str) else text_of(resolve(book, part, use, give))
                for part in parts
            ]
            return "".join(texts)
        case Apply(function, args):
            made = [resolve(book, arg, use, give) for arg in args]
            if function in FUNCTIONS:
                return FUNCTIONS[function].apply(made).data
            return apply_operator(function, made)
        case Choose(condition, yes, no):
            taken = yes if resolve(book, condition, use, give).data is True else no
            return resolve(book, taken, use, give).data
        case Select(base, key):
            return _select(resolve(book, base, use, give), resolve(book, key, use, give))
        case _:
            return POISON


def _select(base: Value, key: Value) -> Data:
    found: Value | None = None
    if isinstance(base.data, Mapping):
        found = base.data.get(str(key.data))
    elif isinstance(base.data, tuple) and isinstance(key.data, int):
        found = base.data[key.data] if 0 <= key.data < len(base.data) else None
    return found.data if found is not None else None
