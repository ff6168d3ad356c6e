"""Makes a plan: asks every tool what it would do, and ties the answers to everything they depend on.

Nothing changes in the world. Where a cluster does not exist yet, its objects are shown as what they will be, after
whatever makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from nimbus_lang import __version__
from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.ir.graph import Resource, Target
from nimbus_lang.plan import errors
from nimbus_lang.plan.addresses import outside_addresses
from nimbus_lang.plan.cluster_work import Work, removal, work
from nimbus_lang.plan.deployment import Deployment
from nimbus_lang.plan.differences import differences
from nimbus_lang.plan.identities import identities, place_of
from nimbus_lang.plan.model import FieldChange, Kind, Made, Plan, PlannedChange, Stage
from nimbus_lang.plan.other_stacks import read_stacks
from nimbus_lang.plan.plan_file import SavedPlan
from nimbus_lang.plan.plan_json import sealed
from nimbus_lang.plan.refused_objects import placed
from nimbus_lang.plan.risk import assess
from nimbus_lang.plan.stack import digest
from nimbus_lang.plan.stages import Turn, turns
from nimbus_lang.plan.terraform_work import (
    MODULE,
    addresses,
    has_work,
    holds_anything,
    is_within,
    learn,
    owner,
    plan_terraform,
)
from nimbus_lang.tools.helm.target import KIND, HelmTarget
from nimbus_lang.tools.kubernetes.faults import Refused
from nimbus_lang.tools.tool import Action, Change, ToolError, ToolPlan

PLAN_FILE = "terraform.tfplan"


@dataclass
class _Draft:
    """What is gathered while the tools are asked."""

    deployment: Deployment
    kind: Kind
    made: tuple[Made, ...]
    stages: list[Stage] = field(default_factory=list)
    changes: list[PlannedChange] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    tools: dict[str, bytes] = field(default_factory=dict)
    lock: str = ""
    home: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, str] = field(default_factory=dict)

    def stage(
        self,
        target: Target,
        provider: str,
        addresses: Iterable[str],
        digest: str = "",
        waits_for: tuple[str, ...] = (),
        *,
        removes: bool = False,
    ) -> int:
        number = len(self.stages)
        self.stages.append(
            Stage(number, target.value, provider, tuple(addresses), digest, waits_for, removes)
        )
        return number


def build_plan(
    deployment: Deployment,
    kind: Kind = Kind.APPLY,
    made: tuple[Made, ...] = (),
    home: Mapping[str, str] | None = None,
) -> tuple[SavedPlan | None, tuple[Diagnostic, ...]]:
    """The plan, or why there is none. `made` is what earlier applies made, `home` the account and region they did it in."""
    draft = _Draft(deployment, kind, made, home=home or {})
    if deployment.world.sandbox is not None:
        elsewhere = outside_addresses(deployment.stack.graph)
        if elsewhere:
            return None, elsewhere
    try:
        if kind is Kind.DESTROY:
            _destroy(draft)
        else:
            _apply(draft)
        if has_errors(draft.problems):
            return None, tuple(draft.problems)
        return _saved(draft), tuple(draft.problems)
    except ToolError as refused:
        return None, (*draft.problems, *refused.diagnostics)


def _apply(draft: _Draft) -> None:
    deployment = draft.deployment
    draft.reads = read_stacks(deployment)
    if has_work(deployment):
        _terraform(draft, destroy=False)
    for turn in _cluster_turns(draft):
        _turn(draft, work(deployment, turn))
    _removals(draft, _gone(draft))
    _check_protection(draft)


def _destroy(draft: _Draft) -> None:
    """Everything that was made, last made first; Terraform at the end."""
    _check_protected_destroy(draft)
    if has_errors(draft.problems):
        return
    if has_work(draft.deployment):
        _known_outputs(draft)
    _removals(draft, [m for m in draft.made if m.target != Target.TERRAFORM.value])
    if has_work(draft.deployment):
        _terraform(draft, destroy=True)


def _known_outputs(draft: _Draft) -> None:
    """What Terraform gave last time says how to reach the clusters."""
    if any(m.target != Target.TERRAFORM.value for m in draft.made):
        learn(draft.deployment)


def _terraform(draft: _Draft, *, destroy: bool) -> None:
    _check_home(draft)
    terraform, plan = plan_terraform(draft.deployment, destroy=destroy)
    known = addresses(draft.deployment.stack.graph)
    mine = [a for a, r in draft.deployment.stack.graph.resources.items() if _is_made(r)]
    number = draft.stage(Target.TERRAFORM, "", mine, plan.saved, removes=destroy)
    for change in plan.changes:
        draft.changes.append(_planned(draft, change, number, Target.TERRAFORM, known))
    draft.tools[PLAN_FILE] = terraform.plan_file.read_bytes()
    terraform.plan_file.unlink()
    draft.lock = terraform.lock_digest()
    draft.problems += [*plan.warnings, *(_gone_meanwhile(draft, known, a) for a in plan.gone)]


def _check_home(draft: _Draft) -> None:
    """Refuse to look for what was made in another account or region than it was made in. Raises ToolError."""
    if not draft.home or not holds_anything(draft.deployment):
        return
    now = place_of(draft.deployment)
    if now != draft.home:
        raise ToolError(errors.moved_home(_shown_place(draft.home), _shown_place(now)))


def _shown_place(place: Mapping[str, str]) -> str:
    return ", ".join(f"{key} `{value}`" for key, value in place.items())


def _gone_meanwhile(draft: _Draft, known: Mapping[str, str], identity: str) -> Diagnostic:
    address = owner(known, identity)
    resource = draft.deployment.stack.graph.resources.get(address)
    return errors.gone_meanwhile(address, resource.span if resource is not None else None)


def _is_made(resource: Resource) -> bool:
    return resource.target is Target.TERRAFORM and not resource.lookup


def _cluster_turns(draft: _Draft) -> list[Turn]:
    found = [t for t in turns(draft.deployment.stack.graph) if t.target is not Target.TERRAFORM]
    world = draft.deployment.world
    if found and world.sandbox is not None and world.sandbox.kubernetes is None:
        draft.problems.append(errors.no_sandbox_cluster(world.sandbox.absent or "none runs"))
        return []
    return found


def _turn(draft: _Draft, work: Work) -> None:
    turn = work.turn
    draft.deployment.tell(f"{turn.target.value}: planning")
    plan = _previewed(draft, work)
    complete = plan is not None and not work.waits
    number = draft.stage(
        *(turn.target, turn.provider, turn.addresses),
        plan.digest if plan is not None and complete else "",
        tuple(dict.fromkeys([*work.unreachable, *(a for w in work.waits.values() for a in w)])),
    )
    if plan is None:
        draft.changes += _unreachable(draft, work, number)
        return
    for change in (*plan.changes, *_unknown_releases(work)):
        planned = _planned(draft, _shown(change), number, turn.target, work.address_of)
        draft.changes.append(replace(planned, waits_for=work.waits.get(change.address, ())))
    draft.problems += plan.warnings


def _previewed(draft: _Draft, work: Work) -> ToolPlan | None:
    """What the cluster says it would do; None while it cannot be reached. Raises ToolError."""
    try:
        return work.tool.plan() if work.tool is not None else None
    except Refused as refused:
        raise ToolError(*placed(refused, work, draft.deployment.stack)) from None


def _shown(change: Change) -> Change:
    """Of an update that could not be tried, only what is written can be compared: the cluster's defaults are not gone."""
    if not change.deferred or change.action is not Action.UPDATE:
        return change
    return replace(change, before=_within(change.before, change.after))


