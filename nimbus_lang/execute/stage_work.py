"""One stage of a plan, carried out by its tool: exactly what was approved, or nothing.

Where all was known when the plan was made, the tool must answer as it did then. Where values came in between, or a
run goes on after a stop, what is left to do must be part of what was approved.
"""

from __future__ import annotations

from collections.abc import Iterable

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.execute import errors
from nimbus_lang.execute.approval import ApprovedPlan
from nimbus_lang.execute.resume import Earlier
from nimbus_lang.execute.within import outside
from nimbus_lang.ir.graph import Target
from nimbus_lang.plan.build_plan import PLAN_FILE
from nimbus_lang.plan.cluster_work import Work, parse_ref, removal, work
from nimbus_lang.plan.deployment import Deployment
from nimbus_lang.plan.model import Made, Plan, PlannedChange, Stage
from nimbus_lang.plan.refused_objects import placed
from nimbus_lang.plan.stages import Turn
from nimbus_lang.plan.terraform_work import addresses, learn, located, prepared
from nimbus_lang.state.home import home, remember_home
from nimbus_lang.state.kept import forget, keep, kept
from nimbus_lang.state.store import Store
from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.kubernetes.faults import Refused
from nimbus_lang.tools.kubernetes.rollout import WORKLOADS
from nimbus_lang.tools.kubernetes.settle import settle
from nimbus_lang.tools.kubernetes.target import KubernetesTarget
from nimbus_lang.tools.terraform.messages import TerraformError
from nimbus_lang.tools.tool import Action, Event, OnEvent, ToolError, ToolPlan
from nimbus_lang.tools.tool import Stage as Phase

TERRAFORM = Target.TERRAFORM.value


def carry_out(
    approved: ApprovedPlan, deployment: Deployment, stage: Stage, earlier: Earlier, watch: OnEvent
) -> tuple[Diagnostic, ...]:
    """Do a stage; the warnings it met. Raises ToolError."""
    if stage.target == TERRAFORM:
        return _terraform(approved, deployment, stage, earlier, watch)
    return _cluster(approved.saved.plan, deployment, stage, earlier, watch)


def pass_over(deployment: Deployment, stage: Stage) -> None:
    """A stage that an earlier run did still gives its values."""
    if stage.target == TERRAFORM and not stage.removes:
        learn(deployment)


def note(store: Store, deployment: Deployment, stage: Stage, address: str, event: Event) -> None:
    """Remember what was made in a cluster, and forget what was removed there."""
    if stage.target == TERRAFORM or event.stage is not Phase.DONE:
        return
    resource = deployment.stack.graph.resources.get(address)
    made = Made(
        *(stage.provider, stage.target, event.address, address),
        cluster=_server(deployment, stage.provider),
        rank=stage.number,
        protect=resource.lifecycle.protect if resource is not None else False,
    )
    if event.action is Action.DELETE:
        forget(store, made)
    elif event.action is Action.CREATE or _is_kept(store, made):
        keep(store, made)


def begun(store: Store, plan: Plan, stage: Stage) -> None:
    """A stage begins. From now on there may be something where Terraform works, so that the place is remembered."""
    if stage.target == TERRAFORM and not stage.removes and not home(store):
        remember_home(store, _place(plan))


def finished(store: Store, deployment: Deployment, plan: Plan, stage: Stage) -> None:
    """A stage is done. Of Terraform's resources, the protected ones are remembered; others no longer."""
    if stage.target != TERRAFORM:
        return
    place = _place(plan)
    known = addresses(deployment.stack.graph)
    resources = deployment.stack.graph.resources
    protected = {t: a for t, a in known.items() if resources[a].lifecycle.protect}
    if stage.removes:
        protected = {}
    remember_home(store, {} if stage.removes else place)
    before = [m for m in kept(store) if m.target == TERRAFORM]
    forget(store, *(m for m in before if m.identity not in protected))
    keep(store, *(Made("", TERRAFORM, t, a, protect=True) for t, a in protected.items()))


