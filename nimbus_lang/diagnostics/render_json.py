"""Diagnostics as data for machines: one shape for every verb's `--json`. Lines and columns begin at 1, ends are exclusive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic, Fix
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.source.span import Span


def diagnostics_data(diagnostics: Iterable[Diagnostic], sources: SourceSet) -> list[dict[str, Any]]:
    """A list of objects of the shape that `docs/diagnostic.schema.json` gives."""
    return [diagnostic_data(one, sources) for one in diagnostics]


def diagnostic_data(one: Diagnostic, sources: SourceSet) -> dict[str, Any]:
    """One diagnostic as an object; without a place `path`, `start` and `end` are null, outside safety `level` is."""
    return {
        "code": one.code,
        "severity": one.severity.value,
        "level": one.level,
        "summary": one.summary,
        "detail": one.detail,
        **span_data(one.span, sources),
        "labels": [{"text": la.text, **span_data(la.span, sources)} for la in one.labels],
        "notes": list(one.notes),
        "callers": [span_data(caller, sources) for caller in one.callers],
        "fixes": [_fix(fix, sources) for fix in one.fixes],
    }


def _fix(fix: Fix, sources: SourceSet) -> dict[str, Any]:
    edits = [{"text": edit.text, **span_data(edit.span, sources)} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def span_data(span: Span | None, sources: SourceSet) -> dict[str, Any]:
    """`path`, `start` and `end` of a span; positions are null where the text is not at hand."""
    if span is None:
        return {"path": None, "start": None, "end": None}
    file = sources.get(span.path)
    if file is None:
        return {"path": span.path, "start": None, "end": None}
    start, end = file.position(span.start), file.position(span.end)
    return {
        "path": span.path,
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }
