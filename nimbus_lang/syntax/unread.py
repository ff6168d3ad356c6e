"""The words of a file that stand where it could not be read: a declaration may hide behind each of them.

For whoever would otherwise say that nothing of that name is declared. Knows lines and words, no grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import Broken

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def unread_words(
    file: SourceFile, broken: Iterable[Broken], found: Iterable[Diagnostic]
) -> frozenset[str]:
    """The words of what was given up and of the lines that have a mistake; none in a file without one."""
    return frozenset(word for text in _texts(file, broken, found) for word in _WORD.findall(text))


def _texts(
    file: SourceFile, broken: Iterable[Broken], found: Iterable[Diagnostic]
) -> Iterator[str]:
    for one in broken:
        yield file.slice(one.span)
    for diagnostic in found:
        if diagnostic.span is not None:
            yield _lines(file, diagnostic.span)


def _lines(file: SourceFile, span: Span) -> str:
    start = file.text.rfind("\n", 0, span.start) + 1
    end = file.text.find("\n", span.end)
    return file.text[start : end if end >= 0 else len(file.text)]
