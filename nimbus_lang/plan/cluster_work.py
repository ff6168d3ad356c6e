"""The part of Kubernetes and Helm in a plan: for one turn the adapter with its objects, their values filled in.

Where a value waits for something that is not made yet, the object is still shown, with what it waits for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from nimbus_lang.backends.crossings import checked_fields
from nimbus_lang.backends.helm.lower import release_name
from nimbus_lang.backends.kubernetes.manifests import manifest
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import Resource, Target
from nimbus_lang.plan import errors
from nimbus_lang.plan.clusters import Waits
from nimbus_lang.plan.deployment import Deployment
from nimbus_lang.plan.filled import Filled
from nimbus_lang.plan.model import Made
from nimbus_lang.plan.releases import release
from nimbus_lang.plan.stages import Turn
from nimbus_lang.tools.helm.find import find_helm
from nimbus_lang.tools.helm.helm import Helm
from nimbus_lang.tools.helm.release import Release
from nimbus_lang.tools.helm.target import HelmTarget
from nimbus_lang.tools.kubernetes.client import Kubernetes
from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.kubernetes.objects import ObjectRef
from nimbus_lang.tools.kubernetes.target import KubernetesTarget
from nimbus_lang.tools.tool import ToolError
from nimbus_lang.types.model import RecordT, ResourceT


@dataclass(frozen=True)
class Work:
    """What one turn has to do. `address_of` gives the spec's address by the tool's, `waits` what an object waits for.

    `tool` is None while the cluster cannot be reached (`unreachable` says what it waits for); `unknown` are the
    releases that cannot be previewed yet; `server` is the cluster's address.
    """

    turn: Turn
    tool: KubernetesTarget | HelmTarget | None
    server: str
    address_of: dict[str, str]
    waits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unreachable: tuple[str, ...] = ()
    unknown: tuple[Release, ...] = ()


def work(deployment: Deployment, turn: Turn) -> Work:
    """The work of a turn as far as values are known now. Raises ToolError."""
    if turn.target is Target.HELM:
        return _helm_work(deployment, turn)
    return _kubernetes_work(deployment, turn)


def _resources(deployment: Deployment, turn: Turn) -> list[Resource]:
    return [deployment.stack.graph.resources[address] for address in turn.addresses]


def _filled(deployment: Deployment, resource: Resource) -> Filled:
    """A resource's object; raises ToolError where something in it has no result."""
    fields = manifest(resource).fields if resource.target is Target.KUBERNETES else resource.fields
    filled = deployment.filled(fields, str(resource.address))
    _judge(deployment, resource, filled)
    if filled.wrong:
        raise ToolError(*_no_results(resource, filled))
    return filled


def _judge(deployment: Deployment, resource: Resource, filled: Filled) -> None:
    """Judge the checks of an object as far as their values are there; else it waits for them. Raises ToolError."""
    judged = deployment.filled(dict(checked_fields(resource)), str(resource.address))
    filled.waits |= judged.waits
    filled.wrong |= judged.wrong
    failed = [
        errors.check_failed(str(resource.address), _said(judged, number), check.span)
        for number, check in enumerate(resource.checks)
        if judged.data.get(f"check[{number}].condition") is False
    ]
    if failed:
        raise ToolError(*failed)


def _said(judged: Filled, number: int) -> str:
    return str(judged.data.get(f"check[{number}].message") or "The check does not hold.")


def _no_results(resource: Resource, filled: Filled) -> Iterable[Diagnostic]:
    for path, why in filled.wrong.items():
        yield errors.no_result(f"{resource.address}.{path}", why, resource.span)


def _kubernetes_work(deployment: Deployment, turn: Turn) -> Work:
    resources = _resources(deployment, turn)
    client = deployment.client(turn.provider)
    if isinstance(client, Waits):
        named = {deployment.object_ref(r).address: str(r.address) for r in resources}
        return Work(turn, None, "", named, unreachable=client.addresses)
    filled = [
        _in_namespace(deployment, client, resource, _filled(deployment, resource))
        for resource in resources
    ]
    refs = [client.named(f.data) for f in filled]
    waiting = {r.address: f for r, f in zip(refs, filled, strict=True) if f.waits}
    unserved = {
        ref.address: releases
        for ref, resource in zip(refs, resources, strict=True)
        if (releases := _releases_before(deployment, resource)) and not client.serves(ref)
    }
    target = KubernetesTarget(
        client,
        tuple(f.data for f in filled),
        deferred={
            **dict.fromkeys(unserved, ("kind",)),
            **{address: tuple(f.waits) for address, f in waiting.items()},
        },
    )
    address_of = {
        r.address: str(resource.address) for r, resource in zip(refs, resources, strict=True)
    }
    waits = {**unserved, **{address: f.waits_for for address, f in waiting.items()}}
    return Work(turn, target, client.connection.server, address_of, waits)


