"""How to reach the cluster of a `use k8s { ... }`: one that the spec makes, one that exists, or a kubeconfig's context.

In the sandbox every cluster is the sandbox's.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from nimbus_lang.ir.graph import Provider
from nimbus_lang.plan import errors
from nimbus_lang.plan.filled import Filled
from nimbus_lang.plan.world import World
from nimbus_lang.tools.aws.access import AwsAccess
from nimbus_lang.tools.aws.eks import eks_connection, eks_token
from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.kubernetes.kubeconfig import connect
from nimbus_lang.tools.tool import ToolError


@dataclass(frozen=True, slots=True)
class Waits:
    """A cluster cannot be reached yet: these resources must exist first."""

    addresses: tuple[str, ...]


def sandbox_connection(world: World) -> Connection | None:
    """The sandbox's cluster; None outside it. Raises ToolError NB7009 where it has none."""
    if world.sandbox is None:
        return None
    inside = world.sandbox_cluster()
    if inside is None:
        raise ToolError(errors.no_sandbox_cluster(world.sandbox.absent or "none runs"))
    return inside


def chosen_connection(
    world: World, aws: AwsAccess, provider: Provider, config: Filled
) -> Connection | Waits:
    """The cluster that a configuration names. Raises ToolError where it names none that can be had."""
    if config.waits:
        return Waits(config.waits_for)
    cluster = config.data.get("cluster")
    match cluster:
        case None:
            path = config.data.get("kubeconfig")
            context = str(config.data.get("context") or "")
            return connect(context, (world.root / str(path),) if path else None)
        case str():
            return eks_connection(aws, cluster)
        case {"name": name, "endpoint": endpoint, "certificate_authority": authority}:
            token = eks_token(aws, str(name))
            return Connection(str(endpoint), ca=_certificate(str(authority), provider), token=token)
        case _:
            why = "what `cluster` names has no name, endpoint and certificate authority"
            raise ToolError(errors.no_cluster(provider.name, why, provider.span))


def _certificate(encoded: str, provider: Provider) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        why = "its certificate authority is no certificate"
        raise ToolError(errors.no_cluster(provider.name, why, provider.span)) from None
