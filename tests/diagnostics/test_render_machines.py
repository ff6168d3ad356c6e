"""SARIF and GitHub annotations of every wrong program: of the right form, and saying the same as the JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from nimbus_lang.compiler import check_sources
from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.diagnostics.render_github import render_github
from nimbus_lang.diagnostics.render_json import diagnostics_data
from nimbus_lang.diagnostics.render_sarif import sarif_data
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.source.span import Span
from tests.errors.harness import Program, programs

HERE = Path(__file__).parent
SARIF = json.loads((HERE / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
"""The schema of the standard, as OASIS publishes it (errata 01)."""
VALIDATOR = jsonschema.Draft4Validator(SARIF)
REPORT = jsonschema.Draft202012Validator(
    json.loads((HERE.parents[1] / "docs/diagnostic.schema.json").read_text(encoding="utf-8"))
)
"""What `docs/reports.md` promises of the JSON."""
URI = re.compile(r"[^\s<>\"{}|\\^`]+")
ANNOTATION = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:\n]*,)*\w+=[^,:\n]*)::[^\n]*")


def checked(program: Program) -> tuple[tuple[Diagnostic, ...], SourceSet]:
    sources = SourceSet.of(SourceFile("main.nimbus", program.text))
    done = check_sources(sources, "main.nimbus")
    return done.diagnostics, done.sources


def every(key: str, data: Any) -> Iterator[str]:
    """Every value of a key, however deep."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from [value] if name == key else every(key, value)
    elif isinstance(data, list):
        for value in data:
            yield from every(key, value)


def test_the_schema_is_the_published_one() -> None:
    jsonschema.Draft4Validator.check_schema(SARIF)
    assert SARIF["id"] == sarif_data([], SourceSet())["$schema"]


@pytest.mark.parametrize("program", programs(), ids=lambda program: program.name)
def test_wrong_programs(program: Program) -> None:
    found, sources = checked(program)
    log = sarif_data(found, sources)
    VALIDATOR.validate(log)
    assert all(URI.fullmatch(uri) for uri in every("uri", log))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    data = diagnostics_data(found, sources)
    for one in data:
        REPORT.validate(one)
        assert set(one) == set(REPORT.schema["properties"])
    assert [result["ruleId"] for result in run["results"]] == [one["code"] for one in data]
    for result, one in zip(run["results"], data, strict=True):
        assert rules[result["ruleIndex"]]["id"] == one["code"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) == tuple(one["start"].values())
        assert (region["endLine"], region["endColumn"]) == tuple(one["end"].values())
        assert len(result.get("fixes", [])) == len(one["fixes"])
    lines = render_github(found, sources).splitlines()
    assert len(lines) == len(data)
    assert all(ANNOTATION.fullmatch(line) for line in lines)


NOWHERE = Diagnostic("NB6001", "No such file", "`x` is not there: 100%,\nreally.", None)


def test_json_without_a_place() -> None:
    (one,) = diagnostics_data([NOWHERE], SourceSet())
    REPORT.validate(one)
    assert (one["path"], one["start"], one["end"], one["level"]) == (None, None, None, None)


def test_json_of_a_safety_finding() -> None:
    finding = Diagnostic("NB5101", "S", "d", None, Severity.WARNING, level="WARN")
    (one,) = diagnostics_data([finding], SourceSet())
    REPORT.validate(one)
    assert one["level"] == "WARN"


def test_sarif_without_a_place() -> None:
    log = sarif_data([NOWHERE], SourceSet())
    VALIDATOR.validate(log)
    assert "locations" not in log["runs"][0]["results"][0]


def test_sarif_of_nothing() -> None:
    VALIDATOR.validate(sarif_data([], SourceSet()))


def test_sarif_paths() -> None:
    sources = SourceSet.of(SourceFile("mes spécs/a b.nimbus", "x"), SourceFile("/t/c d.nimbus", ""))
    found = [
        Diagnostic("NB2001", "s", "d", Span(path, 0, 1), Severity.WARNING)
        for path in (*sources.files, "<stdin>")
    ]
    log = sarif_data(found, sources)
    VALIDATOR.validate(log)
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]
        for result in log["runs"][0]["results"]
    ]
    assert uris == [
        {"uri": "mes%20sp%C3%A9cs/a%20b.nimbus", "uriBaseId": "%SRCROOT%"},
        {"uri": "file:///t/c%20d.nimbus"},
        {"uri": "%3Cstdin%3E", "uriBaseId": "%SRCROOT%"},
    ]


def test_github_escapes_properties() -> None:
    sources = SourceSet.of(SourceFile("a,b:c%d\r\n.nimbus", "x"))
    one = Diagnostic("NB2001", "S", "::error::d", Span("a,b:c%d\r\n.nimbus", 0, 1))
    assert render_github([one], sources) == (
        "::error file=a%2Cb%3Ac%25d%0D%0A.nimbus,line=1,endLine=1,col=1,endColumn=2,"
        "title=NB2001%3A S::::error::d\n"
    )


def test_github_escapes() -> None:
    assert render_github([NOWHERE], SourceSet()) == (
        "::error title=NB6001%3A No such file::`x` is not there: 100%25,%0Areally.\n"
    )


def test_github_gives_columns_within_one_line_only() -> None:
    sources = SourceSet.of(SourceFile("a.nimbus", "ab\ncd\n"))
    one = Diagnostic("NB2001", "S", "d", Span("a.nimbus", 1, 4))
    assert render_github([one], sources) == (
        "::error file=a.nimbus,line=1,endLine=2,title=NB2001%3A S::d\n"
    )
