"""The table of the grammar with the actions that make nodes: which function belongs to which rule."""

from __future__ import annotations

from functools import cache
from typing import Any

from nimbus_lang.syntax.build import Build, Keyed
from nimbus_lang.syntax.build_declarations import DECLARATIONS, KEYED_DECLARATIONS
from nimbus_lang.syntax.build_expressions import EXPRESSIONS, KEYED_EXPRESSIONS, folded
from nimbus_lang.syntax.build_types import KEYED_TYPES, TYPES, type_of_union
from nimbus_lang.syntax.load_table import load_table
from nimbus_lang.syntax.machine import Action, Grammar, bind

# Rules whose only symbol's value is theirs.
_IDENTITY = frozenset(
    {
        "decl",
        "fact",
        "onetype",
        "operand",
        "term",
        "post",
        "_op",
        "key",
        "keyword",
        "word",
        "type",
        "expr",
    }
)
# Lists and what they are made of.
_LISTS = {
    "decls": "decl",
    "checks": "check",
    "overrides": "override",
    "rules": "rule",
    "assertions": "assertion",
    "annotations": "annotation",
    "fields": "field",
    "arglist": "arg",
    "items": "expr",
    "entries": "entry",
    "facts": "fact",
}
_POSITIONAL = {**EXPRESSIONS, **TYPES, **DECLARATIONS}
_KEYED = {**KEYED_EXPRESSIONS, **KEYED_TYPES, **KEYED_DECLARATIONS}


@cache
def node_grammar() -> Grammar:
    """The table with the actions that make nodes."""
    return bind(load_table(), _action_of)


def _action_of(lhs: str, name: str, symbols: tuple[str, ...]) -> Action | None:
    if lhs == "expr" and symbols == ("chain",):
        return folded
    if lhs == "type" and symbols == ("union",):
        return type_of_union
    if name == lhs and len(symbols) == 1 and name in _IDENTITY:
        return None
    if name in _LISTS:
        return _collect(name, _LISTS[name], symbols)
    if name in _KEYED:
        return _keyed(_KEYED[name], symbols)
    return _POSITIONAL[name]


def _collect(name: str, element: str, symbols: tuple[str, ...]) -> Action:
    """`things: thing | things thing`, with or without a comma."""
    if symbols[0] != name:
        return lambda b, v, s, e: [v[0]]
    at = symbols.index(element)

    def append(b: Build, v: list[Any], s: int, e: int) -> list[Any]:
        things: list[Any] = v[0]
        things.append(v[at])
        return things

    return append


def _keyed(make: Keyed, symbols: tuple[str, ...]) -> Action:
    keys = tuple(
        f"{symbol}2" if symbol in symbols[:at] else symbol for at, symbol in enumerate(symbols)
    )
    return lambda b, v, s, e: make(b, dict(zip(keys, v, strict=True)), s, e)
