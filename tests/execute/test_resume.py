"""What earlier runs of a plan mean for the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nimbus_lang.execute.resume import earlier
from nimbus_lang.plan.model import Kind, Plan
from nimbus_lang.state.journal import Status, begin_run, mark_cut_off
from nimbus_lang.state.store import Store
from nimbus_lang.tools.tool import Action, Event, Stage

NOTHING: dict[str, str] = {}
PLAN = Plan(
    *(Kind.APPLY, "s", "s.nimbus", "/p", "", True, "now", "0", NOTHING, NOTHING, ""),
    *((), (), (), NOTHING, "plan-1"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "s.db") as opened:
        yield opened


def test_a_fresh_plan_has_nothing_before_it(store: Store) -> None:
    found, said = earlier(store, PLAN, resume=False)
    assert (found.run, said) == (None, ())


def test_resume_insists_on_something_to_resume(store: Store) -> None:
    _, said = earlier(store, PLAN, resume=True)
    assert [d.code for d in said] == ["NB7107"]


def test_a_plan_is_applied_once(store: Store) -> None:
    begin_run(store, "plan-1", "apply").finish(Status.DONE)
    _, said = earlier(store, PLAN, resume=False)
    assert [d.code for d in said] == ["NB7102"]
    _, said = earlier(store, replace(PLAN, id="plan-2"), resume=False)
    assert said == ()


def test_stages_of_all_earlier_runs_count(store: Store) -> None:
    first = begin_run(store, "plan-1", "apply")
    first.begin(0, "terraform")
    first.event(0, Event("aws_vpc.a", Action.CREATE, Stage.STARTED))
    first.end(0, Status.DONE)
    first.begin(1, "kubernetes (k8s)")
    first.finish(Status.FAILED)
    second = begin_run(store, "plan-1", "apply", first.run)
    second.begin(1, "kubernetes (k8s)")
    second.event(1, Event("v1/Secret/a/b", Action.CREATE, Stage.STARTED))
    mark_cut_off(store)
    _, refused = earlier(store, PLAN, resume=False)
    assert [d.code for d in refused] == ["NB7114"]
    found, said = earlier(store, PLAN, resume=True)
    assert said == ()
    assert found.run == second.run
    assert found.done == {0}
    assert found.begun == {"aws_vpc.a", "v1/Secret/a/b"}
