"""Puts values that came from elsewhere where the generated files name them: `${name}` in YAML already read.

A string that is nothing but `${name}` becomes the value itself, with its type; inside other text it becomes text. What
has no value yet is left out and its path told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_PLACE = re.compile(r"\$(\$)?\{([A-Za-z_][A-Za-z0-9_]*)\}")


class Absent:
    """Stands where nothing is known yet."""


ABSENT = Absent()


@dataclass
class Filled:
    """A document with its values. `waits` gives, by dotted path, the names whose values are not there yet."""

    document: Any
    waits: dict[str, tuple[str, ...]] = field(default_factory=dict)


def fill(document: Any, values: Mapping[str, Any], names: frozenset[str]) -> Filled:
    """Fill a document. `names` are all crossings; another `${...}` is the user's own text and stays."""
    filled = Filled(None)
    made = _fill(document, values, names, "", filled.waits)
    filled.document = None if made is ABSENT else made
    return filled


def _fill(
    tree: Any,
    values: Mapping[str, Any],
    names: frozenset[str],
    path: str,
    waits: dict[str, tuple[str, ...]],
) -> Any:
    prefix = f"{path}." if path else ""
    match tree:
        case str():
            return _text(tree, values, names, path, waits)
        case dict():
            made = {k: _fill(v, values, names, f"{prefix}{k}", waits) for k, v in tree.items()}
            return {k: v for k, v in made.items() if v is not ABSENT}
        case list():
            items = [_fill(v, values, names, f"{prefix}{i}", waits) for i, v in enumerate(tree)]
            return [item for item in items if item is not ABSENT]
        case _:
            return tree


def _text(
    text: str,
    values: Mapping[str, Any],
    names: frozenset[str],
    path: str,
    waits: dict[str, tuple[str, ...]],
) -> Any:
    found = [m for m in _PLACE.finditer(text) if not m[1] and m[2] in names]
    missing = tuple(dict.fromkeys(m[2] for m in found if m[2] not in values))
    if missing:
        waits[path] = missing
        return ABSENT
    if len(found) == 1 and found[0].span() == (0, len(text)):
        return values[found[0][2]]
    return _PLACE.sub(lambda m: _piece(m, values, names), text)


def _piece(match: re.Match[str], values: Mapping[str, Any], names: frozenset[str]) -> str:
    if match[2] not in names:
        return match[0]
    if match[1]:
        return match[0][1:]
    value = values[match[2]]
    match value:
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
