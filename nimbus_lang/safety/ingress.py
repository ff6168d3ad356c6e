"""Who may come in: the openings of security groups, in all the ways AWS has to write them.

Inline `ingress` blocks, `aws.security_group_rule` and `aws.vpc_security_group_ingress_rule` become one shape.
Knows ports and addresses, not which of them are dangerous.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network, ip_network

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import as_fields, blocks, items, number, text
from nimbus_lang.source.record import dataclass
from nimbus_lang.values.model import Value

GROUP_TYPES = (
    "aws.security_group",
    "aws.default_security_group",
    "aws.security_group_rule",
    "aws.vpc_security_group_ingress_rule",
)
ALL_PROTOCOLS = ("-1", "all")
PROTOCOL_NAMES = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}
WIDEST_V4 = 4
WIDEST_V6 = 4


@dataclass(frozen=True, slots=True)
class Opening:
    """Ports `low` to `high` of `protocol` (`all`, `tcp`, `udp`), open to `cidr`, which `source` wrote."""

    protocol: str
    low: int
    high: int
    cidr: str
    source: Value

    def lets_in(self, port: int, protocol: str) -> bool:
        """Whether this port of this protocol is open."""
        return self.protocol in ("all", protocol) and self.low <= port <= self.high


def openings(resource: Resource) -> Iterator[Opening]:
    """The openings of one resource of `GROUP_TYPES`, as far as they are known."""
    match resource.type:
        case "aws.security_group_rule":
            if text(resource.fields.get("type")) == "ingress":
                yield from _of(Value(resource.fields, resource.span))
        case "aws.vpc_security_group_ingress_rule":
            yield from _of(Value(resource.fields, resource.span))
        case _:
            for block in blocks(resource.fields.get("ingress")):
                yield from _of(block)


def _of(rule: Value) -> Iterator[Opening]:
    fields = as_fields(rule) or {}
    protocol = text(fields.get("protocol") or fields.get("ip_protocol"))
    if protocol is None:
        return
    protocol = protocol.lower()
    if protocol in ALL_PROTOCOLS:
        ports: tuple[int | None, int | None] = (0, 65535)
        protocol = "all"
    else:
        ports = (number(fields.get("from_port")), number(fields.get("to_port")))
        protocol = PROTOCOL_NAMES.get(protocol, protocol)
    low, high = ports
    if low is None or high is None:
        return
    for name in ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"):
        for source in items(fields.get(name)):
            cidr = text(source)
            if cidr is not None:
                yield Opening(protocol, low, high, cidr, source)


def is_the_world(cidr: str) -> bool:
    """Whether a network is the internet, or so large a part of it that it makes no difference."""
    try:
        network = ip_network(cidr, strict=False)
    except ValueError:
        return False
    widest = WIDEST_V4 if isinstance(network, IPv4Network) else WIDEST_V6
    return network.prefixlen <= widest
