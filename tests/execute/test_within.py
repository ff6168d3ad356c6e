"""Going on with a stopped plan, or with values that came in between: never more than was approved."""

from __future__ import annotations

from typing import Any

import pytest

from nimbus_lang.execute.within import outside
from nimbus_lang.plan.model import FieldChange, PlannedChange
from nimbus_lang.tools.tool import Action, Change


def planned(action: Action, *fields: FieldChange) -> PlannedChange:
    return PlannedChange("x", "aws_x.x", "terraform", "aws_x", action, 0, fields)


def now(action: Action, address: str = "aws_x.x", **facts: Any) -> Change:
    return Change(address, "aws_x", action, **facts)


C, U, R, D = Action.CREATE, Action.UPDATE, Action.REPLACE, Action.DELETE


@pytest.mark.parametrize(
    ("approved", "left", "begun", "allowed"),
    [
        (C, C, False, True),
        (C, U, False, False),
        (C, U, True, True),
        (C, R, False, False),
        (C, R, True, True),
        (C, D, True, False),
        (U, U, False, True),
        (U, R, True, False),
        (U, D, False, False),
        (R, R, False, True),
        (R, C, False, True),
        (R, D, False, True),
        (D, D, False, True),
        (D, C, False, False),
        (D, Action.NONE, False, True),
        (Action.NONE, U, False, False),
        (Action.NONE, Action.READ, False, True),
    ],
)
def test_actions(approved: Action, left: Action, begun: bool, allowed: bool) -> None:
    found = outside([now(left)], [planned(approved)], frozenset(["aws_x.x"] if begun else []))
    assert found == ([] if allowed else [f"{left.value} aws_x.x"])


def test_what_was_never_shown_is_refused() -> None:
    assert outside([now(C, "aws_y.y")], [planned(C)]) == ["create aws_y.y"]


def test_a_value_that_was_shown_must_stay() -> None:
    shown = planned(C, FieldChange("name", None, "a"), FieldChange("arn", deferred=True))
    assert outside([now(C, after={"name": "a", "arn": "arn:x"})], [shown]) == []
    assert outside([now(C, after={"name": "b"})], [shown]) == ["create aws_x.x"]


def test_a_value_that_waited_may_be_anything() -> None:
    shown = planned(C, FieldChange("data.url", deferred=True))
    assert outside([now(C, after={"data": {"url": "https://x"}})], [shown]) == []