def _within(before: object, after: object) -> Any:
    """The part of a tree that has a counterpart in another."""
    match before, after:
        case dict(), dict():
            return {k: _within(v, after[k]) for k, v in before.items() if k in after}
        case list(), list():
            return [_within(b, a) for b, a in zip(before, after, strict=False)]
        case _:
            return before


def _unknown_releases(work: Work) -> Iterable[Change]:
    """Releases whose values wait: that they come is known, not what is in them."""
    for release in work.unknown:
        live = (
            work.tool.helm.status(release.name, release.namespace)
            if isinstance(work.tool, HelmTarget)
            else None
        )
        action = Action.CREATE if live is None else Action.UPDATE
        yield Change(release.address, KIND, action, deferred=("values",))


def _unreachable(draft: _Draft, work: Work, number: int) -> Iterable[PlannedChange]:
    """What a cluster that is yet to be made will get."""
    graph = draft.deployment.stack.graph
    for identity, address in work.address_of.items():
        resource = graph.resources[address]
        kind = resource.type.rpartition(".")[2]
        change = Change(identity, kind, Action.CREATE)
        planned = _planned(draft, change, number, work.turn.target, work.address_of)
        yield replace(planned, waits_for=work.unreachable)


def _gone(draft: _Draft) -> list[Made]:
    """What was made in clusters and is in the spec no more."""
    wanted = {(c.target, c.identity) for c in draft.changes}
    return [
        m
        for m in draft.made
        if m.target != Target.TERRAFORM.value and (m.target, m.identity) not in wanted
    ]


