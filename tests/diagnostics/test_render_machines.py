"""SARIF and GitHub annotations of every wrong program: of the right form, and saying the same as the JSON."""

from __future__ import annotations

import re
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


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def list_of(items: Any, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least, "uniqueItems": least > 0}


TEXT = {"type": "string", "minLength": 1}
POSITIVE = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = closed(["text"], text=TEXT)
ARTIFACT = closed(
    ["uri"], uri={"type": "string", "pattern": r"^[^\s<>\"{}|\\^`]+$"}, uriBaseId=TEXT
)
REGION = closed(
    ["startLine", "startColumn", "endLine", "endColumn"],
    startLine=POSITIVE,
    startColumn=POSITIVE,
    endLine=POSITIVE,
    endColumn=POSITIVE,
)
PLACE = closed(["artifactLocation"], artifactLocation=ARTIFACT, region=REGION)
LOCATION = closed(
    ["physicalLocation"],
    physicalLocation=PLACE,
    id={"type": "integer", "minimum": 0},
    message=MESSAGE,
)
REPLACEMENT = closed(["deletedRegion"], deletedRegion=REGION, insertedContent=MESSAGE)
CHANGE = closed(
    ["artifactLocation", "replacements"],
    artifactLocation=ARTIFACT,
    replacements=list_of(REPLACEMENT, 1),
)
FIX = closed(["artifactChanges"], description=MESSAGE, artifactChanges=list_of(CHANGE, 1))
RESULT = closed(
    ["message", "ruleId", "ruleIndex", "level"],
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations=list_of(LOCATION),
    relatedLocations=list_of(LOCATION),
    fixes=list_of(FIX),
    properties={"type": "object"},
)
RULE = closed(
    ["id"],
    id=TEXT,
    shortDescription=MESSAGE,
    defaultConfiguration=closed(["level"], level=LEVEL),
    help=closed(["text"], text=TEXT, markdown=TEXT),
)
DRIVER = closed(
    ["name"],
    name=TEXT,
    semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
    rules=list_of(RULE),
)
RUN = closed(
    ["tool", "results"],
    tool=closed(["driver"], driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=list_of(RESULT),
)
LOG = closed(
    ["version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"enum": ["2.1.0"]},
    runs=list_of(RUN),
)
"""The part of the SARIF 2.1.0 schema that Nimbus writes: its names, what it requires, its enumerations."""

VALIDATOR = jsonschema.Draft202012Validator(LOG)
ANNOTATION = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:\n]*,)*\w+=[^,:\n]*)::[^\n]*")


def checked(program: Program) -> tuple[tuple[Diagnostic, ...], SourceSet]:
    sources = SourceSet.of(SourceFile("main.nimbus", program.text))
    done = check_sources(sources, "main.nimbus")
    return done.diagnostics, done.sources


@pytest.mark.parametrize("program", programs(), ids=lambda program: program.name)
def test_wrong_programs(program: Program) -> None:
    found, sources = checked(program)
    log = sarif_data(found, sources)
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    data = diagnostics_data(found, sources)
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
