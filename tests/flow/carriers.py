"""Every construct through which a value can reach another, made from the language itself: its nodes, operators, functions.

A carrier is an expression with a hole, `it__`, and a literal that may stand there. What a new kind of node, operator or
function would need is asked of the tree's classes and of the tables, so that none is forgotten (`test_derived`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.declarations import LetDecl, Module
from nimbus_lang.syntax.expressions import CallExpr, Expr, VarExpr
from nimbus_lang.syntax.parse import parse
from nimbus_lang.syntax.walk import children, walk
from nimbus_lang.types.join import join
from nimbus_lang.types.model import (
    STRING,
    Field,
    Kind,
    ListT,
    MapT,
    NullT,
    OptionalT,
    RecordT,
    Type,
    UnionT,
)
from nimbus_lang.types.shape import literal_widen
from nimbus_lang.types.show import show
from nimbus_lang.values.functions import FUNCTIONS
from nimbus_lang.values.operator_types import operator_type
from nimbus_lang.values.operators import OPERATORS
from tests.check.programs import check

HOLE = "it__"


@dataclass(frozen=True)
class Carrier:
    """An expression around `it__`, a literal that fits there, and the literal's type as it is written."""

    name: str
    text: str
    literal: str
    type: str

    def of(self, source: str) -> str:
        """The expression with a source in its hole."""
        return self.text.replace(HOLE, source)


SAMPLES: dict[Kind, str] = {
    Kind.STRING: '"ab"',
    Kind.BOOL: "true",
    Kind.INT: "3",
    Kind.NUMBER: "0.5",
    Kind.SIZE: "50Gi",
    Kind.DURATION: "30d",
    Kind.CPU: "250m",
    Kind.PERCENT: "50%",
    Kind.CIDR: "10.0.0.0/16",
    Kind.IP: "10.0.0.1",
}
COLLECTIONS = ('["ab"]', '{ a = "ab" }', "2..4", "[10.0.0.1]", "[3]")

TEXT, NUMBER, LIST, MAP, TRUTH = '"ab"', "3", '["ab"]', '{ a = "ab" }', "true"
MAYBE = 'if on then "ab" else null'
EXPRESSIONS: tuple[tuple[str, str], ...] = (
    ('"a ${it__} b"', TEXT),
    ('"""\n  a ${it__} b\n  """', TEXT),
    ("(it__)", TEXT),
    ("it__.a", MAP),
    ("{ a = it__ }.a", TEXT),
    ("(2..4).min + (it__).max", "2..4"),
    ("it__[0]", LIST),
    ('it__["a"]', MAP),
    ("it__[1]", "2..4"),
    ("[it__][0]", TEXT),
    ('{ a = it__ }["a"]', TEXT),
    ("[1, 2, 3, 4][it__]", NUMBER),
    ('{ ab = "x" }[it__]', TEXT),
    ("it__[*]", LIST),
    ("it__[*]", '{ k = "ab" for k in ["a"] }'),
    ("it__[*]", MAYBE),
    ("[{ a = it__ }][*].a", TEXT),
    ("it__[*].a", '[{ a = "ab" }]'),
    ("it__[*][0]", '[["ab"]]'),
    ("if it__ then 1 else 2", TRUTH),
    ("if on then it__ else 2", TEXT),
    ("if on then 2 else it__", TEXT),
    ("[it__]", TEXT),
    ("[1, it__]", TEXT),
    ("[it__ for x in [1]]", TEXT),
    ("[x for x in it__]", LIST),
    ("[x for n, x in it__]", LIST),
    ("[n for n, x in it__]", LIST),
    ("[v for k, v in it__]", MAP),
    ("[k for k in it__]", MAP),
    ("[1 for x in it__]", LIST),
    ("[x for x in it__]", "2..4"),
    ("[x for x in [it__]]", TEXT),
    ("[1 for x in [1] if it__]", TRUTH),
    ("[1 for x in it__ if x == x]", LIST),
    ("{ a = it__ }", TEXT),
    ('{ "a b" = it__ }', TEXT),
    ("{ b = 1, ...it__ }", MAP),
    ("{ ...{ a = it__ } }", TEXT),
    ("{ (it__) = 1 for x in [1] }", TEXT),
    ("{ k = it__ for k in [1] }", TEXT),
    ("{ k = v for k, v in it__ }", MAP),
    ("{ k = 1 for k in [1] if it__ }", TRUTH),
    ("{ (x) = 1 for x in it__ }", LIST),
)
"""Around every kind of node that has parts; what they need is read off the classes by `slots`."""