def _terraform(
    approved: ApprovedPlan, deployment: Deployment, stage: Stage, earlier: Earlier, watch: OnEvent
) -> tuple[Diagnostic, ...]:
    terraform = prepared(deployment)
    if earlier.run is None:
        data = approved.saved.tools[PLAN_FILE]
        terraform.plan_file.touch(mode=0o600)
        terraform.plan_file.write_bytes(data)
        plan = ToolPlan(TERRAFORM, (), "", saved=stage.digest, destroy=stage.removes)
    else:
        plan = terraform.plan(destroy=stage.removes)
        begun = earlier.begun | terraform.begun_before()
        _check(plan, _of(approved.saved.plan, stage), begun)
    try:
        outcome = terraform.apply(plan, watch)
    except TerraformError as refused:
        raise ToolError(*located(refused, deployment)) from None
    finally:
        terraform.plan_file.unlink(missing_ok=True)
    if not stage.removes:
        learn(deployment)
    return outcome.warnings


def _cluster(
    plan: Plan, deployment: Deployment, stage: Stage, earlier: Earlier, watch: OnEvent
) -> tuple[Diagnostic, ...]:
    found = _work(plan, deployment, stage)
    if found is None or found.tool is None:
        raise ToolError(errors.not_reachable(stage.title))
    if found.waits:
        raise ToolError(*_still_waiting(deployment, found))
    try:
        if stage.digest and earlier.run is None:
            wanted = ToolPlan(stage.target, (), stage.digest, destroy=stage.removes)
        else:
            wanted = found.tool.plan(destroy=stage.removes)
            _check(wanted, _of(plan, stage), earlier.begun)
        warnings = found.tool.apply(wanted, watch).warnings
    except Refused as refused:
        raise ToolError(*placed(refused, found, deployment.stack)) from None
    return (*warnings, *_settle(plan, deployment, stage, found, watch))


def _settle(
    plan: Plan, deployment: Deployment, stage: Stage, found: Work, watch: OnEvent
) -> tuple[Diagnostic, ...]:
    """Wait for the workloads that the stage was to change. Raises ToolError NB7229."""
    if stage.removes or not deployment.wait:
        return ()
    if not isinstance(found.tool, KubernetesTarget):
        return _helm_waits(deployment, stage)
    refs = [parse_ref(change.identity) for change in _of(plan, stage) if change.acts]
    workloads = [named for named in refs if named.kind in WORKLOADS]
    if workloads and not deployment.world.runs_pods:
        return (errors.not_waited_for([found.address_of[named.address] for named in workloads]),)
    deployment.tell("kubernetes: waiting until everything is ready")
    problems = settle(found.tool.client, workloads, deployment.wait, watch)
    if problems:
        raise ToolError(*problems)
    return ()


def _helm_waits(deployment: Deployment, stage: Stage) -> tuple[Diagnostic, ...]:
    """Helm waits by itself where it is asked to; said where it was not let."""
    resources = [deployment.stack.graph.resources[address] for address in stage.addresses]
    asking = [
        str(resource.address)
        for resource in resources
        if any(f in resource.fields and resource.fields[f].data is True for f in ("wait", "atomic"))
    ]
    held_back = asking and not deployment.world.runs_pods
    return (errors.not_waited_for(asking),) if held_back else ()


def _work(plan: Plan, deployment: Deployment, stage: Stage) -> Work | None:
    target = Target(stage.target)
    if not stage.removes:
        return work(deployment, Turn(target, stage.provider, stage.addresses))
    gone = tuple(
        Made(stage.provider, stage.target, change.identity, change.address)
        for change in reversed(_of(plan, stage))
    )
    return removal(deployment, target, stage.provider, gone)


def _place(plan: Plan) -> dict[str, str]:
    """The account and region that a plan is for."""
    facts = next((i.facts for i in plan.identities if i.target == "aws"), {})
    return {key: facts[key] for key in ("account", "region") if key in facts}


def _of(plan: Plan, stage: Stage) -> list[PlannedChange]:
    return [change for change in plan.changes if change.stage == stage.number]


def _check(now: ToolPlan, approved: Iterable[PlannedChange], begun: frozenset[str]) -> None:
    more = outside(now.changes, approved, begun)
    if more:
        raise ToolError(errors.more_than_approved(more))


def _still_waiting(deployment: Deployment, found: Work) -> Iterable[Diagnostic]:
    for identity, waits in found.waits.items():
        address = found.address_of.get(identity, identity)
        resource = deployment.stack.graph.resources.get(address)
        span = resource.span if resource is not None else None
        yield errors.no_value(address, waits, span)


def _server(deployment: Deployment, provider: str) -> str:
    found = deployment.connection(provider)
    return found.server if isinstance(found, Connection) else ""


def _is_kept(store: Store, made: Made) -> bool:
    return any((m.target, m.identity) == (made.target, made.identity) for m in kept(store))
