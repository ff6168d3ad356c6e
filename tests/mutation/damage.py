"""Damage to a program, one token at a time, and how far from it the compiler then complains.

A place's distance from the damage is counted in declarations; a component's members count like any others.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from nimbus_lang.compiler import Checked, CompileOptions, check_sources
from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.syntax.declarations import ComponentDecl, Decl
from nimbus_lang.syntax.parse import ParseCache

TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"|\#[^\n]*|[A-Za-z_]\w*'
    r"|\d+(?:\.\d+)+(?:/\d+)?|\d[\w%]*|[=!<>]=|\.\.\.?|\?\?|[^\s\w]",
    re.S,
)
TODAY = date(2026, 1, 15)
NEAR = 1
"""Declarations between damage and complaint that still count as near."""


@dataclass(frozen=True)
class Damaged:
    """A damaged program. `start` to `end` is what was touched in the sound one, `moved` by how much the rest moved."""

    what: str
    text: str
    start: int
    end: int
    moved: int


@dataclass(frozen=True)
class Complaint:
    """What was said of a damaged program, and how many declarations lie between it and the damage (None: elsewhere)."""

    damaged: Damaged
    diagnostic: Diagnostic
    distance: int | None

    @property
    def far(self) -> bool:
        """Whether it stands further from the damage than it may."""
        return self.distance is None or self.distance > NEAR


def damages(text: str) -> Iterator[Damaged]:
    """Every token removed, doubled, and swapped with the next one."""
    tokens = [t for t in TOKEN.finditer(text) if not t.group().startswith("#")]
    for at, token in enumerate(tokens):
        start, end, word = token.start(), token.end(), token.group()
        yield Damaged(f"without {word}", text[:start] + text[end:], start, end, start - end)
        twice = text[:end] + " " + text[start:]
        yield Damaged(f"{word} twice", twice, start, end, end - start + 1)
        if at + 1 < len(tokens):
            other = tokens[at + 1]
            between = text[end : other.start()] or " "
            after = other.end()
            swapped = f"{other.group()}{between}{word}"
            if start and (text[start - 1] + swapped[0]).isidentifier():
                swapped = f" {swapped}"
            moved = len(swapped) - (after - start)
            what = f"{word} and {other.group()} swapped"
            yield Damaged(what, text[:start] + swapped + text[after:], start, after, moved)


class Sound:
    """A right program, against which its damaged forms are held."""

    def __init__(self, text: str) -> None:
        self.cache = ParseCache()
        checked = self.check(text)
        self.starts = list(_starts(checked.program.main.module.decls))
        self.said = {(d.code, d.span.start) for d in told(checked.diagnostics) if d.span}

    def check(self, text: str) -> Checked:
        """A program of one file, up to the safety pass."""
        sources = SourceSet.of(SourceFile("main.nimbus", text))
        return check_sources(sources, "main.nimbus", CompileOptions(today=TODAY), self.cache)

    def complaints(self, damaged: Damaged) -> list[Complaint]:
        """What is said of a damaged form and was not said of the sound one."""
        found = [(one, _place(one, damaged)) for one in told(self.check(damaged.text).diagnostics)]
        return [
            Complaint(damaged, one, self._distance(place, damaged))
            for one, place in found
            if (one.code, place) not in self.said
        ]

    def _distance(self, place: int | None, damaged: Damaged) -> int | None:
        if place is None:
            return None
        at = bisect_right(self.starts, place)
        first, last = (bisect_right(self.starts, p) for p in (damaged.start, damaged.end - 1))
        return max(first - at, at - last, 0)


def told(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Errors and warnings."""
    return [one for one in diagnostics if one.severity is not Severity.INFO]


def _starts(decls: Sequence[Decl]) -> Iterator[int]:
    for decl in decls:
        yield decl.span.start
        if isinstance(decl, ComponentDecl):
            yield from _starts(decl.body)


def _place(one: Diagnostic, damaged: Damaged) -> int | None:
    """Where it points, or the outermost use that led there, as an offset of the sound program."""
    spans = [s for s in (one.span, *one.callers) if s is not None and s.path == "main.nimbus"]
    if not spans:
        return None
    start = spans[0].start if one.span == spans[0] else spans[-1].start
    return start - damaged.moved if start >= damaged.end + damaged.moved else start
