"""Diagnostics as SARIF 2.1.0, the form in which code-scanning services take findings.

Paths below the current folder are relative to `%SRCROOT%`; columns count characters from 1, ends are exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from nimbus_lang import __version__
from nimbus_lang.diagnostics.catalog import page
from nimbus_lang.diagnostics.model import Diagnostic, Fix, Severity
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.source.span import Span

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

Json = dict[str, Any]


def sarif_data(diagnostics: Iterable[Diagnostic], sources: SourceSet) -> Json:
    """One log with one run."""
    found = list(diagnostics)
    codes = sorted({one.code for one in found})
    run = {
        "tool": {
            "driver": {
                "name": "nimbus",
                "semanticVersion": __version__,
                "rules": [_rule(code, found) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes.index(one.code), sources) for one in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, found: list[Diagnostic]) -> Json:
    example = next(one for one in found if one.code == code)
    rule: Json = {
        "id": code,
        "shortDescription": {"text": example.summary},
        "defaultConfiguration": {"level": _LEVELS[example.severity]},
    }
    explained = page(code)
    if explained is not None:
        rule["help"] = {"text": explained.text, "markdown": explained.text}
    return rule


def _result(one: Diagnostic, rule: int, sources: SourceSet) -> Json:
    text = "\n".join([f"{one.summary}. {one.detail}", *one.notes])
    result: Json = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        "message": {"text": text},
    }
    if one.span is not None:
        result["locations"] = [{"physicalLocation": _place(one.span, sources)}]
    related = [*((label.span, label.text) for label in one.labels)]
    related += [(caller, "used from here") for caller in one.callers]
    if related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": said}, "physicalLocation": _place(span, sources)}
            for number, (span, said) in enumerate(related, 1)
        ]
    fixes = [_fix(fix, sources) for fix in one.fixes if fix.edits]
    if fixes:
        result["fixes"] = fixes
    if one.level is not None:
        result["properties"] = {"safetyLevel": one.level}
    return result


def _fix(fix: Fix, sources: SourceSet) -> Json:
    changes: dict[str, list[Json]] = {}
    for edit in fix.edits:
        replacement: Json = {"deletedRegion": _region(edit.span, sources)}
        if edit.text:
            replacement["insertedContent"] = {"text": edit.text}
        changes.setdefault(edit.span.path, []).append(replacement)
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {"artifactLocation": _artifact(path), "replacements": replacements}
            for path, replacements in changes.items()
        ],
    }


def _place(span: Span, sources: SourceSet) -> Json:
    place: Json = {"artifactLocation": _artifact(span.path)}
    if sources.get(span.path) is not None:
        place["region"] = _region(span, sources)
    return place


def _artifact(path: str) -> Json:
    if PurePath(path).is_absolute():
        return {"uri": PurePath(path).as_uri()}
    return {"uri": quote(path), "uriBaseId": "%SRCROOT%"}


def _region(span: Span, sources: SourceSet) -> Json:
    file = sources.get(span.path)
    if file is None:
        return {"charOffset": span.start, "charLength": span.end - span.start}
    start, end = file.position(span.start), file.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }
