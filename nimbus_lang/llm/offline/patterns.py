"""A tiny language of phrases: `backup kept? for {time}` finds that in a sentence and hands back the time.

Words are compared by stem; `a|b` is either, a trailing `?` makes an element optional, `{name}` or `{name:reader}` reads a
value. Between two elements articles and `of` may stand. What a phrase means is its owner's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nimbus_lang.llm.offline.amounts import Reader
from nimbus_lang.llm.offline.tokens import Shape, Token, stem

FILLERS = frozenset(
    {"a", "an", "the", "of", "it", "its", "their", "our", "my", "your"}
    | {":", "=", "is", "are", "be", "should", "must", "set", "to"}
)
"""What may stand between two elements: `backups: 30 days`, `the port should be 8080`."""


@dataclass(frozen=True, slots=True)
class Words:
    """One of several words."""

    stems: frozenset[str]
    optional: bool


@dataclass(frozen=True, slots=True)
class Capture:
    """A value that a reader reads."""

    name: str
    reader: str
    optional: bool


Element = Words | Capture
Values = Mapping[str, object]
Readers = Mapping[str, Reader]


@lru_cache(maxsize=4096)
def compile_pattern(text: str) -> tuple[Element, ...]:
    """The elements of a pattern."""
    return tuple(_element(part) for part in text.split())


def _element(part: str) -> Element:
    optional = part.endswith("?")
    part = part.removesuffix("?")
    if part.startswith("{"):
        name, _, reader = part[1:-1].partition(":")
        return Capture(name, reader or name, optional)
    return Words(frozenset(stem(word) for word in part.split("|")), optional)


def vocabulary(text: str) -> dict[str, str]:
    """The stems that a pattern can match literally, each with a way to write it."""
    parts = (part.removesuffix("?") for part in text.split() if not part.startswith("{"))
    return {stem(word): word for part in parts for word in part.split("|")}


def first_words(text: str) -> frozenset[str] | None:
    """The stems a match must begin with, or None when it may begin with a value."""
    found: set[str] = set()
    for part in compile_pattern(text):
        if isinstance(part, Capture):
            return None
        found |= part.stems
        if not part.optional:
            return frozenset(found)
    return None


def match(
    text: str, tokens: Sequence[Token], at: int, readers: Readers
) -> tuple[int, Values] | None:
    """The longest match of a pattern from a position: where it ends and the values it read."""
    search = _Search(tokens, at, readers)
    ends = search.ends(compile_pattern(text), at, {})
    found = max(ends, key=lambda match: match[0], default=None)
    return found if found is not None and found[0] > at else None


@dataclass(frozen=True, slots=True)
class _Search:
    """One attempt: tries every way through a pattern."""

    tokens: Sequence[Token]
    start: int
    readers: Readers

    def ends(
        self, parts: tuple[Element, ...], at: int, values: dict[str, object]
    ) -> Iterator[tuple[int, dict[str, object]]]:
        if not parts:
            yield at, values
            return
        part, rest = parts[0], parts[1:]
        for here in self._places(at):
            step = self._step(part, here)
            if step is not None:
                yield from self.ends(rest, step[0], {**values, **step[1]})
        if part.optional:
            yield from self.ends(rest, at, values)

    def _places(self, at: int) -> Iterator[int]:
        """Where the next element may stand: here, or after articles if the phrase has begun."""
        yield at
        while at != self.start and at < len(self.tokens) and self.tokens[at].word in FILLERS:
            at += 1
            yield at

    def _step(self, part: Element, at: int) -> tuple[int, dict[str, object]] | None:
        if at >= len(self.tokens):
            return None
        if isinstance(part, Capture):
            read = self.readers[part.reader](self.tokens, at)
            return (read[1], {part.name: read[0]}) if read else None
        token = self.tokens[at]
        fits = token.shape is not Shape.QUOTED and token.word in part.stems
        return (at + 1, {}) if fits else None
