"""Versions and what may be asked of them, as Terraform writes it: `~> 3.6`, `>= 1.2, < 2`, `5.8.1`.

Knows numbers and signs only, nothing of what has a version.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable

from nimbus_lang.source.record import dataclass

_VERSION = re.compile(r"v?(\d+(?:\.\d+){0,3})(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_CLAUSE = re.compile(r"\s*(~>|>=|<=|!=|=|>|<)?\s*(\S+)\s*")
_MANY = 20
_COMPARE: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


@dataclass(frozen=True, slots=True)
class Version:
    """`numbers` are as many as were written (1 to 4); `early` is what follows a dash (`beta1`), or ""."""

    numbers: tuple[int, ...]
    early: str = ""

    @property
    def padded(self) -> tuple[int, ...]:
        """All four numbers, for comparison."""
        return (*self.numbers, 0, 0, 0)[:4]


@dataclass(frozen=True, slots=True)
class Constraint:
    """All of these must hold; none admits every version that is no early one. `text` is as written."""

    clauses: tuple[tuple[str, Version], ...] = ()
    text: str = ""

    def admits(self, version: str) -> bool:
        """Whether a version is one of those asked for. An early one must be named exactly."""
        found = read_version(version)
        if found is None:
            return False
        if found.early and not any(sign == "=" and asked == found for sign, asked in self.clauses):
            return False
        return all(_holds(sign, found, asked) for sign, asked in self.clauses)

    def best(self, versions: Iterable[str]) -> str | None:
        """The highest version that is admitted."""
        return max((one for one in versions if self.admits(one)), key=_order, default=None)


def read_version(text: str) -> Version | None:
    """`5.8.1`, `v2`, `1.0.0-beta1`; None for what is no version."""
    match = _VERSION.fullmatch(text)
    if match is None or len(text) > 100:
        return None
    return Version(tuple(map(int, match[1].split("."))), (match[2] or "").removeprefix("-"))


def read_constraint(text: str) -> Constraint | None:
    """What is written after the `@` of a source; None for what is none."""
    if not text.strip():
        return Constraint()
    clauses: list[tuple[str, Version]] = []
    for part in text.split(",", _MANY):
        match = _CLAUSE.fullmatch(part)
        version = read_version(match[2]) if match else None
        if match is None or version is None:
            return None
        clauses.append((match[1] or "=", version))
    return Constraint(tuple(clauses), text.strip())


def _order(text: str) -> tuple[tuple[int, ...], bool, str]:
    version = read_version(text) or Version((0,))
    return version.padded, not version.early, version.early


def _holds(sign: str, found: Version, asked: Version) -> bool:
    match sign:
        case "=":
            return found.padded == asked.padded and found.early == asked.early
        case "!=":
            return found.padded != asked.padded or found.early != asked.early
        case "~>":
            fixed = len(asked.numbers) - 1
            return found.padded >= asked.padded and found.padded[:fixed] == asked.numbers[:fixed]
        case _:
            return _COMPARE[sign](found.padded, asked.padded)
