"""NB5203: a Kubernetes API that the whole internet can reach.

An EKS endpoint is public unless `endpoint_public_access = false` is written, and open to `0.0.0.0/0` unless
`public_access_cidrs` says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, hidden, is_absent, is_true, items, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.ingress import is_the_world
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5203"
LEVEL = Level.BLOCK
TITLE = "A cluster's API is reachable from the internet"
WHY = "A leaked token or a flaw in the API server is then enough to own the cluster."
TYPES = ("aws.eks_cluster",)
SWITCH = "endpoint_public_access"
NETWORKS = "public_access_cidrs"


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Public, by word or by default, and to the world, by word or by default."""
    config = child(resource.fields, "vpc_config")
    switch, networks = child(config, SWITCH), child(config, NETWORKS)
    if hidden(config, SWITCH) or hidden(config, NETWORKS) or hidden(resource.fields, "vpc_config"):
        return
    if not (is_absent(switch) or is_true(switch)):
        return
    if is_absent(networks):
        state = "is public" if switch is not None else "is public, which is the default,"
        yield Finding(
            f"The endpoint of `{resource.address}` {state} and open to `0.0.0.0/0`.",
            f"Write `{SWITCH} = false`, or name the networks that may in `{NETWORKS}`.",
            switch or config,
            put=Put(SWITCH, "false") if switch is not None else None,
        )
        return
    for network in items(networks):
        if is_the_world(text(network) or ""):
            yield Finding(
                f"The endpoint of `{resource.address}` is open to `{text(network)}`.",
                f"Name the networks that may, or write `{SWITCH} = false`.",
                network,
            )
