"""How the parts of a tree stand to each other: the blanks between them, and which trees are bracketed groups.

Pure facts of the layout; what goes on which line is decided in `print.py`.
"""

from __future__ import annotations

from typing import Any

from nimbus_lang.source.record import dataclass
from nimbus_lang.syntax.concrete import Tree
from nimbus_lang.syntax.tokens import Token

# Rules whose parts are written without a blank between them.
_TIGHT = frozenset(
    [
        "path",
        "var",
        "attr",
        "item",
        "splat",
        "call",
        "negative",
        "group",
        "generic",
        "optional",
        "grouped_type",
        "spread",
        "annotation",
        "refined",
        "attr_of_name",
        "item_of_name",
        "call_of_name",
        "named",
    ]
)
_NO_BLANK_BEFORE = frozenset({"COLON", "COMMA", "QMARK", "RSQB"})
_NO_BLANK_AFTER = frozenset({"LSQB"})
_NO_BLANK_BEFORE_TREE = frozenset({"ascribed", "index"})


@dataclass(frozen=True, slots=True)
class Group:
    """A tree with brackets: what stands before them, the elements between them, and how they are parted.

    `style` is "entries" (aligned, `{ a = 1, b = 2 }`), "comma" (`[a, b]`), "words" (a comprehension) or "block"
    (declarations, rules and assertions: one a line).
    """

    before: list[Any]
    opener: Token
    items: list[Any]
    closer: Token
    style: str


_STYLES = {
    "entries": "entries",
    "facts": "entries",
    "overrides": "entries",
    "fields": "entries",
    "items": "comma",
    "arglist": "comma",
    "args": "comma",
    "decls": "block",
    "rules": "block",
    "assertions": "block",
}
_EMPTY = {
    "body": "entries",
    "held": "entries",
    "object": "entries",
    "record": "entries",
    "settings": "entries",
    "overlay": "entries",
    "list": "comma",
    "call": "comma",
    "call_of_name": "comma",
    "annotation": "comma",
    "refined": "comma",
    "component": "block",
    "policy": "block",
    "test": "block",
}
_COMPREHENSIONS = frozenset({"list_comp", "map_comp", "map_comp_computed"})
_BRACKETED = frozenset(_EMPTY) | _COMPREHENSIONS
_OPENERS = ("LBRACE", "LSQB", "LPAR")
_CLOSERS = ("RBRACE", "RSQB", "RPAR")


def group_of(tree: Tree) -> Group | None:
    """The tree as a bracketed group, or None when it is not one."""
    if tree.name not in _BRACKETED or not _is(tree.kids[-1], _CLOSERS):
        return None
    closer: Token = tree.kids[-1]
    if tree.name in _COMPREHENSIONS:
        clause: Tree = tree.kids[-2]
        head = tree.kids[1:-2]
        made = (
            head[0]
            if len(head) == 1
            else Tree(
                "entry",
                head,
                tree.kids[1:][0][1] if type(head[0]) is tuple else head[0].start,
                _end(head[-1]),
            )
        )
        return Group([], tree.kids[0], [made, *_clauses(clause)], closer, "words")
    at = next(n for n in range(len(tree.kids) - 2, -1, -1) if _is(tree.kids[n], _OPENERS))
    inner = tree.kids[at + 1 : -1]
    if not inner:
        return Group(tree.kids[:at], tree.kids[at], [], closer, _EMPTY[tree.name])
    listed: Tree = inner[0]
    return Group(tree.kids[:at], tree.kids[at], listed.kids, closer, _STYLES[listed.name])


def _clauses(clause: Tree) -> list[Tree]:
    """`for x in xs` and `if p` as two elements."""
    last = clause.kids[-1]
    if isinstance(last, Tree) and last.name == "filter":
        head = clause.kids[:-1]
        return [Tree("clause", head, clause.start, _end(head[-1])), last]
    return [clause]


def _is(part: Any, kinds: tuple[str, ...]) -> bool:
    return type(part) is tuple and part[0] in kinds


def _end(part: Any) -> int:
    end: int = part[2] if type(part) is tuple else part.end
    return end


def start_of(part: Any) -> int:
    """The offset of the first character of a token or tree."""
    start: int = part[1] if type(part) is tuple else part.start
    return start


end_of = _end


def blanks(tree: Tree) -> list[str]:
    """What stands before each child: nothing or one blank (nothing before the first)."""
    if tree.name in _TIGHT or (tree.name == "chain" and _plain_range(tree)):
        return [""] * len(tree.kids)
    out = [""]
    for before, kid in zip(tree.kids, tree.kids[1:], strict=False):
        tight = (
            _is(before, tuple(_NO_BLANK_AFTER))
            or _is(kid, tuple(_NO_BLANK_BEFORE))
            or (isinstance(kid, Tree) and kid.name in _NO_BLANK_BEFORE_TREE)
        )
        out.append("" if tight else " ")
    return out


def _plain_range(tree: Tree) -> bool:
    """`2..10`, `0..n`: a range of simple ends is written without blanks."""
    simple = ("number", "var", "attr", "quantity", "percent")
    return (
        len(tree.kids) == 3
        and _is(tree.kids[1], ("RANGE",))
        and all(isinstance(kid, Tree) and kid.name in simple for kid in tree.kids[::2])
    )
