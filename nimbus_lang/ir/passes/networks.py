"""Networks of one VPC: every subnet inside it, nothing that must be apart sharing addresses.

The API would refuse it, halfway through an apply; here it is known before. Sorted by address, so it stays n log n.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from nimbus_lang.check.errors_values import networks_overlap, subnet_outside, subnets_overlap
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import InfraGraph, Resource
from nimbus_lang.ir.passes.address_spaces import (
    Block,
    Network,
    Space,
    blocks,
    network,
    spaces,
    subnet_of,
    vpc_of,
)
from nimbus_lang.values.model import Value


def check_networks(graph: InfraGraph) -> Iterator[Diagnostic]:
    """What is wrong with the networks of the graph."""
    groups: dict[str, list[Block]] = defaultdict(list)
    for subnet in _made(graph, "aws.subnet"):
        vpc = vpc_of(graph, subnet.fields.get("vpc_id"))
        if vpc is not None:
            groups[vpc] += blocks(subnet)
    known = spaces(graph)
    for vpc, subnets in groups.items():
        if vpc in known:
            yield from _inside(known[vpc], subnets)
        yield from _subnets_apart(subnets)
    for space in known.values():
        yield from (_shared(one, other, "A VPC has") for one, other in _overlapping(space.blocks))
    yield from _peers(graph, known)
    yield from _clusters(graph, known)


def _made(graph: InfraGraph, type: str) -> Iterator[Resource]:
    return (one for one in graph.resources.values() if one.type == type and not one.lookup)


def _inside(space: Space, subnets: Iterable[Block]) -> Iterator[Diagnostic]:
    for subnet in subnets:
        version = subnet.network.version
        around = [block for block in space.blocks if block.network.version == version]
        if version in space.open or any(_holds(block.network, subnet.network) for block in around):
            continue
        shown = [str(block.network) for block in around]
        labels = [block.value.span for block in around]
        span, callers = subnet.value.span, subnet.owner.callers
        yield subnet_outside(span, callers, str(subnet.network), shown, labels)


def _subnets_apart(subnets: Iterable[Block]) -> Iterator[Diagnostic]:
    for one, other in _overlapping(subnets):
        yield subnets_overlap(
            one.value.span,
            one.owner.callers,
            str(one.network),
            str(other.network),
            str(other.owner.address),
            other.value.span,
        )


def _peers(graph: InfraGraph, known: Mapping[str, Space]) -> Iterator[Diagnostic]:
    """Two VPCs that are peers have no address in common, in any of their blocks."""
    for peering in _made(graph, "aws.vpc_peering_connection"):
        sides = [vpc_of(graph, peering.fields.get(name)) for name in ("vpc_id", "peer_vpc_id")]
        here, there = (known.get(side or "", Space()).blocks for side in sides)
        found = _first_shared(here, there)
        if found is not None and sides[0] != sides[1]:
            yield _shared(
                *found, "VPCs that are peers have", peering.fields["peer_vpc_id"], peering
            )


def _clusters(graph: InfraGraph, known: Mapping[str, Space]) -> Iterator[Diagnostic]:
    """The services of an EKS cluster, and what is reached outside, have addresses that the VPC has not."""
    for cluster in _made(graph, "aws.eks_cluster"):
        own = [Block(net, cluster, value) for value in _ranges(cluster) if (net := network(value))]
        around = _around(graph, cluster, known)
        for one in own:
            found = _first_shared([one], around)
            if found is not None:
                yield _shared(*found, "A cluster and its VPC have")
        yield from (_shared(a, b, "A cluster has") for a, b in _overlapping(own))


def _ranges(cluster: Resource) -> Iterator[Value]:
    services = _field(cluster.fields.get("kubernetes_network_config"), "service_ipv4_cidr")
    remote = cluster.fields.get("remote_network_config")
    yield from services
    for name in ("remote_node_networks", "remote_pod_networks"):
        for networks in _field(remote, name):
            for cidrs in _field(networks, "cidrs"):
                yield from cidrs.data if isinstance(cidrs.data, tuple) else ()


def _around(graph: InfraGraph, cluster: Resource, known: Mapping[str, Space]) -> list[Block]:
    """The blocks of the VPC that the cluster's subnets are in."""
    for ids in _field(cluster.fields.get("vpc_config"), "subnet_ids"):
        for id in ids.data if isinstance(ids.data, tuple) else ():
            address = subnet_of(id)
            subnet = graph.resources.get(str(address)) if address is not None else None
            vpc = vpc_of(graph, subnet.fields.get("vpc_id")) if subnet is not None else None
            if vpc is not None and vpc in known:
                return known[vpc].blocks
    return []


def _field(value: Value | None, name: str) -> Iterator[Value]:
    """The field in an object, or in each object of a list."""
    match value.data if value is not None else None:
        case Mapping() as entries:
            if name in entries:
                yield entries[name]
        case tuple() as items:
            for item in items:
                yield from _field(item, name)


def _holds(whole: Network, part: Network) -> bool:
    return whole.version == part.version and part.subnet_of(whole)  # type: ignore[arg-type]


def _apart(one: Network, other: Network) -> bool:
    return one.version != other.version or not one.overlaps(other)


def _overlapping(found: Iterable[Block]) -> Iterator[tuple[Block, Block]]:
    """Each network that shares addresses with one that begins before it, and that one.

    Two networks are apart or one is in the other: so the widest of those before is the only one to be asked.
    """
    widest: Block | None = None
    for block in sorted(found, key=_place):
        if widest is None or _apart(widest.network, block.network):
            widest = block
        else:
            yield block, widest


def _place(block: Block) -> tuple[int, int, int]:
    return block.network.version, int(block.network.network_address), block.network.prefixlen


def _first_shared(some: Iterable[Block], others: Iterable[Block]) -> tuple[Block, Block] | None:
    others = list(others)
    pairs = ((one, other) for one in some for other in others)
    return next((pair for pair in pairs if not _apart(pair[0].network, pair[1].network)), None)


def _shared(
    one: Block, other: Block, who: str, at: Value | None = None, by: Resource | None = None
) -> Diagnostic:
    return networks_overlap(
        (at or one.value).span,
        (by or one.owner).callers,
        who,
        (str(one.network), str(one.owner.address)),
        (str(other.network), str(other.owner.address)),
        other.value.span,
    )
