"""The networks that a graph makes: which blocks of addresses each VPC has, and which VPC a value leads to.

A block that the spec does not know (one from a pool, one of a VPC that is only looked up) makes a VPC's addresses open:
nothing can then be said to lie outside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Interface, IPv4Network, IPv6Interface, IPv6Network, ip_interface

from nimbus_lang.check.deferral import known
from nimbus_lang.ir.graph import InfraGraph, Resource
from nimbus_lang.values.model import Address, Deferred, Ref, Value

Network = IPv4Network | IPv6Network
VPCS = ("aws.vpc", "aws.default_vpc")
_BLOCKS = {
    "aws.vpc_ipv4_cidr_block_association": "cidr_block",
    "aws.vpc_ipv6_cidr_block_association": "ipv6_cidr_block",
}
_FIELDS = ("cidr_block", "ipv6_cidr_block")
_LONGEST_WAY = 8


@dataclass(frozen=True, slots=True)
class Block:
    """A network, the resource that has it and the value that says so."""

    network: Network
    owner: Resource
    value: Value


@dataclass(slots=True)
class Space:
    """What is known of the addresses of one VPC: its blocks, and the versions of which it may have others too."""

    blocks: list[Block] = field(default_factory=list)
    open: set[int] = field(default_factory=set)


def spaces(graph: InfraGraph) -> Mapping[str, Space]:
    """The addresses of every VPC that the graph makes, by its address."""
    found: dict[str, Space] = {}
    for resource in graph.resources.values():
        if resource.type in VPCS and not resource.lookup:
            found[str(resource.address)] = _own(resource)
    for resource in graph.resources.values():
        name = _BLOCKS.get(resource.type)
        if name is None or resource.lookup:
            continue
        vpc = vpc_of(graph, resource.fields.get("vpc_id"))
        held = found.values() if vpc is None else [found[vpc]] if vpc in found else []
        networks = list(blocks(resource, (name,)))
        for space in held:
            if vpc is None or not networks:
                space.open.add(4 if name == "cidr_block" else 6)
            else:
                space.blocks += networks
    return found


def _own(vpc: Resource) -> Space:
    found = list(blocks(vpc, _FIELDS))
    versions = {block.network.version for block in found}
    pooled = {4: vpc.type != "aws.vpc" or "ipv4_ipam_pool_id" in vpc.fields, 6: True}
    return Space(
        found, {v for v, open in pooled.items() if open and v not in versions} | _late(vpc)
    )


def _late(vpc: Resource) -> set[int]:
    """Versions whose block is written but not known yet."""
    written = [name for name in _FIELDS if name in vpc.fields]
    return {4 if name == "cidr_block" else 6 for name in written if not network(vpc.fields[name])}


def blocks(resource: Resource, names: Sequence[str] = _FIELDS) -> Iterator[Block]:
    """The known networks in these fields of a resource."""
    for name in names:
        value = resource.fields.get(name)
        found = network(value)
        if value is not None and found is not None:
            yield Block(found, resource, value)


def network(value: Value | None) -> Network | None:
    """The network that a value is or spells; None where that is not known."""
    sure = known(value) if value is not None else None
    match sure.data if sure is not None else None:
        case IPv4Interface() | IPv6Interface() as interface:
            return interface.network
        case str(text) if "/" in text:
            try:
                return ip_interface(text).network
            except ValueError:
                return None
        case _:
            return None


def vpc_of(graph: InfraGraph, value: Value | None) -> str | None:
    """The VPC that a `vpc_id` leads to, by its address or as the text it is; also by way of a resource that is in it."""
    for _ in range(_LONGEST_WAY):
        match value:
            case Value(data=Deferred(residual=Ref(address, ("vpc_id",)))):
                owner = graph.resources.get(str(address))
                value = owner.fields.get("vpc_id") if owner is not None else None
            case Value(data=Deferred(residual=Ref(address, ("id",)))):
                return str(address)
            case Value(data=str(text)):
                return text
            case _:
                return None
    return None


def subnet_of(value: Value) -> Address | None:
    """The subnet whose id a value is."""
    match value.data:
        case Deferred(residual=Ref(address, ("id",))):
            return address
        case _:
            return None
