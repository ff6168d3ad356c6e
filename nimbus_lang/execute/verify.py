"""Reads back what was applied, through the APIs themselves and not through our own records: is all there, is anything
left? For AWS by boto3, for Kubernetes by a dry run of the same apply, for Helm by the status of the release.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.execute import errors
from nimbus_lang.execute.events import Emit, Verified
from nimbus_lang.ir.graph import Target
from nimbus_lang.plan.attributes import Instance, instances
from nimbus_lang.plan.cluster_work import helm_on, parse_ref, work
from nimbus_lang.plan.clusters import Waits
from nimbus_lang.plan.deployment import Deployment
from nimbus_lang.plan.model import Made
from nimbus_lang.plan.stages import turns
from nimbus_lang.plan.terraform_work import MODULE, addresses, has_work, plan_terraform, prepared
from nimbus_lang.tools.aws.access import AwsAccess
from nimbus_lang.tools.aws.read_back import Seen, read_back, stays
from nimbus_lang.tools.helm.target import SOUND
from nimbus_lang.tools.tool import Action


@dataclass(frozen=True, slots=True)
class Verification:
    """What was read back. `checked` counts it; `unread` are those nobody knows how to ask for."""

    checked: int
    diagnostics: tuple[Diagnostic, ...]
    unread: tuple[str, ...] = ()


def verify(deployment: Deployment, emit: Emit, *, deep: bool = False) -> Verification:
    """Is everything that the spec wants there, as it should be? `deep` also asks Terraform for a new plan."""
    checks: list[Verified] = []
    unread: list[str] = []
    problems: list[Diagnostic] = []
    if has_work(deployment):
        terraform = prepared(deployment)
        deployment.tell("reading back what is there")
        deployment.outputs = terraform.outputs()
        state = terraform.state_pull()
        deployment.attributes.learn(state)
        checks += _never_made(deployment, {instance.address for instance in instances(state)})
        for instance in instances(state):
            seen = _seen(deployment, instance)
            address = addresses(deployment.stack.graph).get(instance.address, instance.address)
            if seen is None:
                unread.append(address)
            else:
                checks.append(_check(address, instance.address, seen))
    checks += _clusters(deployment)
    if deep and has_work(deployment):
        checks += _replanned(deployment)
    for check in checks:
        emit(check)
    problems += [_problem(deployment, check) for check in checks if not check.ok]
    if unread:
        problems.append(errors.not_verifiable(unread))
    return Verification(len(checks), tuple(problems), tuple(unread))


def _never_made(deployment: Deployment, there: set[str]) -> Iterator[Verified]:
    """What the spec wants of Terraform and its state has never heard of."""
    graph = deployment.stack.graph
    for identity, address in addresses(graph).items():
        resource = graph.resources.get(address)
        if resource is None or resource.lookup or identity.startswith(MODULE):
            continue
        if identity not in there:
            yield Verified(address, identity, False, "not there")


def snapshot(deployment: Deployment) -> tuple[Instance, ...]:
    """What Terraform's state holds now: asked before a destroy, to be looked for after it."""
    if not has_work(deployment):
        return ()
    return tuple(instances(prepared(deployment).state_pull()))


def remaining(
    deployment: Deployment, before: tuple[Instance, ...], made: tuple[Made, ...], emit: Emit
) -> tuple[Diagnostic, ...]:
    """What is still there of all that there was."""
    left: list[str] = []
    known = addresses(deployment.stack.graph)
    for instance in before:
        seen = _seen(deployment, instance)
        if seen is None or stays(instance.kind):
            continue
        found = f"still there ({seen.status or 'exists'})" if seen.exists else "gone"
        address = known.get(instance.address, instance.address)
        emit(Verified(address, instance.address, not seen.exists, found))
        left += [instance.address] if seen.exists else []
    for one in made:
        there = _in_cluster(deployment, one)
        found = "still there" if there else "gone"
        emit(Verified(one.address, one.identity, not there, found))
        left += [one.identity] if there else []
    return (errors.left_behind(left),) if left else ()


def _in_cluster(deployment: Deployment, made: Made) -> bool:
    if made.target == Target.TERRAFORM.value:
        return False
    client = deployment.client(made.provider)
    if isinstance(client, Waits):
        return False
    if made.target == Target.HELM.value:
        space, _, name = made.identity.partition("/")
        return helm_on(deployment, client.connection).status(name, space) is not None
    return client.get(parse_ref(made.identity)) is not None


def _seen(deployment: Deployment, instance: Instance) -> Seen | None:
    if not instance.kind.startswith("aws_"):
        return None
    return read_back(_access(deployment, instance), instance.kind, instance.attributes)


def _access(deployment: Deployment, instance: Instance) -> AwsAccess:
    """The account and region of the configuration that the resource was made with."""
    provider = deployment.provider(instance.provider) if instance.provider else None
    region = provider.config.get("region") if provider is not None else None
    if region is None or not isinstance(region.data, str):
        return deployment.aws
    return replace(deployment.aws, region=region.data)


def _check(address: str, identity: str, seen: Seen) -> Verified:
    found = seen.status or ("there" if seen.exists else "not there")
    return Verified(address, identity, seen.exists and seen.ready, found)


def _clusters(deployment: Deployment) -> Iterator[Verified]:
    world = deployment.world
    if world.sandbox is not None and world.sandbox.kubernetes is None:
        return
    for turn in turns(deployment.stack.graph):
        if turn.target is Target.TERRAFORM:
            continue
        found = work(deployment, turn)
        if found.tool is None:
            yield from (Verified(a, i, False, "no cluster") for i, a in found.address_of.items())
            continue
        for change in found.tool.plan().changes:
            address = found.address_of.get(change.address, change.address)
            words = {Action.NONE: "as applied", Action.CREATE: "not there"}
            said = SOUND if turn.target is Target.HELM else words[Action.NONE]
            ok = change.action is Action.NONE
            yield Verified(
                address, change.address, ok, said if ok else words.get(change.action, "differs")
            )


def _replanned(deployment: Deployment) -> Iterator[Verified]:
    terraform, plan = plan_terraform(deployment)
    terraform.plan_file.unlink(missing_ok=True)
    known = addresses(deployment.stack.graph)
    for change in plan.acts():
        address = known.get(change.address, change.address)
        yield Verified(address, change.address, False, f"a new plan would {change.action.value} it")


def _problem(deployment: Deployment, check: Verified) -> Diagnostic:
    resource = deployment.stack.graph.resources.get(check.address)
    span = resource.span if resource is not None else None
    return errors.not_as_planned(check.address, check.found, span)
