"""`std.aws.kubernetes`: an EKS cluster with a group of nodes."""

from __future__ import annotations

import re

from nimbus_lang.llm.offline.amounts import Span
from nimbus_lang.llm.offline.intent import Network
from nimbus_lang.llm.offline.kind import Kind, Taken, Trait, always, binary, pairs, protect

_MOST = 2
(
    "How many more nodes than the least a cluster may grow to, when only the least is "
    "said: as many again."
)


def _nodes(value: object) -> Taken:
    assert isinstance(value, Span)
    low, high = value.low, value.high
    if low is not None and high is not None:
        return Taken((("nodes.count", value),))
    if high is not None:
        low = min(2, high)
        return Taken(
            (("nodes.count", Span(low, high)),),
            assumed=f"{low} of at most {high} nodes to begin with",
        )
    assert low is not None
    high = low * _MOST
    return Taken(
        (("nodes.count", Span(low, high)),), assumed=f"at most {high} nodes, twice the least"
    )


_VERSION = re.compile(r"1\.[0-9]{2}")


def _version(value: object) -> Taken:
    if not _VERSION.fullmatch(str(value)):
        return Taken(missing="a version of Kubernetes, such as `Kubernetes 1.33`")
    return Taken((("version", str(value)),))


def _machine(value: object) -> Taken:
    if str(value).startswith("db."):
        return Taken(missing="a machine for nodes, such as `m6i.large`: this one is for databases")
    return Taken((("nodes.type", str(value)),))


def _reachable(value: object) -> Taken:
    if str(value).endswith("/0"):
        return Taken(
            missing="which networks may reach it, such as `reachable from 198.51.100.0/24`"
        )
    return Taken((("public_access", (Network(str(value)),)),))


KIND = Kind(
    id="cluster",
    component="std.aws.kubernetes",
    called="a Kubernetes cluster (EKS)",
    name="cluster",
    nouns=(
        "eks {version}? cluster?; eks kubernetes? cluster {version}?; kubernetes|k8s "
        "{version}? cluster?; kubernetes|k8s cluster version? {version}?; eks version "
        "{version}; kubernetes|k8s version? {version} cluster?; cluster; managed "
        "kubernetes cluster?; elastic kubernetes service cluster?; amazon|aws eks "
        "{version}? cluster?"
    ),
    says=(
        "version (`Kubernetes 1.33`), nodes (`2 to 6 nodes`, `m6i.large`, `80 GB disks`), "
        "who may reach it (`reachable from 198.51.100.0/24`), tags"
    ),
    takes={
        "version": _version,
        "nodes": _nodes,
        "machine": _machine,
        "disk": binary("nodes.disk", "disk", "EKS"),
        "reachable": _reachable,
        "private": always("its address is reached from inside the network only"),
        "encrypted": always("its secrets are encrypted with a key of its own"),
        "highly_available": always("EKS runs its control plane over several zones"),
        "production": protect(),
        "protected": protect(),
        "tags": pairs("tags"),
    },
    shown=("version", "nodes.type", "nodes.count"),
    refuses={
        "public": "say which networks may reach it, such as `reachable from 198.51.100.0/24`",
        "size": "say whose size that is, such as `nodes with 80 GB disks`",
    },
    in_network=True,
    single=True,
)

_NODE = "node|worker-node|machine"
TRAITS = (
    Trait(
        "nodes",
        (
            "{span} node; {span} worker node; {span} machine; node group of {span}? node?; "
            "node count of? {span}"
        ),
        adjective=True,
    ),
    Trait(
        "nodes",
        ("{span} {machine} node; {span} {machine} worker? node; {span} {machine} machine|instance"),
        adjective=True,
    ),
    Trait(
        "machine",
        (
            "node type of? {machine}; instance type of? {machine}; machine type of? {machine}; "
            "{machine} node|instance|machine?; node of type {machine}; instance class of? "
            "{machine}; machine {machine}"
        ),
        adjective=True,
        near=True,
    ),
    Trait(
        "disk",
        (
            "{size} disk|volume; disk|volume of? {size}; {size} disk|volume each; {size} disk "
            "per|each node; {size} of? disk|space|storage? per|each node"
        ),
        near=True,
    ),
    Trait(
        "reachable",
        (
            "reachable|accessible|allowed|open from|to|for {cidr}; access from|for {cidr}; "
            "allow access? from? {cidr}; endpoint|api reachable|accessible|open from|to|for "
            "{cidr}; public? access from|for {cidr}"
        ),
        near=True,
    ),
)
