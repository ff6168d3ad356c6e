"""Carries out an approved plan, stage by stage, and nothing else: every step is written down before and after.

A run that stops part way leaves a record from which the same plan goes on. Nothing is asked here and nothing printed.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.execute import errors, stage_work
from nimbus_lang.execute.approval import ApprovedPlan
from nimbus_lang.execute.events import (
    Emit,
    ObjectMoved,
    RunBegan,
    RunEnded,
    StageBegan,
    StageEnded,
    StageSkipped,
    Warned,
)
from nimbus_lang.execute.resume import Earlier
from nimbus_lang.execute.signals import gentle
from nimbus_lang.plan.deployment import Deployment
from nimbus_lang.plan.model import Plan, Stage
from nimbus_lang.state.journal import Journal, Status, begin_run
from nimbus_lang.state.store import Store, StoreError
from nimbus_lang.tools.tool import Event, ToolError
from nimbus_lang.tools.tool import Stage as Phase


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended, and how many objects it changed."""

    status: Status
    diagnostics: tuple[Diagnostic, ...] = ()
    changed: int = 0


@dataclass
class _Run:
    approved: ApprovedPlan
    deployment: Deployment
    store: Store
    journal: Journal
    emit: Emit
    earlier: Earlier
    began: float = field(default_factory=time.monotonic)
    changed: int = 0
    warnings: list[Diagnostic] = field(default_factory=list)

    @property
    def plan(self) -> Plan:
        return self.approved.saved.plan


def run_plan(
    approved: ApprovedPlan, deployment: Deployment, store: Store, earlier: Earlier, emit: Emit
) -> RunResult:
    """Do what the plan says. The caller holds the lock and has checked that nothing changed since."""
    plan = approved.saved.plan
    journal = begin_run(store, plan.id, plan.kind.value, earlier.run)
    run = _Run(approved, deployment, store, journal, emit, earlier)
    emit(
        RunBegan(
            *(plan.id, plan.kind.value, plan.stack, len(plan.stages), len(plan.acts())),
            resumes=earlier.run is not None,
        )
    )
    try:
        with gentle():
            result = _stages(run)
    except BaseException:
        _finish(run, Status.FAILED)
        raise
    _finish(run, result.status)
    emit(RunEnded(result.status.value, time.monotonic() - run.began, run.changed))
    return result


def _stages(run: _Run) -> RunResult:
    for stage in run.plan.stages:
        try:
            _stage(run, stage)
        except KeyboardInterrupt:
            said: tuple[Diagnostic, ...] = (errors.interrupted(stage.title, _go_on(run)),)
            return _stopped(run, stage, Status.INTERRUPTED, said)
        except (ToolError, StoreError) as refused:
            left = len(run.plan.stages) - stage.number - 1
            failed = errors.stage_failed(stage.title, stage.number, left, _go_on(run))
            why = refused.diagnostics if isinstance(refused, ToolError) else (refused.diagnostic,)
            return _stopped(run, stage, Status.FAILED, (*why, failed))
    return RunResult(Status.DONE, tuple(run.warnings), run.changed)


def _stage(run: _Run, stage: Stage) -> None:
    if stage.number in run.earlier.done:
        stage_work.pass_over(run.deployment, stage)
        run.emit(StageSkipped(stage.number, stage.title, "an earlier run did it"))
        return
    began = time.monotonic()
    mine = [c for c in run.plan.acts() if c.stage == stage.number]
    run.emit(StageBegan(stage.number, stage.title, len(mine)))
    run.journal.begin(stage.number, stage.title)
    known = {c.identity: c.address for c in run.plan.changes if c.stage == stage.number}

    def watch(event: Event) -> None:
        run.journal.event(stage.number, event)
        run.changed += event.stage is Phase.DONE
        address = known.get(event.address, event.address)
        run.emit(
            ObjectMoved(
                *(stage.number, address, event.address, event.action, event.stage),
                *(event.seconds, event.text),
            )
        )
        stage_work.note(run.store, run.deployment, stage, address, event)

    stage_work.begun(run.store, run.plan, stage)
    for warning in stage_work.carry_out(run.approved, run.deployment, stage, run.earlier, watch):
        run.warnings.append(warning)
        run.emit(Warned(warning))
    stage_work.finished(run.store, run.deployment, run.plan, stage)
    run.journal.end(stage.number, Status.DONE)
    run.emit(StageEnded(stage.number, stage.title, Status.DONE.value, time.monotonic() - began))


def _stopped(run: _Run, stage: Stage, status: Status, said: tuple[Diagnostic, ...]) -> RunResult:
    with suppress(StoreError):
        run.journal.end(stage.number, status, said[-1].code)
    run.emit(StageEnded(stage.number, stage.title, status.value, time.monotonic() - run.began))
    return RunResult(status, (*run.warnings, *said), run.changed)


def _finish(run: _Run, status: Status) -> None:
    """Close the record. Where it cannot be written any more, it says "running", which means cut off."""
    with suppress(StoreError):
        run.journal.finish(status)


def _go_on(run: _Run) -> str:
    if run.plan.kind.value == "destroy":
        return "Run `nimbus destroy` again to go on."
    return "Run `nimbus apply --resume` with the same plan to go on, or make a new plan."
