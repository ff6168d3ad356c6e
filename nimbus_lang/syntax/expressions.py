"""Expressions as a tree: what a person wrote, with the place of every piece, and nothing that was not written.

Made by the parser, read by the checker, the formatter and the editor. Nodes are frozen and carry a span.
"""

from __future__ import annotations

from decimal import Decimal
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface

from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.names import Name


@dataclass(frozen=True, slots=True)
class StringExpr:
    """A string: text (escapes resolved) and interpolated expressions in turn. `block` for triple quotes."""

    span: Span
    parts: tuple[str | Expr, ...]
    block: bool = False

    @property
    def plain(self) -> str | None:
        """The text when nothing is interpolated, else None."""
        if not self.parts:
            return ""
        first = self.parts[0]
        return first if len(self.parts) == 1 and isinstance(first, str) else None


@dataclass(frozen=True, slots=True)
class NumberExpr:
    """`8080`, `0.5`: `value` is an int when written without a point."""

    span: Span
    value: int | Decimal


@dataclass(frozen=True, slots=True)
class QuantityExpr:
    """`50Gi`, `30d`, `250m`: the number and the unit as written."""

    span: Span
    number: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class PercentExpr:
    """`50%`: `value` is 50."""

    span: Span
    value: Decimal


@dataclass(frozen=True, slots=True)
class CidrExpr:
    """`10.20.0.0/16`: an address with a prefix; host bits are kept as written."""

    span: Span
    value: IPv4Interface | IPv6Interface


@dataclass(frozen=True, slots=True)
class IpExpr:
    """`10.0.0.1`."""

    span: Span
    value: IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class BoolExpr:
    """`true` or `false`."""

    span: Span
    value: bool


@dataclass(frozen=True, slots=True)
class NullExpr:
    """`null`: the argument is not written."""

    span: Span


@dataclass(frozen=True, slots=True)
class VarExpr:
    """A name used as a value."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class AttrExpr:
    """`base.name`."""

    span: Span
    base: Expr
    name: Name


@dataclass(frozen=True, slots=True)
class ItemExpr:
    """`base[index]`."""

    span: Span
    base: Expr
    index: Expr


@dataclass(frozen=True, slots=True)
class SplatExpr:
    """`base[*]`: the list of all; an attribute of it is taken of each."""

    span: Span
    base: Expr


@dataclass(frozen=True, slots=True)
class Arg:
    """One argument; `name` when written `name = value`."""

    span: Span
    name: Name | None
    value: Expr


@dataclass(frozen=True, slots=True)
class CallExpr:
    """`function(args)`; a method call has an `AttrExpr` as its function."""

    span: Span
    function: Expr
    args: tuple[Arg, ...]


@dataclass(frozen=True, slots=True)
class UnaryExpr:
    """`-x` or `not x`; `op` is "-" or "not"."""

    span: Span
    op: str
    operand: Expr


@dataclass(frozen=True, slots=True)
class BinaryExpr:
    """`left op right`; op is one of or and == != < <= > >= in ?? .. + - * / %."""

    span: Span
    op: str
    op_span: Span
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class ConditionalExpr:
    """`if condition then yes else no`."""

    span: Span
    condition: Expr
    yes: Expr
    no: Expr


@dataclass(frozen=True, slots=True)
class ListExpr:
    """`[a, b]`."""

    span: Span
    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class ForClause:
    """`for a, b in source if condition`: with one name it is the element (of a map: its key)."""

    span: Span
    first: Name
    second: Name | None
    source: Expr
    condition: Expr | None


@dataclass(frozen=True, slots=True)
class ListCompExpr:
    """`[item for x in xs if p]`."""

    span: Span
    item: Expr
    clause: ForClause


@dataclass(frozen=True, slots=True)
class Entry:
    """`key = value` of an object; `quoted` when the key was written as a string (without interpolation)."""

    span: Span
    key: Name
    value: Expr
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """`...base` in an object."""

    span: Span
    value: Expr


@dataclass(frozen=True, slots=True)
class ObjectExpr:
    """`{ a = 1, ...base }`."""

    span: Span
    entries: tuple[Entry | Spread, ...]


@dataclass(frozen=True, slots=True)
class MapCompExpr:
    """`{ key = value for k, v in m if p }`: the key is an expression: a bare word is a variable in scope."""

    span: Span
    key: Expr
    value: Expr
    clause: ForClause


@dataclass(frozen=True, slots=True)
class MissingExpr:
    """Stands where an expression should be and none could be read; its problem is already reported."""

    span: Span


Expr = (
    StringExpr
    | NumberExpr
    | QuantityExpr
    | PercentExpr
    | CidrExpr
    | IpExpr
    | BoolExpr
    | NullExpr
    | VarExpr
    | AttrExpr
    | ItemExpr
    | SplatExpr
    | CallExpr
    | UnaryExpr
    | BinaryExpr
    | ConditionalExpr
    | ListExpr
    | ListCompExpr
    | ObjectExpr
    | MapCompExpr
    | MissingExpr
)
