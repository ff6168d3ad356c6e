"""Types as a person wrote them, with the place of every piece.

What they mean is worked out by the checker; here `bucket` is only a word.
"""

from __future__ import annotations

from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import Arg, Expr, NumberExpr, StringExpr
from nimbus_lang.syntax.names import Doc, Name, Path


@dataclass(frozen=True, slots=True)
class NamedTypeExpr:
    """`string`, `aws.region`, `std.aws.network`."""

    span: Span
    path: Path


@dataclass(frozen=True, slots=True)
class RefinedTypeExpr:
    """`int(1..50)`, `string(pattern = "...", max = 63)`."""

    span: Span
    path: Path
    args: tuple[Arg, ...]


@dataclass(frozen=True, slots=True)
class GenericTypeExpr:
    """`list<T>`, `secret<T>`."""

    span: Span
    path: Path
    argument: TypeExpr


@dataclass(frozen=True, slots=True)
class FieldTypeExpr:
    """A field of a record type; `optional` for `name?: T`."""

    span: Span
    doc: Doc | None
    key: Name
    optional: bool
    type: TypeExpr
    default: Expr | None


@dataclass(frozen=True, slots=True)
class RecordTypeExpr:
    """`{ name: string  port: port = 80 }`."""

    span: Span
    fields: tuple[FieldTypeExpr, ...]


@dataclass(frozen=True, slots=True)
class LiteralTypeExpr:
    """`"dev"` (or a number) as a type."""

    span: Span
    value: StringExpr | NumberExpr


@dataclass(frozen=True, slots=True)
class OptionalTypeExpr:
    """`T?`."""

    span: Span
    inner: TypeExpr


@dataclass(frozen=True, slots=True)
class UnionTypeExpr:
    """`A | B`."""

    span: Span
    options: tuple[TypeExpr, ...]


@dataclass(frozen=True, slots=True)
class MissingTypeExpr:
    """Stands where a type should be; its problem is already reported."""

    span: Span


TypeExpr = (
    NamedTypeExpr
    | RefinedTypeExpr
    | GenericTypeExpr
    | RecordTypeExpr
    | LiteralTypeExpr
    | OptionalTypeExpr
    | UnionTypeExpr
    | MissingTypeExpr
)