def _in_namespace(
    deployment: Deployment, client: Kubernetes, resource: Resource, filled: Filled
) -> Filled:
    """A custom resource says its namespace: the server cannot tell that it needs one before its kind is served."""
    metadata = filled.data.get("metadata")
    if not resource.source or not isinstance(metadata, dict) or metadata.get("namespace"):
        return filled
    kind = ResourceT(resource.type, source=resource.source)
    record = deployment.stack.graph.schemas.load(kind)
    inner = record.fields["metadata"].type if record is not None else None
    if not isinstance(inner, RecordT) or "namespace" not in inner.fields:
        return filled
    named = {**metadata, "namespace": client.connection.namespace}
    return replace(filled, data={**filled.data, "metadata": named})


def _releases_before(deployment: Deployment, resource: Resource) -> tuple[str, ...]:
    """The releases that a custom resource comes after: its kind may be one that they bring."""
    graph = deployment.stack.graph
    if not resource.source:
        return ()
    after = (str(edge.target) for edge in graph.edges if edge.source == resource.address)
    return tuple(a for a in after if graph.resources[a].target is Target.HELM)


def _helm_work(deployment: Deployment, turn: Turn) -> Work:
    ready: list[Release] = []
    unknown: list[Release] = []
    waits: dict[str, tuple[str, ...]] = {}
    address_of: dict[str, str] = {}
    for resource in _resources(deployment, turn):
        filled = _filled(deployment, resource)
        name = release_name(deployment.stack.graph, resource)
        space = deployment.namespace(turn.provider)
        made = release(deployment, resource, name, space, filled.data)
        address_of[made.address] = str(resource.address)
        if filled.waits:
            waits[made.address] = filled.waits_for
        (unknown if filled.waits else ready).append(made)
    reached = deployment.connection(turn.provider)
    if isinstance(reached, Waits):
        return Work(turn, None, "", address_of, waits, reached.addresses, tuple(unknown))
    tool = HelmTarget(helm_on(deployment, reached), tuple(ready))
    return Work(turn, tool, reached.server, address_of, waits, (), tuple(unknown))


def helm_on(deployment: Deployment, reached: Connection) -> Helm:
    """Helm on one cluster, hiding every secret that was read."""
    environment = deployment.world.helm_environment()
    return Helm(find_helm(), reached, environment, deployment.secrets.seen())


def removal(
    deployment: Deployment, target: Target, provider: str, made: tuple[Made, ...]
) -> Work | None:
    """The work of deleting what was made; None where its cluster cannot be reached any more."""
    turn = Turn(target, provider, tuple(m.address for m in made))
    address_of = {m.identity: m.address for m in made}
    tool: KubernetesTarget | HelmTarget
    if target is Target.HELM:
        reached = deployment.connection(provider)
        if isinstance(reached, Waits):
            return None
        names = tuple((space, name) for space, _, name in (m.identity.partition("/") for m in made))
        tool = HelmTarget(helm_on(deployment, reached), (), names)
        return Work(turn, tool, reached.server, address_of)
    client = deployment.client(provider)
    if isinstance(client, Waits):
        return None
    tool = KubernetesTarget(client, (), tuple(parse_ref(m.identity) for m in made))
    return Work(turn, tool, client.connection.server, address_of)


def parse_ref(address: str) -> ObjectRef:
    """An object's name from its address: `apps/v1/Deployment/shop/web`, `v1/Namespace/shop`."""
    parts = address.split("/")
    grouped = not (parts[0][:1] == "v" and parts[0][1:2].isdigit())
    version = "/".join(parts[: 2 if grouped else 1])
    kind, *rest = parts[2 if grouped else 1 :]
    return ObjectRef(version, kind, rest[0] if len(rest) > 1 else "", rest[-1])
