"""Puts the safe fixes of diagnostics into text: as many as fit beside each other. Text in, text out; nothing is judged or written."""

from __future__ import annotations

from collections.abc import Iterable

from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceFile, SourceSet


@dataclass(frozen=True, slots=True)
class Applied:
    """A fix that was put in, and the diagnostic that offered it."""

    diagnostic: Diagnostic
    fix: Fix


def apply_fixes(
    diagnostics: Iterable[Diagnostic], sources: SourceSet, paths: Iterable[str]
) -> tuple[SourceSet, tuple[Applied, ...]]:
    """The sources with every safe fix that touches only `paths` and overlaps none before it; and which they are."""
    allowed = frozenset(paths)
    chosen: list[Edit] = []
    applied: list[Applied] = []
    for one in diagnostics:
        fix = next((fix for fix in one.fixes if fix.safe and fix.edits), None)
        if fix is None or not all(edit.span.path in allowed for edit in fix.edits):
            continue
        if any(_collide(edit, other) for edit in fix.edits for other in chosen):
            continue
        chosen += fix.edits
        applied.append(Applied(one, fix))
    for path in dict.fromkeys(edit.span.path for edit in chosen):
        file = sources[path]
        text = _edited(file.text, [edit for edit in chosen if edit.span.path == path])
        sources = sources.with_file(SourceFile(path, text))
    return sources, tuple(applied)


def _collide(one: Edit, other: Edit) -> bool:
    """Whether two edits meet; two that only touch do so too when either inserts."""
    if one.span.path != other.span.path:
        return False
    first, second = sorted((one.span, other.span))
    empty = first.start == first.end or second.start == second.end
    return second.start < first.end or (empty and second.start == first.end)


def _edited(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
