"""Sources with dots in place of the credentials written in them, so that a log of what is wrong does not spread them.

Every offset stays what it was. Knows only the places that diagnostics name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.source_file import SourceFile, SourceSet

DOT = "•"
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)


def concealed(diagnostics: Iterable[Diagnostic], sources: SourceSet) -> SourceSet:
    """The sources, with the texts at the places of diagnostics that conceal made unreadable."""
    for one in diagnostics:
        file = sources.get(one.span.path) if one.conceals and one.span is not None else None
        if file is not None and one.span is not None:
            before, secret, after = _parts(file.text, one.span.start, one.span.end)
            sources = sources.with_file(SourceFile(file.path, before + _dots(secret) + after))
    return sources


def _parts(text: str, start: int, end: int) -> tuple[str, str, str]:
    return text[:start], text[start:end], text[end:]


def _dots(written: str) -> str:
    """An expression with the words in its texts, its quotes and lines where they were; a bare word as it is."""
    return _TEXT.sub(lambda found: re.sub(r'[^"\n]', DOT, found[0]), written)
