"""The syntax tree: what a person wrote, with the place of every piece, and nothing that was not written.

Made by the parser, read by the checker, the formatter and the editor. Nodes are frozen and carry a span;
names are kept with their own span so that a message can point at the word and not at the sentence.
"""

from __future__ import annotations

from decimal import Decimal
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface

from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A word with its place: a declared name, a field key, a part of a path."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Path:
    """Dotted names: `aws.db_instance`, `std.aws.network`, `string`."""

    span: Span
    parts: tuple[Name, ...]

    @property
    def text(self) -> str:
        """The path as written, without blanks."""
        return ".".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Doc:
    """The `##` lines above a declaration or field, joined by newlines, without the marks."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A `#` comment, with its mark; kept beside the tree for the formatter and for generated code."""

    span: Span
    text: str


# --- expressions -----------------------------------------------------------------------------------------------


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


# --- types -----------------------------------------------------------------------------------------------------


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


# --- declarations ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Annotation:
    """`@name(args)` above a declaration."""

    span: Span
    name: Name
    args: tuple[Arg, ...]


@dataclass(frozen=True, slots=True)
class StackDecl:
    """`stack NAME { settings }`."""

    span: Span
    doc: Doc | None
    name: Name
    settings: ObjectExpr | None


@dataclass(frozen=True, slots=True)
class UseDecl:
    """`use PATH as ALIAS from "SOURCE" { configuration }`."""

    span: Span
    doc: Doc | None
    path: Path
    alias: Name | None
    source: StringExpr | None
    config: ObjectExpr | None


@dataclass(frozen=True, slots=True)
class Check:
    """`check EXPR else "message"`."""

    span: Span
    condition: Expr
    message: StringExpr | None


@dataclass(frozen=True, slots=True)
class ParamDecl:
    """`param NAME: TYPE = default check ...`."""

    span: Span
    doc: Doc | None
    annotations: tuple[Annotation, ...]
    name: Name
    type: TypeExpr
    default: Expr | None
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class LetDecl:
    """`let NAME: TYPE = value`."""

    span: Span
    doc: Doc | None
    name: Name
    type: TypeExpr | None
    value: Expr


@dataclass(frozen=True, slots=True)
class TypeDecl:
    """`type NAME = TYPE`."""

    span: Span
    doc: Doc | None
    name: Name
    type: TypeExpr


@dataclass(frozen=True, slots=True)
class Index:
    """`[k, v in COLLECTION]` after a resource's name; with one name: the element, or a map's key."""

    span: Span
    first: Name
    second: Name | None
    source: Expr


@dataclass(frozen=True, slots=True)
class ResourceDecl:
    """`resource` or `lookup` (then `lookup` is true): `NAME[index]: TYPE when COND { body }`."""

    span: Span
    doc: Doc | None
    annotations: tuple[Annotation, ...]
    name: Name
    index: Index | None
    type: Path
    when: Expr | None
    body: ObjectExpr
    lookup: bool = False


@dataclass(frozen=True, slots=True)
class ComponentDecl:
    """`component NAME { declarations }`."""

    span: Span
    doc: Doc | None
    annotations: tuple[Annotation, ...]
    name: Name
    body: tuple[Decl, ...]


@dataclass(frozen=True, slots=True)
class OutputDecl:
    """`output NAME: TYPE = value`."""

    span: Span
    doc: Doc | None
    name: Name
    type: TypeExpr | None
    value: Expr


@dataclass(frozen=True, slots=True)
class Override:
    """`path = value` in an overlay or a test; `target` is a chain of Var, Attr and Item."""

    span: Span
    target: Expr
    value: Expr


@dataclass(frozen=True, slots=True)
class OverlayDecl:
    """`overlay NAME { path = value ... }`."""

    span: Span
    doc: Doc | None
    name: Name
    overrides: tuple[Override, ...]


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """`deny "message" when EXPR` or `warn ...`; `kind` is "deny" or "warn"."""

    span: Span
    kind: str
    message: StringExpr
    when: Expr


@dataclass(frozen=True, slots=True)
class PolicyDecl:
    """`policy "title" on TYPE as NAME { rules }`."""

    span: Span
    doc: Doc | None
    annotations: tuple[Annotation, ...]
    title: StringExpr
    type: Path
    alias: Name
    rules: tuple[PolicyRule, ...]


@dataclass(frozen=True, slots=True)
class Assert:
    """`assert EXPR else "message"` in a test."""

    span: Span
    condition: Expr
    message: StringExpr | None


@dataclass(frozen=True, slots=True)
class Rejects:
    """`rejects "NB3012"` in a test."""

    span: Span
    code: StringExpr


@dataclass(frozen=True, slots=True)
class TestDecl:
    """`test "title" { overrides } { assertions }`."""

    span: Span
    doc: Doc | None
    title: StringExpr
    overrides: tuple[Override, ...]
    assertions: tuple[Assert | Rejects, ...]


Decl = (
    StackDecl
    | UseDecl
    | ParamDecl
    | LetDecl
    | TypeDecl
    | ResourceDecl
    | ComponentDecl
    | OutputDecl
    | OverlayDecl
    | PolicyDecl
    | TestDecl
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A declaration that could not be read; `name` when it could, so that its users are not blamed."""

    span: Span
    name: str | None


@dataclass(frozen=True, slots=True)
class Module:
    """One file as a tree. `comments` are all `#` comments in order; docs are in the nodes.

    `unread` are the words that stand where the file could not be read: a declaration may hide behind each.
    """

    span: Span
    decls: tuple[Decl, ...]
    comments: tuple[Comment, ...] = ()
    broken: tuple[Broken, ...] = ()
    unread: frozenset[str] = frozenset()

    @property
    def path(self) -> str:
        """The path of the file this tree was read from."""
        return self.span.path
