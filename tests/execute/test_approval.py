"""An approved plan comes from an approval and from nowhere else."""

from __future__ import annotations

import ast
from pathlib import Path

import nimbus_lang
from nimbus_lang.execute.approval import approve
from nimbus_lang.plan.model import Kind, Plan
from nimbus_lang.plan.plan_file import SavedPlan

PACKAGE = Path(nimbus_lang.__file__).parent


def a_plan() -> SavedPlan:
    nothing: dict[str, str] = {}
    plan = Plan(
        *(Kind.APPLY, "s", "s.nimbus", "/p", "", True, "now", "0", nothing, nothing, ""),
        *((), (), ()),
    )
    return SavedPlan(plan, {}, {})


def refuse(_: Plan) -> bool:
    return False


def nobody(_: Plan) -> bool:
    raise EOFError


def test_yes_is_an_approval() -> None:
    approved, said = approve(a_plan(), None, yes=True)
    assert approved is not None
    assert said == ()


def test_the_plan_itself_is_asked_about() -> None:
    asked: list[Plan] = []

    def agree(plan: Plan) -> bool:
        asked.append(plan)
        return True

    saved = a_plan()
    approved, _ = approve(saved, agree)
    assert approved is not None
    assert approved.saved is saved
    assert asked == [saved.plan]


def test_anything_else_is_none() -> None:
    for ask, code in ((refuse, "NB7103"), (nobody, "NB7104"), (None, "NB7104")):
        approved, said = approve(a_plan(), ask)
        assert approved is None
        assert [d.code for d in said] == [code]


def test_nobody_else_makes_one() -> None:
    makers = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "ApprovedPlan"
    ]
    assert set(makers) == {"execute/approval.py"}
