"""A secret stays one through every construct of the language, and no place that keeps none takes it."""

from __future__ import annotations

from bisect import bisect_right

import pytest

from nimbus_lang.compiler import check_text
from nimbus_lang.diagnostics.model import Severity
from tests.check.programs import check
from tests.flow.carriers import HOLE, NUMBER, TEXT, TRUTH, carriers
from tests.flow.sinks import SINKS, Sink
from tests.flow.sources import BEFORE, SECRETS, fitting

TYPES = {TEXT: "string", NUMBER: "int", TRUTH: "bool"}
TELLS_NOTHING = {
    "it__ == null",
    "it__ != null",
    "[it__, 2].length()",
    "[1, it__].length()",
    "keys({ b = it__, a = 2 })",
    "keys({ b = 1, a = it__ })",
    "{ a = 1, b = it__ }.merge({ b = 2 })",
    "{ a = it__ }.secrets_of().length()",
    "{ a = it__ }.plain_of()",
}
"""Whether a secret is there, how many a list has, under which names, and what takes its place: no secrets."""
OTHER_ERRORS = {"{ b = 1, ...it__ }": {"NB2117"}}
"""What has no known fields is not spread."""


@pytest.mark.parametrize("source", SECRETS)
def test_what_is_made_from_a_secret_is_one(source: str) -> None:
    found = _codes([one.of(fitting(SECRETS[source], one.type)) for one in carriers()])
    plain = {
        one.text: codes for one, codes in zip(carriers(), found) if not codes & {"NB2121", "NB3017"}
    }
    assert plain == {text: set() for text in TELLS_NOTHING} | OTHER_ERRORS


def _codes(expressions: list[str]) -> list[set[str]]:
    """What static checking says of each, shown as an output of one program."""
    text = "param on: bool = true\n" + BEFORE
    starts: list[int] = []
    for n, expression in enumerate(expressions):
        starts.append(len(text))
        text += f"let _l{n} = {expression}\noutput o{n} = _l{n}\n"
    found: list[set[str]] = [set() for _ in expressions]
    for one in check(text).diagnostics:
        if one.severity is Severity.ERROR and one.span is not None:
            found[bisect_right(starts, one.span.start) - 1].add(one.code)
    return found


@pytest.mark.parametrize("source", SECRETS)
@pytest.mark.parametrize("place", SINKS)
def test_a_place_takes_a_secret_or_says_why_not(place: str, source: str) -> None:
    sink = SINKS[place]
    expression = fitting(SECRETS[source], TYPES.get(sink.literal, "any"))
    assert said(sink, expression) <= set((sink.secret or "").split())
    assert bool(said(sink, expression)) is bool(sink.secret)


def said(sink: Sink, expression: str) -> set[str]:
    """The codes of errors, and of what policies could not judge."""
    stack = "" if sink.text.startswith("stack") else "stack s\n"
    found = check_text(f"{stack}{BEFORE}{sink.text.replace(HOLE, expression)}\n")
    return {d.code for d in found if d.severity is Severity.ERROR or d.code == "NB5903"}
