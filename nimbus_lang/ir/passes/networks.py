"""Networks of one VPC: every subnet inside it, no two sharing addresses.

The API would refuse both, halfway through an apply; here it is known before. Sorted by address, so it stays n log n.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from ipaddress import IPv4Interface, IPv4Network
from itertools import pairwise

from nimbus_lang.check.deferral import known
from nimbus_lang.check.errors_values import subnet_outside, subnets_overlap
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import InfraGraph, Resource
from nimbus_lang.values.model import Deferred, Ref, Value


def check_networks(graph: InfraGraph) -> Iterator[Diagnostic]:
    """What is wrong with the subnets of each VPC of the graph."""
    groups: dict[str, list[tuple[IPv4Network, Resource, Value]]] = defaultdict(list)
    for resource in graph.resources.values():
        if resource.type != "aws.subnet" or resource.lookup:
            continue
        network = _network(resource.fields.get("cidr_block"))
        vpc = _vpc(resource.fields.get("vpc_id"))
        if network is not None and vpc is not None:
            groups[vpc].append((network, resource, resource.fields["cidr_block"]))
    for vpc, subnets in groups.items():
        yield from _inside(graph.resources.get(vpc), subnets)
        yield from _apart(subnets)


def _inside(
    vpc: Resource | None, subnets: list[tuple[IPv4Network, Resource, Value]]
) -> Iterator[Diagnostic]:
    whole = _network(vpc.fields.get("cidr_block")) if vpc else None
    if vpc is None or whole is None or whole.prefixlen == 0:
        return
    for network, resource, value in subnets:
        if not network.subnet_of(whole):
            declared = vpc.fields["cidr_block"].span
            yield subnet_outside(value.span, resource.callers, str(network), str(whole), declared)


def _apart(subnets: list[tuple[IPv4Network, Resource, Value]]) -> Iterator[Diagnostic]:
    ordered = sorted(subnets, key=lambda one: (int(one[0].network_address), one[0].prefixlen))
    for before, after in pairwise(ordered):
        if before[0].overlaps(after[0]):
            network, resource, value = after
            other, owner, declared = before
            yield subnets_overlap(
                value.span,
                resource.callers,
                str(network),
                str(other),
                str(owner.address),
                declared.span,
            )


def _network(value: Value | None) -> IPv4Network | None:
    sure = known(value) if value is not None else None
    if sure is None:
        return None
    match sure.data:
        case IPv4Interface() as interface:
            return interface.network
        case str(text):
            try:
                return IPv4Interface(text).network
            except ValueError:
                return None
        case _:
            return None


def _vpc(value: Value | None) -> str | None:
    match value:
        case Value(data=Deferred(residual=Ref(address, ("id",)))):
            return str(address)
        case Value(data=str(text)):
            return text
        case _:
            return None
