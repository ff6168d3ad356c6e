"""What each rule of a type makes: one small function a rule, found by the rule's name."""

from __future__ import annotations

from typing import Any

from nimbus_lang.syntax import errors_habits
from nimbus_lang.syntax.build import Build, Keyed
from nimbus_lang.syntax.build_expressions import number, static_key, string, with_span
from nimbus_lang.syntax.expressions import NumberExpr, StringExpr
from nimbus_lang.syntax.machine import Action
from nimbus_lang.syntax.names import Path
from nimbus_lang.syntax.tokens import Token
from nimbus_lang.syntax.type_expressions import (
    FieldTypeExpr,
    GenericTypeExpr,
    LiteralTypeExpr,
    MissingTypeExpr,
    NamedTypeExpr,
    OptionalTypeExpr,
    RecordTypeExpr,
    RefinedTypeExpr,
    TypeExpr,
    UnionTypeExpr,
)


def _path(b: Build, v: list[Any], s: int, e: int) -> Path:
    if len(v) == 1:
        return Path(b.span(s, e), (b.name(v[0]),))
    return Path(b.span(s, e), (*v[0].parts, b.name(v[2])))


def _named(b: Build, v: list[Any], s: int, e: int) -> TypeExpr:
    return NamedTypeExpr(b.span(s, e), v[0])


def _refined(b: Build, v: list[Any], s: int, e: int) -> TypeExpr:
    return RefinedTypeExpr(b.span(s, e), v[0], tuple(v[2]))


def _generic(b: Build, v: list[Any], s: int, e: int) -> TypeExpr:
    return GenericTypeExpr(b.span(s, e), v[0], v[2])


def _record(b: Build, v: list[Any], s: int, e: int) -> TypeExpr:
    return RecordTypeExpr(b.span(s, e), tuple(v[1]) if len(v) == 3 else ())


def _grouped_type(b: Build, v: list[Any], s: int, e: int) -> TypeExpr:
    grouped: TypeExpr = with_span(v[1], b.span(s, e))
    return grouped


def _literal_type(b: Build, v: list[Any], s: int, e: int) -> TypeExpr:
    value = string(b, v, s, e) if v[0][0] == "STRING" else number(b, v, s, e)
    if isinstance(value, StringExpr) and value.plain is None:
        b.diagnostics.append(errors_habits.computed_type(value.span))
    if isinstance(value, StringExpr | NumberExpr):
        return LiteralTypeExpr(value.span, value)
    return MissingTypeExpr(value.span)


def _optional(b: Build, v: list[Any], s: int, e: int) -> TypeExpr:
    return OptionalTypeExpr(b.span(s, e), v[0])


def _union(b: Build, v: list[Any], s: int, e: int) -> list[TypeExpr]:
    return [*v[0], v[2]] if isinstance(v[0], list) else [v[0], v[2]]


def type_of_union(b: Build, v: list[Any], s: int, e: int) -> TypeExpr:
    return UnionTypeExpr(b.span(s, e), tuple(v[0]))


def _field(b: Build, c: dict[str, Any], s: int, e: int) -> FieldTypeExpr:
    token: Token = c["key"]
    key = static_key(b, token) if token[0] == "STRING" else b.name(token)
    optional = "QMARK" in c
    return FieldTypeExpr(b.span(s, e), c.get("docs"), key, optional, c["type"], c.get("default"))


TYPES: dict[str, Action] = {
    "union": _union,
    "optional": _optional,
    "named": _named,
    "refined": _refined,
    "generic": _generic,
    "record": _record,
    "grouped_type": _grouped_type,
    "string_type": _literal_type,
    "number_type": _literal_type,
    "path": _path,
}
KEYED_TYPES: dict[str, Keyed] = {
    "field": _field,
}
