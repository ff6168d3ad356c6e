"""Where an expression is read: its scope, the names bound around it, and what is known to be true there.

Facts come from the conditions that were passed on the way (`if x != null then ...`, `when`); they are kept as shapes,
so that the same condition written twice is the same fact. Types only; no values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from nimbus_lang.check.checked import Scope
from nimbus_lang.check.shape import NULL_SHAPE, Shape, shape
from nimbus_lang.source.record import dataclass
from nimbus_lang.syntax.expressions import BinaryExpr, Expr, UnaryExpr
from nimbus_lang.types.model import Type

Facts = frozenset[Shape]
NO_FACTS: Facts = frozenset()
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True, slots=True)
class Env:
    """The surroundings of an expression."""

    scope: Scope
    locals: Mapping[str, Type] = field(default_factory=dict)
    facts: Facts = NO_FACTS

    def bind(self, names: Mapping[str, Type]) -> Env:
        """These surroundings with more names bound."""
        return replace(self, locals={**self.locals, **names})

    def knowing(self, condition: Expr, truth: bool = True) -> Env:
        """These surroundings where `condition` is known to be `truth`."""
        found = facts_of(condition, truth)
        return replace(self, facts=self.facts | found) if found else self

    def knows(self, facts: Facts) -> bool:
        """Whether all these facts hold here."""
        return bool(facts) and facts <= self.facts

    def knows_present(self, expr: Expr) -> bool:
        """Whether `expr` is known not to be null here."""
        return bool(self.facts) and ("!=", shape(expr), NULL_SHAPE) in self.facts


def facts_of(condition: Expr, truth: bool) -> Facts:
    """What follows when `condition` is `truth`."""
    match condition:
        case UnaryExpr(op="not", operand=operand):
            return facts_of(operand, not truth)
        case BinaryExpr(op="and", left=left, right=right) if truth:
            return facts_of(left, True) | facts_of(right, True)
        case BinaryExpr(op="or", left=left, right=right) if not truth:
            return facts_of(left, False) | facts_of(right, False)
        case BinaryExpr(op=op, left=left, right=right) if op in _OPPOSITE:
            return _comparison_facts(op if truth else _OPPOSITE[op], shape(left), shape(right))
        case _:
            known = shape(condition)
            return frozenset([known if truth else ("not", known)])


def _comparison_facts(op: str, left: Shape, right: Shape) -> Facts:
    facts: set[Shape] = {(op, left, right)}
    if op in ("==", "!="):
        facts.add((op, right, left))
    if op == "==":
        facts |= _presence(left, right) | _presence(right, left)
    return frozenset(facts)


def _presence(one: Shape, other: Shape) -> set[Shape]:
    """`x == "a"` says that `x` is not null."""
    is_literal = isinstance(other, tuple) and other[0] == "literal" and other != NULL_SHAPE
    return {("!=", one, NULL_SHAPE)} if is_literal else set()
