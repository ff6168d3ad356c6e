"""Apply: do exactly what a saved plan says, or nothing; then read back what was made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.execute import bindings, errors
from nimbus_lang.execute.approval import ApprovedPlan, Ask, approve
from nimbus_lang.execute.events import Emit, silent
from nimbus_lang.execute.resume import Earlier, earlier
from nimbus_lang.execute.run_plan import RunResult, run_plan
from nimbus_lang.execute.verify import remaining, snapshot, verify
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.operations.session import Refused, Session, Where, read, session
from nimbus_lang.plan.build_plan import PLAN_FILE
from nimbus_lang.plan.model import Kind, Plan
from nimbus_lang.plan.plan_file import SavedPlan, read_plan
from nimbus_lang.plan.stack import Read
from nimbus_lang.plan.terraform_work import learn, prepared
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.state.journal import Status
from nimbus_lang.state.kept import kept
from nimbus_lang.tools.tool import ToolError
from nimbus_lang.workspace.show import show


@dataclass(frozen=True, slots=True)
class Options:
    """`ask` decides unless `yes`. `sandbox` must be what the plan was made for. `resume` insists on an earlier run.

    `verify` reads back afterwards. `wait`: the seconds that workloads have to become ready, 0 for none.
    """

    plan: Path
    yes: bool = False
    sandbox: bool = False
    resume: bool = False
    verify: bool = True
    wait: float = 300.0
    ask: Ask | None = None
    emit: Emit = silent


@dataclass(frozen=True)
class Result:
    """What happened. `changed` counts objects, `verified` those that were read back and are as they should be."""

    plan: Plan | None
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    outcome: Outcome
    changed: int = 0
    verified: int = 0


def apply(options: Options) -> Result:
    """Check, ask, do, read back."""
    saved, problems = read_plan(options.plan)
    if saved is None:
        tampered = any(d.code == "NB7003" for d in problems)
        outcome = Outcome.REFUSED if tampered else Outcome.ENVIRONMENT
        return Result(None, problems, SourceSet(), outcome)
    try:
        return _apply(saved, options)
    except Refused as refused:
        return Result(saved.plan, refused.diagnostics, refused.sources, refused.outcome)


def _apply(saved: SavedPlan, options: Options) -> Result:
    plan = saved.plan
    where = Where(_spec(plan), plan.overlay or None, plan.options, plan.sandbox)
    found = _read(where, options.emit)
    assert found.stack is not None
    if plan.sandbox != options.sandbox:
        raise Refused(Outcome.REFUSED, (errors.other_world(plan.sandbox),), found.sources)
    differs = bindings.changed_spec(plan, found.stack) + bindings.changed_tools(saved)
    if differs:
        raise Refused(Outcome.REFUSED, (errors.changed_since(differs),), found.sources)
    what = f"nimbus {plan.kind.value}"
    with session(found, what, options.emit, sandbox=plan.sandbox) as held:
        held.deployment.removing = plan.kind is Kind.DESTROY
        held.deployment.wait = options.wait
        before, said = earlier(held.store, plan, resume=options.resume)
        if said:
            raise Refused(Outcome.REFUSED, said, found.sources)
        check_outside(saved, held, before, found.sources)
        approved, said = approve(saved, options.ask, yes=options.yes or not plan.acts())
        if approved is None:
            raise Refused(Outcome.REFUSED, said, found.sources)
        return carry_out(approved, held, before, options.emit, found.sources, check=options.verify)


def check_outside(saved: SavedPlan, held: Session, before: Earlier, sources: SourceSet) -> None:
    """Account, cluster, provider lock, and what Terraform's plan really does. Raises Refused."""
    plan, deployment = saved.plan, held.deployment
    terraformed = any(stage.target == "terraform" for stage in plan.stages)
    differs = bindings.changed_cloud(plan, deployment)
    if plan.kind is Kind.APPLY and not differs:
        differs = bindings.changed_reads(plan, deployment)
    if terraformed and not differs:
        terraform = prepared(deployment)
        differs = bindings.changed_lock(plan, terraform)
        if before.run is None and not differs:
            terraform.plan_file.touch(mode=0o600)
            terraform.plan_file.write_bytes(saved.tools[PLAN_FILE])
            differs = bindings.shown_changes(saved, terraform, deployment)
            terraform.plan_file.unlink()
        if before.run is not None or plan.kind is Kind.DESTROY:
            learn(deployment)
    differs = differs or bindings.changed_clusters(plan, deployment)
    if differs:
        raise Refused(Outcome.REFUSED, (errors.changed_since(differs),), sources)


def carry_out(
    approved: ApprovedPlan,
    held: Session,
    before: Earlier,
    emit: Emit,
    sources: SourceSet,
    *,
    check: bool,
) -> Result:
    """Run an approved plan and read back what came of it."""
    plan = approved.saved.plan
    made = kept(held.store)
    there = snapshot(held.deployment) if plan.kind is Kind.DESTROY and check else ()
    ran = run_plan(approved, held.deployment, held.store, before, emit)
    if ran.status is not Status.DONE:
        return _stopped(plan, ran, sources)
    said, verified = ran.diagnostics, 0
    if check:
        try:
            if plan.kind is Kind.DESTROY:
                said += remaining(held.deployment, there, made, emit)
            else:
                checked = verify(held.deployment, emit)
                said += checked.diagnostics
                verified = checked.checked
        except ToolError as refused:
            said += refused.diagnostics
    outcome = Outcome.PARTIAL if has_errors(said) else Outcome.OK
    return Result(plan, said, sources, outcome, ran.changed, verified)


def _stopped(plan: Plan, ran: RunResult, sources: SourceSet) -> Result:
    if ran.status is Status.INTERRUPTED:
        return Result(plan, ran.diagnostics, sources, Outcome.INTERRUPTED, ran.changed)
    stale = {"NB7207", "NB7108"} & {d.code for d in ran.diagnostics}
    outcome = Outcome.REFUSED if stale and not ran.changed else Outcome.PARTIAL
    return Result(plan, ran.diagnostics, sources, outcome, ran.changed)


def _read(where: Where, emit: Emit) -> Read:
    """The stack as it is now. One that is gone or wrong by now is a changed one."""
    try:
        return read(where, emit)
    except Refused as refused:
        gone = f"the spec `{show(where.target)}` is gone, cannot be read or has errors now"
        said = (*refused.diagnostics, errors.changed_since([gone]))
        raise Refused(Outcome.REFUSED, said, refused.sources) from None


def _spec(plan: Plan) -> Path:
    """The spec of a plan: where it was, else at the same place below the folder one stands in."""
    there = Path(plan.root) / plan.main
    return there if there.exists() or not Path(plan.main).exists() else Path(plan.main)
