"""How deeply a tree is nested, found without recursion: later phases recurse, so depth is bounded here."""

from __future__ import annotations

from typing import Any

from nimbus_lang.syntax.walk import children

MAX_DEPTH = 100


def too_deep(root: Any) -> bool:
    """Whether any node lies more than `MAX_DEPTH` levels below `root`."""
    level: list[Any] = [root]
    for _ in range(MAX_DEPTH + 1):
        level = [child for node in level for child in children(node)]
        if not level:
            return False
    return True
