"""Words of a program with their place: names, dotted paths, documentation, comments.

The smallest nodes of the tree. A name keeps its own span so that a message can point at the word and not at the sentence.
"""

from __future__ import annotations

from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A word with its place: a declared name, a field key, a part of a path."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Path:
    """Dotted names: `aws.db_instance`, `std.aws.network`, `string`."""

    span: Span
    parts: tuple[Name, ...]

    @property
    def text(self) -> str:
        """The path as written, without blanks."""
        return ".".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Doc:
    """The `##` lines above a declaration or field, joined by newlines, without the marks."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A `#` comment, with its mark; kept beside the tree for the formatter and for generated code."""

    span: Span
    text: str
