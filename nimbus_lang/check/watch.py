"""Evaluates an assertion and keeps the value of every part of it that was asked for.

A part inside a comprehension has many values and is not kept; one that a short circuit skipped has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nimbus_lang.check.evaluate_context import Env, Evaluator
from nimbus_lang.check.evaluate_expr import RULES
from nimbus_lang.check.forwarding import Forwarding
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import (
    AttrExpr,
    BinaryExpr,
    CallExpr,
    ConditionalExpr,
    Expr,
    ItemExpr,
    ListCompExpr,
    ListExpr,
    MapCompExpr,
    ObjectExpr,
    SplatExpr,
    StringExpr,
    UnaryExpr,
    VarExpr,
)
from nimbus_lang.syntax.walk import children
from nimbus_lang.values.model import POISON, Instance, Poison, Value
from nimbus_lang.values.show import show

_TOLD = (
    VarExpr,
    AttrExpr,
    ItemExpr,
    SplatExpr,
    CallExpr,
    UnaryExpr,
    BinaryExpr,
    ConditionalExpr,
    ListCompExpr,
    MapCompExpr,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A sub-expression of an assertion and its value as messages show it; `anchor` is the offset that it is told at."""

    span: Span
    anchor: int
    value: str


class Watch(Forwarding):
    """An evaluator for one assertion. `values` are by `id(expression)`; `diagnostics` are what went wrong in it."""

    def __init__(self, ev: Evaluator, condition: Expr) -> None:
        super().__init__(ev)
        self.values: dict[int, Value] = {}
        self.diagnostics: list[Diagnostic] = []
        self._parts = {id(part): part for part in _parts(condition)}
        inside = (AttrExpr, ItemExpr, SplatExpr)
        self._bases = {id(part.base) for part in self._parts.values() if isinstance(part, inside)}

    def eval(self, expr: Expr, env: Env) -> Value:
        """The value of an expression of the assertion."""
        if expr.span in self.program.wrong:
            return Value(POISON, expr.span)
        value = RULES[type(expr)](self, expr, env)
        if id(expr) in self._parts:
            self.values[id(expr)] = value
        return value

    def report(self, diagnostic: Diagnostic) -> Value:
        """Keep what went wrong in the assertion itself."""
        self.diagnostics.append(diagnostic)
        return Value(POISON, diagnostic.span or self.program.main.module.span)

    def seen(self, file: SourceFile | None = None) -> tuple[Seen, ...]:
        """Every part that has a value worth telling, in the order of the text."""
        found = [
            Seen(part.span, _anchor(part), shown)
            for key, part in self._parts.items()
            if key in self.values and (shown := self._told(part, self.values[key], file))
        ]
        return tuple(sorted(found, key=lambda one: (one.anchor, one.span.end)))

    def _told(self, part: Expr, value: Value, file: SourceFile | None) -> str:
        """The value as it is shown; empty for what says no more than the text does."""
        if not isinstance(part, _TOLD) and not _interpolated(part):
            return ""
        if isinstance(value.data, Poison):
            return ""
        if id(part) in self._bases and _only_instances(value):
            return ""
        shown = show(value)
        return "" if file is not None and shown == file.slice(part.span) else shown


def _only_instances(value: Value) -> bool:
    """Whether a value is resources alone: their names say nothing where a field of them is read."""
    match value.data:
        case Instance():
            return True
        case tuple() as items:
            return bool(items) and all(map(_only_instances, items))
        case Mapping() as entries:
            return bool(entries) and all(map(_only_instances, entries.values()))
        case _:
            return False


def _interpolated(part: Expr) -> bool:
    return isinstance(part, StringExpr) and part.plain is None


def _parts(node: Any) -> Iterator[Expr]:
    """The node and its parts, but not those inside the rounds of a comprehension, nor names of functions."""
    match node:
        case ListCompExpr() | MapCompExpr():
            yield node
            yield from _parts(node.clause.source)
        case CallExpr(function=AttrExpr(base=receiver)):
            yield node
            yield from _parts(receiver)
            for arg in node.args:
                yield from _parts(arg.value)
        case CallExpr():
            yield node
            for arg in node.args:
                yield from _parts(arg.value)
        case _:
            if isinstance(node, (*_TOLD, StringExpr, ListExpr, ObjectExpr)):
                yield node
            for child in children(node):
                yield from _parts(child)


def _anchor(part: Expr) -> int:
    """Where a value is told: under the operator, the last name, the bracket; else under the beginning."""
    match part:
        case BinaryExpr(op_span=op):
            return op.start
        case AttrExpr(name=name) | CallExpr(function=AttrExpr(name=name)):
            return name.span.start
        case ItemExpr(base=base) | SplatExpr(base=base):
            return base.span.end
        case _:
            return part.span.start
