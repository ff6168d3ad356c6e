"""Which expressions are sure to wait for an apply: reading what a provider decides when it makes a resource.

Only what can be proved from the spec alone is said here; what depends on values is the evaluator's to find. An
expression waits when it reads an attribute that its resource's own braces do not set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from nimbus_lang.check.checked import Scope
from nimbus_lang.check.env import Env
from nimbus_lang.check.errors_values import known_too_late
from nimbus_lang.check.typer import Typer
from nimbus_lang.source.record import dataclass
from nimbus_lang.syntax.declarations import LetDecl, OutputDecl, ResourceDecl
from nimbus_lang.syntax.expressions import (
    AttrExpr,
    BinaryExpr,
    CallExpr,
    ConditionalExpr,
    Entry,
    Expr,
    ItemExpr,
    ListCompExpr,
    ListExpr,
    MapCompExpr,
    NullExpr,
    NumberExpr,
    ObjectExpr,
    SplatExpr,
    Spread,
    StringExpr,
    UnaryExpr,
    VarExpr,
)
from nimbus_lang.types.model import ComponentT, ResourceT, Type
from nimbus_lang.values.functions import FUNCTIONS

_DEPTH = 40
_Of = Callable[[Expr, bool], str | None]


@dataclass(frozen=True, slots=True)
class Waits:
    """Asks what expressions wait for."""

    typer: Typer

    def refuse(self, expr: Expr, env: Env, where: str, shape_only: bool) -> None:
        """Report `expr` when it cannot be known in time. `shape_only`: the keys (or length) must be known, no more."""
        waits = self._of(expr, env.scope, frozenset(env.locals), shape_only, _DEPTH)
        if waits is not None:
            self.typer.sink.report(known_too_late(expr.span, (), where, (waits,)))

    def _of(
        self, expr: Expr, scope: Scope, bound: frozenset[str], shape: bool, depth: int
    ) -> str | None:
        """`db.endpoint`, the first thing that this surely waits for; None when nothing is sure."""
        if depth == 0:
            return None

        def of(inner: Expr, shape: bool) -> str | None:
            return self._of(inner, scope, bound, shape, depth - 1)

        match expr:
            case VarExpr(name=name):
                return None if name in bound else self._name(name, scope, shape, depth)
            case AttrExpr():
                return self._attr(expr, scope, bound, shape, depth)
            case ItemExpr(base=base, index=key):
                return self._part(base, _key(key), scope, bound, shape, depth) or of(key, False)
            case SplatExpr(base=base):
                return of(base, shape)
            case StringExpr(parts=parts):
                return _first(of(part, False) for part in parts if not isinstance(part, str))
            case UnaryExpr(operand=operand):
                return of(operand, False)
            case BinaryExpr(op="==" | "!=", left=left, right=right) if _is_null(left, right):
                return None  # what a provider decides is there, whatever it is
            case BinaryExpr(op="and" | "or" | "??", left=left):
                return of(left, False)
            case BinaryExpr(left=left, right=right):
                return of(left, False) or of(right, False)
            case ConditionalExpr(condition=condition, yes=yes, no=no):
                return of(condition, False) or (of(yes, shape) and of(no, shape))
            case CallExpr(function=function, args=args):
                return self._call(function, [arg.value for arg in args], of)
            case ListExpr(items=items):
                return None if shape else _first(of(item, False) for item in items)
            case ObjectExpr(entries=entries):
                return self._object(entries, of, shape)
            case ListCompExpr(clause=clause) | MapCompExpr(clause=clause):
                return of(clause.source, True)
            case _:
                return None

    def _call(self, function: Expr, args: Sequence[Expr], of: _Of) -> str | None:
        if isinstance(function, AttrExpr):
            args = [function.base, *args]
        name = function.name.text if isinstance(function, AttrExpr) else _name_of(function)
        by_shape = name in FUNCTIONS and FUNCTIONS[name].structural
        return _first(of(arg, by_shape) for arg in args)

    def _object(self, entries: Sequence[Entry | Spread], of: _Of, shape: bool) -> str | None:
        spread = [entry.value for entry in entries if isinstance(entry, Spread)]
        written = [] if shape else [e.value for e in entries if isinstance(e, Entry)]
        return _first(of(value, shape) for value in [*spread, *written])

    def _name(self, name: str, scope: Scope, shape: bool, depth: int) -> str | None:
        found = scope.find(name)
        if found is None:
            return None
        owner, decl = found
        if isinstance(decl, LetDecl | OutputDecl):
            return self._of(decl.value, owner, frozenset(), shape, depth - 1)
        return None

    def _attr(
        self, expr: AttrExpr, scope: Scope, bound: frozenset[str], shape: bool, depth: int
    ) -> str | None:
        decl = _resource_read(expr.base, scope, bound)
        if decl is None:
            return self._part(expr.base, expr.name.text, scope, bound, shape, depth)
        kind = scope.resource_types.get(decl.name.text)
        if isinstance(kind, ResourceT):
            return self._raw(expr, decl, kind, scope, shape, depth)
        if isinstance(kind, ComponentT):
            return self._member(expr.name.text, kind, shape, depth)
        return None

    def _part(
        self,
        base: Expr,
        key: str | int | None,
        scope: Scope,
        bound: frozenset[str],
        shape: bool,
        depth: int,
    ) -> str | None:
        """What a part waits for: itself where it is seen, else what its whole needs to have parts; the others may wait."""
        if depth == 0:
            return None
        match base:
            case VarExpr(name=name) if name not in bound and (found := scope.find(name)):
                owner, decl = found
                if isinstance(decl, LetDecl | OutputDecl):
                    return self._part(decl.value, key, owner, frozenset(), shape, depth - 1)
            case ListExpr(items=items) if isinstance(key, int) and key < len(items):
                return self._of(items[key], scope, bound, shape, depth - 1)
            case ObjectExpr(entries=entries) if isinstance(key, str):
                written = [e.value for e in entries if isinstance(e, Entry) and e.key.text == key]
                if written:
                    return self._of(written[-1], scope, bound, shape, depth - 1)
        return self._of(base, scope, bound, True, depth - 1)

    def _raw(
        self, expr: AttrExpr, decl: ResourceDecl, kind: Type, scope: Scope, shape: bool, depth: int
    ) -> str | None:
        name = expr.name.text
        record = self.typer.fields(kind)
        one = record.fields.get(name) if record is not None else None
        if one is None:
            return None
        written = {e.key.text: e.value for e in decl.body.entries if isinstance(e, Entry)}
        if name in written:
            inner = frozenset(_index_names(decl))
            return self._of(written[name], scope, inner, shape, depth - 1)
        spread = any(isinstance(entry, Spread) for entry in decl.body.entries)
        if not one.computed or spread:
            return None
        return f"{decl.name.text}.{name}"

    def _member(self, name: str, kind: ComponentT, shape: bool, depth: int) -> str | None:
        component = self.typer.program.components[kind.id]
        output = component.scope.outputs.get(name)
        if output is None:
            return None
        return self._of(output.value, component.scope, frozenset(), shape, depth - 1)


def _is_null(*sides: Expr) -> bool:
    return any(isinstance(side, NullExpr) for side in sides)


def _key(index: Expr) -> str | int | None:
    """An index as written, where it is a literal."""
    match index:
        case StringExpr():
            return index.plain
        case NumberExpr(value=int(position)):
            return position
        case _:
            return None


def _name_of(function: Expr) -> str:
    return function.name if isinstance(function, VarExpr) else ""


def _first(found: Iterable[str | None]) -> str | None:
    return next((one for one in found if one is not None), None)


def _resource_read(base: Expr, scope: Scope, bound: frozenset[str]) -> ResourceDecl | None:
    """The resource whose attribute is read: `db`, `web["x"]`, `web[*]`."""
    while isinstance(base, ItemExpr | SplatExpr):
        base = base.base
    if not isinstance(base, VarExpr) or base.name in bound:
        return None
    decl = scope.names.get(base.name)
    return decl if isinstance(decl, ResourceDecl) else None


def _index_names(decl: ResourceDecl) -> list[str]:
    if decl.index is None:
        return []
    second = [decl.index.second.text] if decl.index.second is not None else []
    return [decl.index.first.text, *second]
