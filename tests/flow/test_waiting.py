"""A value that an apply makes known goes through every construct, and decides nothing that must be known before."""

from __future__ import annotations

import pytest

from nimbus_lang.compiler import check_text
from tests.flow.carriers import HOLE
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
