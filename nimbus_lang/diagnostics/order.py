"""The order in which diagnostics are told: files as they were given, then by place; each said once."""

from __future__ import annotations

from collections.abc import Iterable

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.source_file import SourceSet


def in_order(diagnostics: Iterable[Diagnostic], sources: SourceSet) -> tuple[Diagnostic, ...]:
    """Sorted by file and place (those without a place first), without repetitions of code and place."""
    files = {file.path: number for number, file in enumerate(sources)}

    def place(one: Diagnostic) -> tuple[int, int, int]:
        if one.span is None:
            return (-1, 0, 0)
        return (files.get(one.span.path, len(files)), one.span.start, one.span.end)

    unique = {(one.code, one.span, one.detail): one for one in diagnostics}
    return tuple(sorted(unique.values(), key=place))
