"""Diagnostics as workflow commands of GitHub Actions: each becomes an annotation at its line of a pull request."""

from __future__ import annotations

from collections.abc import Iterable

from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.source_file import SourceSet

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(diagnostics: Iterable[Diagnostic], sources: SourceSet) -> str:
    """One line for each diagnostic."""
    return "".join(f"{_line(one, sources)}\n" for one in diagnostics)


def _line(one: Diagnostic, sources: SourceSet) -> str:
    level = f" {one.level}" if one.level else ""
    properties = {**_place(one, sources), "title": f"{one.code}{level}: {one.summary}"}
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    fixes = [f"fix: {fix.title}" for fix in one.fixes]
    text = "\n".join([one.detail, *one.notes, *fixes])
    return f"::{_COMMANDS[one.severity]} {written}::{_data(text)}"


def _place(one: Diagnostic, sources: SourceSet) -> dict[str, str]:
    if one.span is None:
        return {}
    file = sources.get(one.span.path)
    if file is None:
        return {"file": one.span.path}
    start, end = file.position(one.span.start), file.position(one.span.end)
    place = {"file": one.span.path, "line": str(start.line), "endLine": str(end.line)}
    if start.line == end.line:  # GitHub knows columns within one line only
        place |= {"col": str(start.column), "endColumn": str(end.column)}
    return place


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
