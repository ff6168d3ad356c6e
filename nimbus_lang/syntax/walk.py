"""Going through a tree without knowing its kinds: children, everything below, and what lies at a place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nimbus_lang.source.span import Span


def children(node: Any) -> Iterator[Any]:
    """The nodes directly below a node, in the order of its fields."""
    for field in node.__slots__:
        value = getattr(node, field)
        if type(value) is tuple:
            yield from (part for part in value if is_node(part))
        elif is_node(value):
            yield value


def is_node(value: Any) -> bool:
    """Whether a value is a node of the tree (and not a span, a text or a number)."""
    return hasattr(type(value), "__slots__") and isinstance(getattr(value, "span", None), Span)


def walk(node: Any) -> Iterator[Any]:
    """The node and everything below it, parents first."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(list(children(current))))


def nodes_at(node: Any, offset: int) -> list[Any]:
    """The nodes that cover an offset, from `node` down to the smallest; a node also covers the offset behind it."""
    found: list[Any] = []
    current: Any | None = node
    while current is not None:
        found.append(current)
        inside = [c for c in children(current) if c.span.start <= offset <= c.span.end]
        # Of two neighbours that meet at the offset, the one that begins there.
        current = max(inside, key=lambda child: child.span.start, default=None)
    return found
