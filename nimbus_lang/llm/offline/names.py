"""Gives every part its name in the spec: the one it was given, made into an identifier, else what it is; never two alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nimbus_lang.llm.offline.groups import Group, Problem, Reading

RESERVED = frozenset(
    [
        "if",
        "then",
        "else",
        "and",
        "or",
        "not",
        "in",
        "true",
        "false",
        "null",
        "for",
        "self",
        "stack",
        "std",
        "aws",
        "k8s",
        "helm",
        "use",
        "param",
        "let",
        "type",
        "resource",
        "lookup",
        "component",
        "output",
        "overlay",
        "policy",
        "test",
        "check",
        "assert",
        "rejects",
        "deny",
        "warn",
        "when",
        "on",
        "as",
        "from",
    ]
)
"""Words of the language, and the names that every spec has."""
_OWN_NAME = frozenset({"api", "frontend", "backend", "website", "app", "service", "consumer"})
MOST = 50


def identifier(name: str) -> str:
    """A name as the language allows it: `order-items` -> `order_items`."""
    word = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower()
    return f"_{word}" if word[:1].isdigit() else word


def name_parts(reading: Reading) -> dict[str, str]:
    """Fill `resources` of every group; the result: each resource's name as it was given, if it was."""
    taken: set[str] = set()
    given: dict[str, str] = {}
    for group in reading.groups:
        if group.kind is None:
            continue
        for wanted, written in _wanted(reading, group):
            name = _free(wanted, taken, group)
            if written and name != _safe(wanted, group):
                detail = f"`{written}` is the name of two parts."
                reading.problems.append(Problem("contradiction", group.item, detail))
            taken.add(name)
            group.resources.append(name)
            if written:
                given[name] = written
    return given


def _wanted(reading: Reading, group: Group) -> Iterable[tuple[str, str]]:
    """The names a group's parts should have, each with how it was given."""
    assert group.kind is not None
    if group.names:
        _count_agrees(reading, group)
        return [(identifier(name), name) for name in group.names]
    own = group.noun in _OWN_NAME and "web" not in (group.item.text.lower() if group.item else "")
    base = group.noun if own else group.kind.name
    if group.purpose:
        base = identifier(group.purpose)
    if group.count is None and group.plural:
        what = (
            f"How many: `{group.item.text if group.item else group.noun}` needs a number or names."
        )
        reading.problems.append(Problem("missing", group.item, what))
    if group.count is not None and not 1 <= group.count <= MOST:
        what = f"{group.count} is not a number of parts that a sentence can bring (1 to {MOST})."
        reading.problems.append(Problem("unmade", group.item, what))
        return [(base, "")]
    if group.count is None or group.count == 1:
        return [(base, "")]
    return [(f"{base}_{number}", "") for number in range(1, group.count + 1)]


def _count_agrees(reading: Reading, group: Group) -> None:
    count = group.count if group.count is not None else None if group.plural else 1
    if count is not None and count != len(group.names):
        what = f"{len(group.names)} names for {count}: `{', '.join(group.names)}`."
        reading.problems.append(Problem("contradiction", group.item, what))


def _safe(name: str, group: Group) -> str:
    assert group.kind is not None
    return f"{name}_{group.kind.name}" if name in RESERVED else name


def _free(name: str, taken: set[str], group: Group) -> str:
    name = _safe(name, group)
    number = 2
    free = name
    while free in taken:
        free = f"{name}_{number}"
        number += 1
    return free
