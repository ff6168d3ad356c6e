"""Terraform's language as a tree: expressions, arguments, blocks, each argument with the span that wrote it.

Two trees are equal when they say the same, wherever they came from; that is what rolling instances up compares.
Knows nothing of the graph; `write` turns it into text.
"""

from __future__ import annotations

from dataclasses import field

from nimbus_lang.backends.lines import NOWHERE, Origin
from nimbus_lang.source.record import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, `true`, `false` or `null`, as text."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A string; the parts that are expressions are interpolated. No two texts stand side by side, none is empty."""

    parts: tuple[str | Expr, ...]


@dataclass(frozen=True, slots=True)
class Attr:
    """`.name`."""

    name: str


@dataclass(frozen=True, slots=True)
class Index:
    """`[key]`."""

    key: Expr


@dataclass(frozen=True, slots=True)
class Splat:
    """`[*]`."""


Step = Attr | Index | Splat


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from a root: a name (`aws_vpc.main`, `each.value`, `local.zones`) or any expression."""

    root: str | Expr
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """`function(args)`."""

    function: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One or two operands around an operator."""

    operator: str
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    """`condition ? yes : no`."""

    condition: Expr
    yes: Expr
    no: Expr


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list."""

    value: Expr
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Tuple:
    """`[a, b]`."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """`key = value` of an object; a key that is an expression stands in parentheses."""

    key: str | Expr
    value: Expr
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Object:
    """`{ a = 1 }`. A `row` stays on one line when it fits there."""

    entries: tuple[Entry, ...]
    row: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Comprehension:
    """`[for names in source : value]`, or with a key `{ for names in source : key => value }`."""

    names: tuple[str, ...]
    source: Expr
    value: Expr
    key: Expr | None = None


Expr = Literal | Quote | Path | Call | Operation | Conditional | Tuple | Object | Comprehension


@dataclass(frozen=True, slots=True)
class Argument:
    """`name = value`. Arguments between which a person leaves a blank line differ in `group`."""

    name: str
    value: Expr
    origin: Origin = field(default=NOWHERE, compare=False)
    group: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Block:
    """`kind "label" { body }`, after its comment lines."""

    kind: str
    labels: tuple[str, ...]
    body: tuple[Argument | Block, ...]
    origin: Origin = field(default=NOWHERE, compare=False)
    comment: str = field(default="", compare=False)


Body = tuple[Argument | Block, ...]

TRUE = Literal("true")
FALSE = Literal("false")
NULL = Literal("null")


def number(value: int) -> Literal:
    """A whole number."""
    return Literal(str(value))


def quote(*parts: str | Expr) -> Quote:
    """A string of these parts: texts side by side are joined, nested strings opened, empty texts dropped."""
    joined: list[str | Expr] = []
    for part in parts:
        pieces = part.parts if isinstance(part, Quote) else (part,)
        for piece in pieces:
            if isinstance(piece, str) and joined and isinstance(joined[-1], str):
                joined[-1] += piece
            elif piece != "":
                joined.append(piece)
    return Quote(tuple(joined))


def text_of(expr: Expr) -> str | None:
    """The text of a string without interpolation, else None."""
    match expr:
        case Quote(()):
            return ""
        case Quote((str(text),)):
            return text
        case _:
            return None
