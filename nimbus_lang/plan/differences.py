"""Which fields of an object differ, and how, from a tool's account of before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nimbus_lang.plan.model import FieldChange
from nimbus_lang.tools.tool import Action, Change


def differences(change: Change) -> tuple[FieldChange, ...]:
    """The leaves that change, sorted by path; of a new object every leaf that is set, of a deleted one none."""
    if change.action in (Action.NONE, Action.READ, Action.DELETE):
        return ()
    before = dict(_leaves(change.before or {}))
    after = dict(_leaves(change.after or {}))
    deferred = [path for path in change.deferred if path]
    paths = {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)}
    paths = {p for p in paths if not _under(p, deferred)} | set(deferred)
    return tuple(_field(change, path, before, after) for path in sorted(paths))


def _field(
    change: Change, path: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> FieldChange:
    secret = _under(path, change.sensitive)
    return FieldChange(
        path,
        None if secret else before.get(path),
        None if secret else after.get(path),
        deferred=path in change.deferred,
        secret=secret,
        replaces=any(
            path == forced or path.startswith(forced + ".") for forced in change.replaced_for
        ),
    )


def _under(path: str, roots: tuple[str, ...] | list[str]) -> bool:
    return any(not root or path == root or path.startswith(root + ".") for root in roots)


def _leaves(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every scalar with its dotted path; what is null or empty is not there."""
    match tree:
        case Mapping():
            for key, item in tree.items():
                yield from _leaves(item, f"{path}.{key}" if path else str(key))
        case list() | tuple():
            for index, item in enumerate(tree):
                yield from _leaves(item, f"{path}.{index}" if path else str(index))
        case None:
            return
        case _:
            yield path, tree
