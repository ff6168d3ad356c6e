"""Which names an expression really reads: of an `if` the branch that is taken, each with the whole path that follows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nimbus_lang.check.deferral import known
from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.check.evaluate_context import Env
from nimbus_lang.check.secret_sources import secret_source
from nimbus_lang.syntax.expressions import (
    AttrExpr,
    BinaryExpr,
    CallExpr,
    ConditionalExpr,
    Expr,
    ItemExpr,
    ListCompExpr,
    MapCompExpr,
    SplatExpr,
    VarExpr,
)
from nimbus_lang.syntax.walk import children
from nimbus_lang.values.model import Poison

Chain = tuple[str | int, ...]


def reads(ev: ProgramEvaluator, expr: Expr, env: Env) -> list[Chain]:
    """`[("network", "cidr"), ("prod",)]`, each once, in the order of the text."""
    return list(dict.fromkeys(_reads(ev, expr, env)))


def _reads(ev: ProgramEvaluator, node: Any, env: Env) -> Iterator[Chain]:
    match node:
        case VarExpr() | AttrExpr() | ItemExpr():
            chain = chain_of(ev, node, env)
            if chain is not None:
                yield chain
            else:
                for child in children(node):
                    yield from _reads(ev, child, env)
        case ConditionalExpr(condition=condition):
            yield from _reads(ev, condition, env)
            sure = known(ev.eval(condition, env))
            for branch in (node.yes, node.no):
                if sure is None or sure.data is (branch is node.yes):
                    yield from _reads(ev, branch, env)
        case BinaryExpr(op="??", left=left, right=right):
            yield from _reads(ev, left, env)
            if ev.eval(left, env).data is None:
                yield from _reads(ev, right, env)
        case CallExpr(function=function):
            if isinstance(function, AttrExpr) and secret_source(node) is None:
                yield from _reads(ev, function.base, env)
            for arg in node.args:
                yield from _reads(ev, arg.value, env)
        case ListCompExpr() | MapCompExpr():
            yield from _reads(ev, node.clause.source, env)
        case _:
            for child in children(node):
                yield from _reads(ev, child, env)


def chain_of(ev: ProgramEvaluator, expr: Expr, env: Env) -> Chain | None:
    """`a.b["c"]` as a path; None where something else than names and known keys is in it."""
    match expr:
        case VarExpr(name=name):
            return (name,)
        case AttrExpr(base=base, name=name):
            before = chain_of(ev, base, env)
            return None if before is None else (*before, name.text)
        case ItemExpr(base=base, index=index):
            before = chain_of(ev, base, env)
            sure = known(ev.eval(index, env)) if before is not None else None
            if before is None or sure is None or isinstance(sure.data, Poison | bool):
                return None
            return (*before, sure.data) if isinstance(sure.data, str | int) else None
        case SplatExpr(base=base):
            return chain_of(ev, base, env)
        case _:
            return None