def _removals(draft: _Draft, made: list[Made]) -> None:
    """Stages of deletions: of one tool on one cluster each, what was made last first."""
    groups: list[tuple[tuple[str, str], list[Made]]] = []
    for one in sorted(made, key=lambda m: -m.rank):
        key = (one.target, one.provider)
        if not groups or groups[-1][0] != key:
            groups.append((key, []))
        groups[-1][1].append(one)
    for (target, provider), group in groups:
        _remove(draft, Target(target), provider, tuple(reversed(group)))


def _remove(draft: _Draft, target: Target, provider: str, made: tuple[Made, ...]) -> None:
    world = draft.deployment.world
    if world.sandbox is not None and world.sandbox.kubernetes is None:
        return
    found = removal(draft.deployment, target, provider, made)
    if found is None or found.tool is None:
        return
    elsewhere = [m for m in made if m.cluster and m.cluster != found.server]
    if elsewhere and world.sandbox is None:
        draft.problems += [
            errors.moved_away(m.identity, m.cluster, found.server) for m in elsewhere
        ]
        return
    draft.deployment.tell(f"{target.value}: planning the removal")
    plan = found.tool.plan(destroy=True)
    number = draft.stage(target, provider, (m.address for m in made), plan.digest, removes=True)
    for change in plan.changes:
        draft.changes.append(_planned(draft, change, number, target, found.address_of))


def _planned(
    draft: _Draft, change: Change, number: int, target: Target, known: Mapping[str, str]
) -> PlannedChange:
    address = known.get(change.address, change.address)
    resource = draft.deployment.stack.graph.resources.get(owner(known, change.address))
    fields: tuple[FieldChange, ...] = differences(change)
    protect = resource.lifecycle.protect if resource is not None else False
    risk, reasons = assess(change.action, change.kind, fields, protect)
    return PlannedChange(
        *(address, change.address, target.value, change.kind, change.action, number),
        fields=fields,
        risk=risk,
        reasons=reasons,
        span=resource.span if resource is not None else None,
    )


def _check_protection(draft: _Draft) -> None:
    """What is protected, now or when it was made, is neither deleted nor replaced."""
    graph = draft.deployment.stack.graph
    ending = [c for c in draft.changes if c.action in (Action.DELETE, Action.REPLACE)]
    in_modules = any(change.identity.startswith(MODULE) for change in ending)
    known = addresses(graph) if in_modules else {}
    for change in ending:
        resource = graph.resources.get(change.address)
        resource = resource or graph.resources.get(owner(known, change.identity))
        now = resource is not None and resource.lifecycle.protect
        if now or (resource is None and _was_protected(draft, change)):
            forced = ", ".join(f"`{f.path}`" for f in change.fields if f.replaces)
            draft.problems.append(
                errors.protected(change.address, change.action.value, change.span, forced)
            )


def _was_protected(draft: _Draft, change: PlannedChange) -> bool:
    return any(
        made.protect and made.target == change.target
        for made in draft.made
        if made.identity == change.identity or is_within(change.identity, made.identity)
    )


def _check_protected_destroy(draft: _Draft) -> None:
    """Asked of the spec and of what was made: Terraform would refuse too, but only once half is gone."""
    graph = draft.deployment.stack.graph
    for made in draft.made:
        resource = graph.resources.get(made.address)
        now = resource.lifecycle.protect if resource is not None else made.protect
        if now:
            span = resource.span if resource is not None else None
            draft.problems.append(errors.protected(made.address, "delete", span))


def _saved(draft: _Draft) -> SavedPlan:
    stack = draft.deployment.stack
    texts = stack.texts()
    plan = Plan(
        kind=draft.kind,
        stack=stack.name,
        main=stack.main,
        root=str(stack.config.root),
        overlay=stack.overlay,
        sandbox=draft.deployment.world.sandbox is not None,
        created=datetime.now(UTC).isoformat(),
        release=__version__,
        sources=dict(stack.digests),
        artifacts={path: digest(text) for path, text in texts.items()},
        lock=draft.lock,
        identities=identities(draft.deployment, draft.stages),
        stages=tuple(draft.stages),
        changes=tuple(draft.changes),
        options=dict(stack.values),
        reads=dict(draft.reads),
    )
    return SavedPlan(sealed(plan), texts, draft.tools)
