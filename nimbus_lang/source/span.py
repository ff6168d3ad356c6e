"""Places in source text: half-open ranges of characters in one file.

A span knows its file and two offsets and nothing else; lines and columns are asked of the
`SourceFile` that owns the text, so that building a tree never pays for them.
"""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Characters `start` to `end` (0-based offsets, end exclusive) of the file `path`."""

    path: str
    start: int
    end: int

    def to(self, other: Span) -> Span:
        """The smallest span of this file that covers both."""
        return Span(self.path, min(self.start, other.start), max(self.end, other.end))

    def head(self) -> Span:
        """The empty span at the start of this one."""
        return Span(self.path, self.start, self.start)


class Position(NamedTuple):
    """A place as people count it: both numbers begin at 1; columns count characters."""

    line: int
    column: int
