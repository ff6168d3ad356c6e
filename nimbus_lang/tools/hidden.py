"""Hides values inside trees of mappings and lists by their dotted paths; says where one has changed, never what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nimbus_lang.tools.redact import HIDDEN

HIDDEN_CHANGED = "(secret, changed)"


def changed_paths(before: Any, after: Any, paths: set[str]) -> set[str]:
    """Those of the paths at which two trees hold different values; none if either tree is absent."""
    if before is None or after is None:
        return set()
    old, new = dict(_values(before, paths, "")), dict(_values(after, paths, ""))
    return {path for path in paths if old.get(path) != new.get(path)}


def _values(tree: Any, paths: set[str], at: str) -> Iterator[tuple[str, Any]]:
    if at in paths:
        yield at, tree
    for key, inner in _children(tree):
        yield from _values(inner, paths, f"{at}.{key}" if at else key)


def _children(tree: Any) -> Iterator[tuple[str, Any]]:
    match tree:
        case dict():
            yield from ((str(k), v) for k, v in tree.items())
        case list():
            yield from ((str(i), v) for i, v in enumerate(tree))


def hide(tree: Any, paths: set[str], changed: set[str] | frozenset[str] = frozenset()) -> Any:
    """The tree with the values at these paths hidden; those in `changed` say so."""
    return _hide(tree, paths, changed, "")


def _hide(tree: Any, paths: set[str], changed: set[str] | frozenset[str], at: str) -> Any:
    if at in paths and tree is not None:
        return HIDDEN_CHANGED if at in changed else HIDDEN
    prefix = f"{at}." if at else ""
    match tree:
        case dict():
            return {k: _hide(v, paths, changed, f"{prefix}{k}") for k, v in tree.items()}
        case list():
            return [_hide(v, paths, changed, f"{prefix}{i}") for i, v in enumerate(tree)]
        case _:
            return tree
