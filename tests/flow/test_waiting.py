"""A value that an apply makes known goes through every construct, and decides nothing that must be known before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import pytest

from nimbus_lang.compiler import Compiled, check_text, compile_sources
from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.source_file import SourceFile, SourceSet
from tests.flow.carriers import HOLE, carriers
from tests.flow.sinks import SINKS, WAITS
from tests.flow.sources import BEFORE, WAITING, fitting
from tests.flow.test_secrets import TYPES, said


@pytest.mark.parametrize("source", WAITING)
@pytest.mark.parametrize("place", SINKS)
def test_a_place_waits_or_says_why_it_cannot(place: str, source: str) -> None:
    sink = SINKS[place]
    text, name = WAITING[source]
    cluster = "object" in source and sink.of_cluster != "as waiting"
    wanted = sink.of_cluster if cluster else sink.waiting
    expression = fitting(text, TYPES.get(sink.literal, "any"))
    assert said(sink, expression) == set((wanted or "").split())
    if wanted == WAITS:
        stack = "" if sink.text.startswith("stack") else "stack s\n"
        program = f"{stack}{BEFORE}{sink.text.replace(HOLE, expression)}\n"
        (told,) = [one for one in check_text(program) if one.code == WAITS]
        assert f"this waits for `{name}" in told.detail


TERRAFORM = {
    "jobs.arn": "aws_sqs_queue.jobs.arn",
    "zones.id": "data.aws_availability_zones.zones.id",
}


def compiled(
    line: str, source: str, which: Sequence[int]
) -> tuple[Compiled, dict[int, Diagnostic]]:
    """One line for each of some carriers, as one program; and what is wrong with each, by its number."""
    text = f"stack s\nparam on: bool = true\n{BEFORE}"
    starts: list[int] = []
    for n in which:
        one = carriers()[n]
        starts.append(len(text))
        text += line.format(n=n, value=one.of(fitting(source, one.type))) + "\n"
    made = compile_sources(SourceSet.of(SourceFile("main.nimbus", text)), "main.nimbus")
    wrong: dict[int, Diagnostic] = {}
    for one in made.diagnostics:
        if one.severity is Severity.ERROR and one.span is not None:
            wrong[which[bisect_right(starts, one.span.start) - 1]] = one
    return made, wrong


@pytest.mark.parametrize("source", TERRAFORM)
def test_what_is_made_of_it_waits_as_well(source: str) -> None:
    everything = range(len(carriers()))
    _, deciding = compiled(
        'resource r{n}: aws.sqs_queue when jsonencode({value}) == "x" {{ name = "r{n}" }}',
        source,
        everything,
    )
    assert {one.code for one in deciding.values()} == {WAITS}
    assert all(f"`{source}`" in one.detail for one in deciding.values())

    _, shaping = compiled("output o{n} = {value}", source, everything)
    assert {one.code for one in shaping.values()} == {WAITS}
    assert shaping.keys() <= deciding.keys()

    kept = [n for n in everything if n not in shaping]
    _, refused = compiled("output o{n} = {value}", source, kept)
    assert {one.code for one in refused.values()} <= {"NB4803"}
    assert refused.keys() <= deciding.keys()

    kept = [n for n in kept if n not in refused]
    made, wrong = compiled("output o{n} = {value}", source, kept)
    assert wrong == {}
    assert made.artifacts is not None
    outputs = made.artifacts.files["terraform/outputs.tf"].text
    blocks = dict(re.findall(r'output "o(\d+)" {\n(.*?)\n}\n', outputs, re.S))
    waits = {n for n in kept if TERRAFORM[source] in blocks.get(str(n), "")}
    assert waits == {n for n in kept if n in deciding}
