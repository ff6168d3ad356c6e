"""Text under a name: one file, and the set of files that one run may look at.

A `SourceSet` is all that the compiler ever reads. Whoever fills it (disk, editor, test) stays outside.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property

from nimbus_lang.source.span import Position, Span


@dataclass(frozen=True)
class SourceFile:
    """One file's text. `path` is how people name it: relative and with forward slashes where possible."""

    path: str
    text: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of every line; the first is 0."""
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return tuple(starts)

    def position(self, offset: int) -> Position:
        """The line and column (both from 1) of an offset; offsets outside the text are clamped."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.line_starts, offset) - 1
        return Position(line + 1, offset - self.line_starts[line] + 1)

    def offset(self, position: Position) -> int:
        """The offset of a line and column (both from 1), clamped to the text."""
        line = max(1, min(position.line, len(self.line_starts)))
        return min(self.line_starts[line - 1] + max(position.column, 1) - 1, len(self.text))

    def line(self, number: int) -> str:
        """The text of line `number` (from 1) without its line ending."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] - 1 if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r")

    def slice(self, span: Span) -> str:
        """The text a span covers."""
        return self.text[span.start : span.end]

    def whole(self) -> Span:
        """The span of the whole file."""
        return Span(self.path, 0, len(self.text))


class Absence(Enum):
    """Why a text that is pinned is not here: no lock pins it, or only another version than is asked for; it was never fetched; it
    is not what is pinned."""

    NOT_LOCKED = "not locked"
    OTHER_VERSION = "other version"
    NOT_HERE = "not here"
    OUTSIDE = "outside"
    CHANGED = "changed"


@dataclass(frozen=True)
class SourceSet:
    """Files by path, in the order they were added. `absent` are the repositories' files that should be here and are not."""

    files: Mapping[str, SourceFile] = field(default_factory=dict)
    absent: Mapping[str, Absence] = field(default_factory=dict)

    @staticmethod
    def of(*files: SourceFile) -> SourceSet:
        """A set of these files."""
        return SourceSet({file.path: file for file in files})

    def __getitem__(self, path: str) -> SourceFile:
        return self.files[path]

    def __iter__(self) -> Iterator[SourceFile]:
        return iter(self.files.values())

    def get(self, path: str) -> SourceFile | None:
        """The file at `path`, or None."""
        return self.files.get(path)

    def with_file(self, file: SourceFile) -> SourceSet:
        """This set with one file added or replaced."""
        return replace(self, files={**self.files, file.path: file})

    def with_files(self, other: SourceSet) -> SourceSet:
        """This set with all files of another added or replaced."""
        return SourceSet({**self.files, **other.files}, {**self.absent, **other.absent})
