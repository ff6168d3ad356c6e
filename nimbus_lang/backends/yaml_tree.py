"""YAML documents as a tree whose nodes know where they come from, and the tree as lines.

Block style, two spaces, lists indented below their key; keys in the order given. Knows nothing of values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nimbus_lang.backends.lines import NOWHERE, Line, Origin, number_text
from nimbus_lang.backends.yaml_text import block_lines, quoted, scalar
from nimbus_lang.source.record import dataclass

_LONGEST_KEY = 1000
"""Longer ones are no simple keys to a reader."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar. A `raw` text is written as it is: a placeholder of something that is no string."""

    value: bool | int | Decimal | str | None
    origin: Origin = NOWHERE
    raw: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping."""

    entries: tuple[tuple[str, Node], ...]
    origin: Origin = NOWHERE

    def get(self, key: str) -> Node | None:
        """The node under a key."""
        return dict(self.entries).get(key)


Node = Leaf | Items | Keys


def document(node: Node) -> list[Line]:
    """The lines of a document."""
    return _block(node, 0)


def comment(text: str, origin: Origin = NOWHERE) -> list[Line]:
    """Comment lines."""
    return [Line(f"# {line}".rstrip(), origin) for line in text.splitlines()]


def _block(node: Node, indent: int) -> list[Line]:
    """The node on lines of its own, indented."""
    pad = " " * indent
    match node:
        case Keys(entries) if entries:
            return [line for key, value in entries for line in _entry(key, value, indent)]
        case Items(items) if items:
            return [line for item in items for line in _item(item, indent)]
        case _:
            first, *rest = _inline(node, indent)
            return [_prefixed(pad, first), *rest]


def _entry(key: str, value: Node, indent: int) -> list[Line]:
    written = scalar(key)
    head = f"{' ' * indent}{written}:"
    lines: list[Line] = []
    if len(written) > _LONGEST_KEY:
        lines = [Line(f"{' ' * indent}? {written}", value.origin)]
        head = f"{' ' * indent}:"
    if _is_nested(value):
        return [*lines, Line(head, value.origin), *_block(value, indent + 2)]
    first, *rest = _inline(value, indent)
    return [*lines, _prefixed(f"{head} ", first), *rest]


def _item(item: Node, indent: int) -> list[Line]:
    """The item's first line takes the dash."""
    pad = " " * indent
    if _is_nested(item):
        first, *rest = _block(item, indent + 2)
        return [replace(first, text=f"{pad}- {first.text[indent + 2 :]}"), *rest]
    first, *rest = _inline(item, indent)
    return [_prefixed(f"{pad}- ", first), *rest]


def _is_nested(node: Node) -> bool:
    match node:
        case Keys(entries):
            return bool(entries)
        case Items(items):
            return bool(items)
        case _:
            return False


def _inline(node: Node, indent: int) -> list[Line]:
    """What follows a key or a dash; a block scalar's lines come after, deeper than `indent`."""
    match node:
        case Keys():
            return [Line("{}", node.origin)]
        case Items():
            return [Line("[]", node.origin)]
        case Leaf(str(text), origin, False, False) if "\n" in text:
            return _multiline(text, indent, origin)
        case Leaf(origin=origin):
            return [Line(_scalar(node), origin)]


def _multiline(text: str, indent: int, origin: Origin) -> list[Line]:
    found = block_lines(text)
    if found is None:
        return [Line(quoted(text), origin)]
    header, lines = found
    pad = " " * (indent + 2)
    return [Line(header, origin), *(Line(pad + line if line else "", origin) for line in lines)]


def _scalar(leaf: Leaf) -> str:
    match leaf.value:
        case None:
            return "null"
        case bool(flag):
            return "true" if flag else "false"
        case int() | Decimal() as number:
            return number_text(number)
        case str(text) if leaf.raw:
            return text
        case str(text):
            return quoted(text) if leaf.quoted else scalar(text)


def _prefixed(before: str, line: Line) -> Line:
    return replace(line, text=before + line.text)


def joined(documents: Sequence[Sequence[Line]]) -> list[Line]:
    """Documents of one file, parted by `---`."""
    lines: list[Line] = []
    for one in documents:
        if lines:
            lines.append(Line("---", one[0].origin))
        lines += one
    return lines
