"""Where exactly a secret goes astray: the innermost expressions that carry it, each reported once."""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.check import errors_flow
from nimbus_lang.check.flow import carries_secret
from nimbus_lang.check.sink import Sink
from nimbus_lang.syntax.expressions import (
    ConditionalExpr,
    Expr,
    ListCompExpr,
    ListExpr,
    MapCompExpr,
    ObjectExpr,
    StringExpr,
)
from nimbus_lang.types.model import ERROR


def report_leaks(sink: Sink, expr: Expr, where: str) -> None:
    """Report every part of `expr` that brings a secret to a place that `where` describes."""
    sink.wrong.add(expr.span)
    for part in _carriers(sink, expr):
        sink.report(errors_flow.secret_leak(part.span, where))


def _carriers(sink: Sink, expr: Expr) -> Iterator[Expr]:
    inner = [part for part in _parts(expr) if carries_secret(sink.types.get(id(part), ERROR))]
    if not inner:
        yield expr
    for part in inner:
        yield from _carriers(sink, part)


def _parts(expr: Expr) -> list[Expr]:
    """What an expression puts into its result unchanged."""
    match expr:
        case ObjectExpr(entries=entries):
            return [entry.value for entry in entries]
        case ListExpr(items=items):
            return list(items)
        case StringExpr(parts=parts):
            return [part for part in parts if not isinstance(part, str)]
        case ConditionalExpr(yes=yes, no=no):
            return [yes, no]
        case ListCompExpr(item=item):
            return [item]
        case MapCompExpr(value=value):
            return [value]
        case _:
            return []
