"""How much a value weighs, so that a small program cannot write a huge thing: the bound on doubling and doubling again.

A value's weight is the number of its parts, counted at every place they stand, with a part for each hundred characters of text.
Equal parts share memory while evaluating, and are written out one by one by a backend; so the weight is what counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from nimbus_lang.check.errors_values import nested_too_deep, too_heavy
from nimbus_lang.check.evaluate_context import Env, Evaluator
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import Data, Deferred, Template, Value
from nimbus_lang.values.walk import operands

MAX_LEVELS = 200
"""How deep a value may be nested, and the expression of one that waits."""
MAX_WEIGHT = 1_000_000
"""The most parts one value may have."""
_TEXT = 100


def built(ev: Evaluator, data: Data, span: Span, env: Env, secret: bool = False) -> Value:
    """A value made of others, weighed; poisoned and reported when it is out of all proportion."""
    parts = _parts(data)
    weight, levels = _own(data) + sum(part.weight for part in parts), 1
    if weight > MAX_WEIGHT:
        return ev.report(too_heavy(span, env.frame.callers, MAX_WEIGHT))
    if parts:
        levels += max(part.levels for part in parts)
    if levels > MAX_LEVELS:
        return ev.report(nested_too_deep(span, env.frame.callers, MAX_LEVELS))
    return Value(data, span, secret, weight=weight, levels=levels)


def _own(data: Data) -> int:
    """What it weighs without its parts."""
    match data:
        case str(text):
            return 1 + len(text) // _TEXT
        case Deferred(Template(), _, str(known)):
            return 1 + len(known) // _TEXT
        case _:
            return 1


def _parts(data: Data) -> Collection[Value]:
    match data:
        case tuple() as items:
            return items
        case Mapping() as entries:
            return entries.values()
        case Deferred(residual):
            return tuple(operands(residual))
        case _:
            return ()
