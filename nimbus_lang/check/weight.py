"""How much a value weighs, so that a small program cannot write a huge thing: the bound on doubling and doubling again.

A value's weight is the number of its parts, counted at every place they stand, with a part for each hundred characters of text.
Equal parts share memory while evaluating, and are written out one by one by a backend; so the weight is what counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nimbus_lang.check.errors_values import too_heavy
from nimbus_lang.check.evaluate_context import Env, Evaluator
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import (
    Apply,
    Choose,
    Data,
    Deferred,
    Select,
    Template,
    Value,
)

MAX_WEIGHT = 1_000_000
"""The most parts one value may have."""
_TEXT = 100


def built(ev: Evaluator, data: Data, span: Span, env: Env, secret: bool = False) -> Value:
    """A value made of others, weighed; poisoned and reported when it is out of all proportion."""
    weight = _weigh(data)
    if weight > MAX_WEIGHT:
        return ev.report(too_heavy(span, env.frame.callers, MAX_WEIGHT))
    return Value(data, span, secret, weight=weight)


def _weigh(data: Data) -> int:
    match data:
        case str(text):
            return 1 + len(text) // _TEXT
        case tuple() as items:
            return _sum(items)
        case Mapping() as entries:
            return _sum(entries.values())
        case Deferred(Template(parts), _, known):
            length = len(known) // _TEXT if isinstance(known, str) else 0
            return length + _sum(part for part in parts if isinstance(part, Value))
        case Deferred(Apply(_, args)):
            return _sum(args)
        case Deferred(Choose(condition, yes, no)):
            return _sum((condition, yes, no))
        case Deferred(Select(base, key)):
            return _sum((base, key))
        case _:
            return 1


def _sum(parts: Iterable[Value]) -> int:
    return 1 + sum(part.weight for part in parts)
