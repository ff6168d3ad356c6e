"""How deeply a tree is nested, found without recursion: later phases recurse, so depth is bounded here."""

from __future__ import annotations

from typing import Any

from nimbus_lang.source.span import Span

MAX_DEPTH = 100


def too_deep(root: Any) -> bool:
    """Whether any node lies more than `MAX_DEPTH` levels below `root`."""
    level: list[Any] = [root]
    for _ in range(MAX_DEPTH + 1):
        level = [child for node in level for child in _below(node)]
        if not level:
            return False
    return True


def _below(node: Any) -> list[Any]:
    children: list[Any] = []
    for field in node.__slots__:
        value = getattr(node, field)
        if hasattr(value, "__slots__") and hasattr(value, "span"):
            children.append(value)
        elif type(value) is tuple:
            children.extend(part for part in value if hasattr(part, "span"))
        elif isinstance(value, Span):
            continue
    return children
