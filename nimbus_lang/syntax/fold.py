"""Gives a flat operator chain its shape: `a or not b == c + 1` by precedence, left to right.

The grammar keeps chains flat (it is what makes parsing fast and messages good); this is the one place that knows
which operator binds how tightly. Comparisons and ranges do not chain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.span import Span
from nimbus_lang.syntax import errors_structure
from nimbus_lang.syntax.expressions import BinaryExpr, Expr, MissingExpr, UnaryExpr
from nimbus_lang.syntax.tokens import Token

OR, AND, NOT, COMPARE, COALESCE, RANGE, SUM, PRODUCT = range(1, 9)
LEVELS = {
    "OR": (OR, "or"),
    "AND": (AND, "and"),
    "EQ": (COMPARE, "=="),
    "NE": (COMPARE, "!="),
    "LT": (COMPARE, "<"),
    "LE": (COMPARE, "<="),
    "GT": (COMPARE, ">"),
    "GE": (COMPARE, ">="),
    "IN": (COMPARE, "in"),
    "COALESCE": (COALESCE, "??"),
    "RANGE": (RANGE, ".."),
    "PLUS": (SUM, "+"),
    "MINUS": (SUM, "-"),
    "STAR": (PRODUCT, "*"),
    "SLASH": (PRODUCT, "/"),
    "PERCENT_SIGN": (PRODUCT, "%"),
}
PRECEDENCE = {text: level for level, text in LEVELS.values()}
SINGLE = (COMPARE, RANGE)


class Folder:
    """One chain: its items are operators as tokens and operands as nodes, in the order they were written."""

    def __init__(self, path: str, items: list[Any], report: Callable[[Diagnostic], None]) -> None:
        self.path = path
        self.items = items
        self.at = 0
        self.report = report

    def fold(self) -> Expr:
        """The whole chain as one expression."""
        return self._climb(OR)

    def _climb(self, least: int) -> Expr:
        left = self._prefixed(least)
        while self.at < len(self.items):
            token: Token = self.items[self.at]
            level, text = LEVELS[token[0]]
            if level < least:
                break
            self.at += 1
            right = self._climb(level + 1)
            op_span = Span(self.path, token[1], token[2])
            left = BinaryExpr(left.span.to(right.span), text, op_span, left, right)
            if level in SINGLE:
                left = self._without_others(level, left)
        return left

    def _prefixed(self, least: int) -> Expr:
        """An operand with the `not`s before it; `not` takes everything that binds tighter than itself."""
        nots: list[Span] = []
        while isinstance(self.items[self.at], tuple):
            _, start, end, *_ = self.items[self.at]
            nots.append(Span(self.path, start, end))
            self.at += 1
        if not nots:
            self.at += 1
            operand: Expr = self.items[self.at - 1]
            return operand
        inner = self._climb(NOT + 1)
        for span in reversed(nots[1:]):
            inner = UnaryExpr(span.to(inner.span), "not", inner)
        if least > NOT:
            self.report(errors_structure.not_inside(nots[0], inner.span))
            if least > COALESCE:
                return MissingExpr(nots[0].to(inner.span))  # no number either way: once is enough
        return UnaryExpr(nots[0].to(inner.span), "not", inner)

    def _without_others(self, level: int, left: BinaryExpr) -> BinaryExpr:
        """`a < b < c` and `1..2..3` are reported once; what is read on with is the first of them."""
        while self.at < len(self.items) and LEVELS[self.items[self.at][0]][0] == level:
            token: Token = self.items[self.at]
            span = Span(self.path, token[1], token[2])
            make = (
                errors_structure.chained_comparison
                if level == COMPARE
                else errors_structure.chained_range
            )
            self.report(make(span, left))
            self.at += 1
            right = self._climb(level + 1)
            left = replace(left, span=left.span.to(right.span))
        return left
