"""Whom a plan is for: the account and region of the cloud, the address and certificate authority of each cluster."""

from __future__ import annotations

from collections.abc import Iterable

from nimbus_lang.ir.graph import Target
from nimbus_lang.plan.clusters import Waits
from nimbus_lang.plan.deployment import Deployment
from nimbus_lang.plan.model import Identity, Stage


def identities(deployment: Deployment, stages: Iterable[Stage]) -> tuple[Identity, ...]:
    """Of every stage's counterpart, as far as it exists. Raises ToolError where nobody answers."""
    found: dict[tuple[str, str], Identity] = {}
    for stage in stages:
        key = ("aws", "") if stage.target == Target.TERRAFORM.value else ("cluster", stage.provider)
        if key not in found:
            identity = _cloud(deployment) if key[0] == "aws" else _cluster(deployment, key[1])
            if identity is not None:
                found[key] = identity
    return tuple(found.values())


def _cloud(deployment: Deployment) -> Identity | None:
    """Asked of STS, so that another account's keys are another identity."""
    kinds = {r.type.partition(".")[0] for r in deployment.stack.graph.resources.values()}
    configured = {one.kind for one in (deployment.stack.graph.providers or {}).values()}
    if "aws" not in (kinds | configured if "module" in kinds else kinds):
        return None
    return Identity("aws", "", {**place_of(deployment), "endpoint": deployment.aws.endpoint})


def place_of(deployment: Deployment) -> dict[str, str]:
    """The account and region that we would work in now. Raises ToolError where nobody answers."""
    region = deployment.aws.client("sts").meta.region_name or ""
    return {"account": deployment.aws.account(), "region": str(region)}


def _cluster(deployment: Deployment, provider: str) -> Identity | None:
    reached = deployment.connection(provider)
    if isinstance(reached, Waits):
        return None
    return Identity("cluster", provider, {"server": reached.server, "identity": reached.identity})
