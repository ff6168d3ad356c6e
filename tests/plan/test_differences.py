"""What is told of a change: its fields without secrets, and a risk with its reasons."""

from __future__ import annotations

from typing import Any

import pytest

from nimbus_lang.plan.differences import differences
from nimbus_lang.plan.model import FieldChange, Risk
from nimbus_lang.plan.risk import assess
from nimbus_lang.tools.tool import Action, Change


def change(action: Action, kind: str = "aws_vpc", **facts: Any) -> Change:
    return Change("x", kind, action, **facts)


def test_only_what_differs_is_told() -> None:
    found = differences(
        change(
            Action.UPDATE,
            before={"a": 1, "b": {"c": [1, 2]}, "gone": "x"},
            after={"a": 1, "b": {"c": [1, 3]}, "new": True},
        )
    )
    assert found == (
        FieldChange("b.c.1", 2, 3),
        FieldChange("gone", "x", None),
        FieldChange("new", None, True),
    )


def test_what_is_not_known_yet_is_named() -> None:
    found = differences(change(Action.CREATE, after={"a": 1}, deferred=("arn", "id")))
    assert [(f.path, f.deferred) for f in found] == [("a", False), ("arn", True), ("id", True)]


def test_a_secret_is_never_told() -> None:
    found = differences(
        change(
            Action.UPDATE,
            before={"password": "(secret)", "tags": {"k": "old"}},
            after={"password": "(secret, changed)", "tags": {"k": "new"}},
            sensitive=("password", "tags"),
        )
    )
    assert found == (
        FieldChange("password", secret=True),
        FieldChange("tags.k", secret=True),
    )


def test_fields_that_force_a_replacement_are_marked() -> None:
    found = differences(
        change(Action.REPLACE, before={"n": 1}, after={"n": 2}, replaced_for=("n",))
    )
    assert found[0].replaces


def fields(**after: Any) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(path.replace("__", "."), None, value) for path, value in after.items())


@pytest.mark.parametrize(
    ("action", "kind", "changed", "risk", "reason"),
    [
        (Action.CREATE, "aws_sqs_queue", {}, Risk.LOW, ""),
        (Action.UPDATE, "aws_vpc", {}, Risk.LOW, ""),
        (Action.DELETE, "aws_vpc", {}, Risk.HIGH, "deletes"),
        (Action.DELETE, "aws_db_instance", {}, Risk.HIGH, "deletes a data store"),
        (Action.REPLACE, "aws_vpc", {}, Risk.MEDIUM, "replaces"),
        (Action.REPLACE, "aws_db_instance", {}, Risk.HIGH, "replaces a data store"),
        (Action.UPDATE, "aws_db_instance", {}, Risk.MEDIUM, "changes a data store in place"),
        (Action.CREATE, "aws_db_instance", {"publicly_accessible": True}, Risk.HIGH, "sets publicly_accessible"),
        (Action.CREATE, "aws_db_instance", {"storage_encrypted": False}, Risk.MEDIUM, "is without storage_encrypted"),
        (Action.REPLACE, "aws_instance", {"encrypted": False}, Risk.HIGH, "loses encrypted"),
        (Action.UPDATE, "aws_iam_role", {}, Risk.MEDIUM, "changes who may reach what"),
        (Action.CREATE, "aws_security_group", {"ingress__0__cidr_blocks__0": "0.0.0.0/0"}, Risk.HIGH, "opens it to the whole internet"),
        (Action.CREATE, "aws_vpc_security_group_ingress_rule", {"cidr_ipv4": "0.0.0.0/0"}, Risk.HIGH, "opens it to the whole internet"),
        (Action.CREATE, "aws_security_group", {"egress__0__cidr_blocks__0": "0.0.0.0/0"}, Risk.LOW, "changes who may reach what"),
        (Action.CREATE, "aws_route", {"destination_cidr_block": "0.0.0.0/0"}, Risk.LOW, ""),
    ],
)  # fmt: skip
def test_risk(action: Action, kind: str, changed: dict[str, Any], risk: Risk, reason: str) -> None:
    found, reasons = assess(action, kind, fields(**changed))
    assert found is risk
    assert next(iter(reasons), "") == reason
