"""Declarations and the file they stand in: the upper floors of the tree.

Made by the parser, read by the checker, the formatter and the editor; what could not be read is kept beside what could.
"""

from __future__ import annotations

from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import Arg, Expr, ObjectExpr, StringExpr
from nimbus_lang.syntax.names import Comment, Doc, Name, Path
from nimbus_lang.syntax.type_expressions import TypeExpr


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
    """`resource` or `lookup` (then `lookup` is true): `NAME[index]: TYPE when COND { body }`, what must hold apart."""

    span: Span
    doc: Doc | None
    annotations: tuple[Annotation, ...]
    name: Name
    index: Index | None
    type: Path
    when: Expr | None
    body: ObjectExpr
    lookup: bool = False
    checks: tuple[Check, ...] = ()


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

    `unread` are the words that stand where the file could not be read: a declaration may hide behind each. `faults` are the
    places of what is wrong with the text: what was made of it there is a guess.
    """

    span: Span
    decls: tuple[Decl, ...]
    comments: tuple[Comment, ...] = ()
    broken: tuple[Broken, ...] = ()
    unread: frozenset[str] = frozenset()
    faults: tuple[Span, ...] = ()

    @property
    def path(self) -> str:
        """The path of the file this tree was read from."""
        return self.span.path