@cache
def kinds(root: type = Module) -> frozenset[type]:
    """Every class of node that a file can hold, by the types of their fields."""
    found: set[type] = set()
    waiting: list[Any] = [root]
    while waiting:
        hint = waiting.pop()
        waiting.extend(get_args(hint))
        if isinstance(hint, type) and hasattr(hint, "__slots__") and hint not in found:
            hints = get_type_hints(hint)
            if "span" in hints:
                found.add(hint)
                waiting.extend(hints.values())
    return frozenset(found)


def slots() -> frozenset[tuple[str, str]]:
    """(class, field) of every place in the tree where any expression can stand."""
    return frozenset(
        (kind.__name__, field)
        for kind in kinds()
        for field, hint in get_type_hints(kind).items()
        if _takes(hint)
    )


def _takes(hint: Any) -> bool:
    """Whether a field's type lets a name in, and so any expression."""
    return hint is VarExpr or any(map(_takes, get_args(hint)))


def filled(text: str) -> frozenset[tuple[str, str]]:
    """The slots on the way to the hole in a program's text."""
    module, problems = parse(SourceFile("main.nimbus", text))
    assert not problems, (text, problems)
    return frozenset(_ways(module))


def _ways(node: Any) -> Iterator[tuple[str, str]]:
    for field in node.__slots__:
        value = getattr(node, field)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, VarExpr) and part.name == HOLE:
                yield type(node).__name__, field
    for child in children(node):
        yield from _ways(child)


@cache
def carriers() -> tuple[Carrier, ...]:
    """All of them."""
    found = dict.fromkeys([*EXPRESSIONS, *_operators(), *_functions()])
    types = _types([literal for _, literal in found])
    return tuple(
        Carrier(f"{text} <- {literal}", text, literal, types[literal]) for text, literal in found
    )


def _types(literals: list[str]) -> dict[str, str]:
    """How the type of each literal is written."""
    several = list(dict.fromkeys(literals))
    lines = (f"let _h{n} = {text}\n" for n, text in enumerate(several))
    result = check("param on: bool = true\n" + "".join(lines))
    assert result.errors == []
    return {text: show(_wide(result.let(f"_h{n}"))) for n, text in enumerate(several)}


def _wide(found: Type) -> Type:
    """The type without the values of literals: another value may take its place."""
    match found:
        case ListT(item):
            return ListT(_wide(item))
        case OptionalT(inner):
            return OptionalT(_wide(inner))
        case MapT(value):
            return MapT(_wide(value))
        case UnionT(options):
            return join([_wide(option) for option in options])
        case NullT():
            return OptionalT(STRING)
        case RecordT(fields):
            return RecordT({name: Field(_wide(one.type), True) for name, one in fields.items()})
        case _:
            return literal_widen(found)


def _operators() -> Iterator[tuple[str, str]]:
    """Each operator on all pairs of samples that it takes, the hole on either side."""
    samples = [*SAMPLES.values(), *COLLECTIONS]
    result = check("".join(f"let _h{n} = {text}\n" for n, text in enumerate(samples)))
    types = [(text, _wide(result.let(f"_h{n}"))) for n, text in enumerate(samples)]
    for op in OPERATORS:
        if op in ("neg", "not"):
            sign = {"neg": "-", "not": "not "}[op]
            for text, kind in types:
                if not isinstance(operator_type(op, [kind]), str):
                    yield f"{sign}{HOLE}", text
            continue
        for text, kind in types:
            for other, other_kind in types:
                if not isinstance(operator_type(op, [kind, other_kind]), str):
                    yield f"{HOLE} {op} {other}", text
                    yield f"{text} {op} {HOLE}", other
        if op in ("==", "!="):
            yield f"{HOLE} {op} null", TEXT


def _functions() -> Iterator[tuple[str, str]]:
    """Each function's example, the hole in place of each of its parts."""
    for function in FUNCTIONS.values():
        example = function.example[0]
        for start, end in _parts(example):
            yield f"{example[:start]}{HOLE}{example[end:]}", example[start:end]


def _parts(example: str) -> Iterator[tuple[int, int]]:
    before = "let x = "
    module, _ = parse(SourceFile("main.nimbus", before + example))
    (decl,) = module.decls
    assert isinstance(decl, LetDecl)
    calls = [node for node in walk(decl.value) if isinstance(node, CallExpr)]
    names = {call.function.span for call in calls}
    for node in walk(decl.value):
        if isinstance(node, get_args(Expr)) and node is not decl.value and node.span not in names:
            yield node.span.start - len(before), node.span.end - len(before)
