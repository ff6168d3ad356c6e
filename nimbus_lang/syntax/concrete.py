"""The tree as it was written, with every token: what the formatter prints from.

Made by the same table and loop as the nodes, with actions that keep everything. Lists are flat, commas between
their elements are left out (the layout decides where they stand).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from nimbus_lang.syntax.load_table import load_table
from nimbus_lang.syntax.machine import Action, Grammar, Stuck, bind, run
from nimbus_lang.syntax.tokens import Token


@dataclass(slots=True, eq=False)
class Tree:
    """A rule with its children in order: tokens and trees. Offsets are those of its first and last token."""

    name: str
    kids: list[Any]
    start: int
    end: int
    flat: str | None = ""  # kept by the formatter: "" until it is asked for


LISTS = frozenset(
    {
        "decls",
        "checks",
        "overrides",
        "rules",
        "assertions",
        "annotations",
        "docs",
        "fields",
        "arglist",
        "items",
        "entries",
        "facts",
        "chain",
        "union",
        "path",
        "nots",
    }
)
_THROUGH = frozenset(
    {
        "decl",
        "fact",
        "type",
        "onetype",
        "expr",
        "operand",
        "term",
        "post",
        "_op",
        "key",
        "keyword",
        "word",
        "args",
    }
)
_SEPARATED = frozenset({"overrides", "fields", "arglist", "items", "entries", "facts", "args"})


@cache
def concrete_grammar() -> Grammar:
    """The table with the actions that keep everything."""
    return bind(load_table(), _action_of)


def read_concrete(tokens: Sequence[Token]) -> tuple[Tree, list[Token]]:
    """The tree of well-formed tokens, and the docs that stand where none is meant (they are comments)."""
    aside: list[Token] = []
    tree: Any = run(concrete_grammar(), "start", tokens, None, aside)
    if isinstance(tree, Stuck):
        raise ValueError(f"token {tree.index} does not fit")  # callers have parsed the text before
    whole: Tree = tree
    return whole, aside


def _action_of(lhs: str, name: str, symbols: tuple[str, ...]) -> Action | None:
    if name == lhs and len(symbols) == 1 and name in _THROUGH:
        return None
    if name in _SEPARATED:
        return _separated(name)
    if name in LISTS:
        return _listed(name)
    return lambda _, v, s, e: Tree(name, v, s, e)


def _listed(name: str) -> Action:
    def collect(_: Any, v: list[Any], s: int, e: int) -> Tree:
        if isinstance(v[0], Tree) and v[0].name == name:
            v[0].kids.extend(v[1:])
            v[0].end = e
            return v[0]
        return Tree(name, v, s, e)

    return collect


def _separated(name: str) -> Action:
    def collect(_: Any, v: list[Any], s: int, e: int) -> Tree:
        kids = [part for part in v if not (type(part) is tuple and part[0] == "COMMA")]
        if isinstance(kids[0], Tree) and kids[0].name in (name, "arglist"):
            kids[0].kids.extend(kids[1:])
            return kids[0]
        return Tree(name, kids, s, e)

    return collect
