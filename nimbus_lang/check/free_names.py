"""Which outer names an expression reads, and where: the raw material of evaluation order and of cycle reports.

Knows how expressions bind names (comprehensions) and nothing of what the names mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from nimbus_lang.check.secret_sources import secret_source
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import (
    AttrExpr,
    BinaryExpr,
    CallExpr,
    ConditionalExpr,
    Expr,
    ForClause,
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
from nimbus_lang.syntax.type_expressions import (
    FieldTypeExpr,
    GenericTypeExpr,
    OptionalTypeExpr,
    RecordTypeExpr,
    RefinedTypeExpr,
    TypeExpr,
    UnionTypeExpr,
)

Reads = dict[str, Span]
"""Names read, each with the place of its first use."""


def free_names(expr: Expr | None, bound: frozenset[str] = frozenset()) -> Reads:
    """The names `expr` reads from outside, apart from those in `bound`."""
    reads: Reads = {}
    if expr is not None:
        _collect(expr, bound, reads)
    return reads


def free_names_of_type(type_expr: TypeExpr | None) -> Reads:
    """The names read by the defaults inside a type."""
    reads: Reads = {}
    if type_expr is not None:
        for default in _defaults(type_expr):
            _collect(default, frozenset(), reads)
    return reads


def _defaults(type_expr: TypeExpr) -> Iterator[Expr]:
    match type_expr:
        case RecordTypeExpr(fields=fields):
            for one in fields:
                yield from _field_defaults(one)
        case GenericTypeExpr(argument=inner) | OptionalTypeExpr(inner=inner):
            yield from _defaults(inner)
        case UnionTypeExpr(options=options):
            for option in options:
                yield from _defaults(option)
        case RefinedTypeExpr(args=args):
            for arg in args:
                yield arg.value


def _field_defaults(one: FieldTypeExpr) -> Iterator[Expr]:
    if one.default is not None:
        yield one.default
    yield from _defaults(one.type)


def _collect(expr: Expr, bound: frozenset[str], reads: Reads) -> None:
    visit = _VISIT.get(type(expr))
    if visit is not None:
        visit(expr, bound, reads)


def _var(expr: VarExpr, bound: frozenset[str], reads: Reads) -> None:
    if expr.name not in bound:
        reads.setdefault(expr.name, expr.span)


def _string(expr: StringExpr, bound: frozenset[str], reads: Reads) -> None:
    for part in expr.parts:
        if not isinstance(part, str):
            _collect(part, bound, reads)


def _based(expr: AttrExpr | SplatExpr, bound: frozenset[str], reads: Reads) -> None:
    _collect(expr.base, bound, reads)


def _item(expr: ItemExpr, bound: frozenset[str], reads: Reads) -> None:
    _collect(expr.base, bound, reads)
    _collect(expr.index, bound, reads)


def _call(expr: CallExpr, bound: frozenset[str], reads: Reads) -> None:
    if not isinstance(expr.function, VarExpr) and secret_source(expr) is None:
        _collect(expr.function, bound, reads)
    for arg in expr.args:
        _collect(arg.value, bound, reads)


def _unary(expr: UnaryExpr, bound: frozenset[str], reads: Reads) -> None:
    _collect(expr.operand, bound, reads)


def _binary(expr: BinaryExpr, bound: frozenset[str], reads: Reads) -> None:
    _collect(expr.left, bound, reads)
    _collect(expr.right, bound, reads)


def _conditional(expr: ConditionalExpr, bound: frozenset[str], reads: Reads) -> None:
    _collect(expr.condition, bound, reads)
    _collect(expr.yes, bound, reads)
    _collect(expr.no, bound, reads)


def _list(expr: ListExpr, bound: frozenset[str], reads: Reads) -> None:
    for item in expr.items:
        _collect(item, bound, reads)


def _object(expr: ObjectExpr, bound: frozenset[str], reads: Reads) -> None:
    for entry in expr.entries:
        _collect(entry.value, bound, reads)


def _clause(clause: ForClause, bound: frozenset[str], reads: Reads) -> frozenset[str]:
    _collect(clause.source, bound, reads)
    names = (
        [clause.first.text] if clause.second is None else [clause.first.text, clause.second.text]
    )
    inner = bound.union(names)
    if clause.condition is not None:
        _collect(clause.condition, inner, reads)
    return inner


def _list_comp(expr: ListCompExpr, bound: frozenset[str], reads: Reads) -> None:
    _collect(expr.item, _clause(expr.clause, bound, reads), reads)


def _map_comp(expr: MapCompExpr, bound: frozenset[str], reads: Reads) -> None:
    inner = _clause(expr.clause, bound, reads)
    _collect(expr.key, inner, reads)
    _collect(expr.value, inner, reads)


_VISIT: dict[type, Callable[[Any, frozenset[str], Reads], None]] = {
    VarExpr: _var,
    StringExpr: _string,
    AttrExpr: _based,
    SplatExpr: _based,
    ItemExpr: _item,
    CallExpr: _call,
    UnaryExpr: _unary,
    BinaryExpr: _binary,
    ConditionalExpr: _conditional,
    ListExpr: _list,
    ObjectExpr: _object,
    ListCompExpr: _list_comp,
    MapCompExpr: _map_comp,
}
