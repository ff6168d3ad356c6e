"""What is proven of the networks of a graph before anything runs: inside their VPC, apart, and of a size there is."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nimbus_lang.compiler import check_sources
from nimbus_lang.source.source_file import SourceFile, SourceSet

VPC = "resource main: aws.vpc { cidr_block = 10.0.0.0/16 }\n"
SIX = 'resource main: aws.vpc { cidr_block = 10.0.0.0/16 ipv6_cidr_block = 2001:db8::/56 ipv6_ipam_pool_id = "p" }\n'
NET = "resource net: std.aws.network { cidr = 10.0.0.0/16 }\n"
SECOND = "resource more: aws.vpc_ipv4_cidr_block_association { vpc_id = main.id cidr_block = 10.1.0.0/16 }\n"
CLUSTER = (
    'resource c: aws.eks_cluster { name = "c" role_arn = "arn:aws:iam::123456789012:role/x" '
    "vpc_config = { subnet_ids = IDS endpoint_public_access = false endpoint_private_access = true } "
    "MORE }\n"
)


def found(text: str) -> list[tuple[str, str]]:
    """Code and sentence of every error."""
    sources = SourceSet.of(SourceFile("main.nimbus", f"stack s\n{text}"))
    checked = check_sources(sources, "main.nimbus")
    return [(d.code, d.detail) for d in checked.diagnostics if d.severity.value == "error"]


def codes(text: str) -> list[str]:
    """The codes alone."""
    return [code for code, _ in found(text)]


def subnet(name: str, block: str, more: str = "", vpc: str = "main.id") -> str:
    """A subnet."""
    return f"resource {name}: aws.subnet {{ vpc_id = {vpc} cidr_block = {block} {more} }}\n"


def cluster(more: str, ids: str = "net.private_subnets") -> str:
    """A cluster in the network of the library."""
    return CLUSTER.replace("IDS", ids).replace("MORE", more)


@pytest.mark.parametrize(
    "text",
    [
        VPC + subnet("a", "10.0.255.0/24"),
        VPC + subnet("a", '"10.0.0.0/24"'),
        VPC + subnet("a", "main.cidr_block.subnet(8, 255)"),
        VPC + SECOND + subnet("a", "10.1.0.0/24"),
        VPC + SECOND + subnet("a", "10.1.0.0/24", vpc="more.vpc_id"),
        VPC + subnet("a", "10.0.0.0/24") + subnet("b", "10.0.1.0/24", vpc="a.vpc_id"),
        NET + subnet("a", "10.0.200.0/24", vpc="net.id").replace("200", "96"),
        'resource v[k in ["a", "b"]]: aws.vpc { cidr_block = 10.0.0.0/16 }\n'
        'resource s[k in ["a", "b"]]: aws.subnet { vpc_id = v[k].id cidr_block = 10.0.0.0/24 }\n',
        'lookup old: aws.vpc { cidr_block = "10.0.0.0/16" }\n'
        + subnet("a", "10.9.0.0/24", vpc="old.id"),
        subnet("a", "10.9.0.0/24", vpc='"vpc-0123456789abcdef0"'),
        'resource main: aws.vpc { ipv4_ipam_pool_id = "p" ipv4_netmask_length = 16 }\n'
        + subnet("a", "10.9.0.0/24"),
        VPC
        + 'resource more: aws.vpc_ipv4_cidr_block_association { vpc_id = main.id ipv4_ipam_pool_id = "p" ipv4_netmask_length = 20 }\n'
        + subnet("a", "10.9.0.0/24"),
        VPC
        + "lookup other: aws.vpc { default = true }\n"
        + 'resource more: aws.vpc_ipv4_cidr_block_association { vpc_id = if other.id == "x" then main.id else other.id cidr_block = 10.9.0.0/16 }\n'
        + subnet("a", "10.9.0.0/24"),
        SIX + subnet("a", "10.0.0.0/24", "ipv6_cidr_block = 2001:db8:0:1::/64"),
        SIX.replace(
            'ipv6_cidr_block = 2001:db8::/56 ipv6_ipam_pool_id = "p"',
            "assign_generated_ipv6_cidr_block = true",
        )
        + subnet("a", "10.0.0.0/24", "ipv6_cidr_block = 2001:db8:0:1::/64"),
        VPC
        + "resource far: aws.vpc { cidr_block = 10.1.0.0/16 }\n"
        + "resource p: aws.vpc_peering_connection { vpc_id = main.id peer_vpc_id = far.id }\n",
        VPC + 'resource p: aws.vpc_peering_connection { vpc_id = main.id peer_vpc_id = "vpc-1" }\n',
        NET + cluster("kubernetes_network_config = { service_ipv4_cidr = 172.20.0.0/16 }"),
        cluster("kubernetes_network_config = { service_ipv4_cidr = 10.0.0.0/20 }", '["subnet-1"]'),
    ],
)
def test_networks_that_can_be(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (VPC + subnet("a", "10.1.0.0/24"), "NB3020", "10.1.0.0/24 is not inside 10.0.0.0/16."),
        (VPC + SECOND + subnet("a", "10.2.0.0/24"), "NB3020", "inside 10.0.0.0/16 or 10.1.0.0/16."),
        (NET + subnet("a", "10.9.0.0/24", vpc="net.id"), "NB3020", "not inside 10.0.0.0/16"),
        (
            NET + subnet("a", "10.0.0.0/24", vpc="net.id"),
            "NB3021",
            "10.0.0.0/20 of `net.private[0]`",
        ),
        (VPC + subnet("a[i in 0..1]", "(10.0.0.0/16).subnet(8, 7)"), "NB3021", "of `a[0]`"),
        (
            VPC
            + SECOND
            + subnet("a", "10.1.0.0/24")
            + subnet("b", "10.1.0.0/25", vpc="more.vpc_id"),
            "NB3021",
            "of `a`",
        ),
        (
            subnet("a", "10.9.0.0/24", vpc='"vpc-1"') + subnet("b", "10.9.0.0/25", vpc='"vpc-1"'),
            "NB3021",
            "of `a`",
        ),
        (
            SIX + subnet("a", "10.0.0.0/24", "ipv6_cidr_block = 2001:db9::/64"),
            "NB3020",
            "not inside 2001:db8::/56",
        ),
        (
            SIX
            + subnet("a", "10.0.0.0/24", "ipv6_cidr_block = 2001:db8::/64")
            + subnet("b", "10.0.1.0/24", "ipv6_cidr_block = 2001:db8::/64"),
            "NB3021",
            "2001:db8::/64 of `a`",
        ),
        (
            VPC + SECOND.replace("10.1.0.0/16", "10.0.16.0/20"),
            "NB3030",
            "A VPC has no address twice",
        ),
        (
            VPC
            + SECOND
            + "resource far: aws.vpc { cidr_block = 10.1.128.0/20 }\n"
            + "resource p: aws.vpc_peering_connection { vpc_id = main.id peer_vpc_id = far.id }\n",
            "NB3030",
            "10.1.0.0/16 of `more` shares addresses with 10.1.128.0/20 of `far`",
        ),
        (
            NET + cluster("kubernetes_network_config = { service_ipv4_cidr = 10.0.0.0/20 }"),
            "NB3030",
            "10.0.0.0/20 of `c` shares addresses with 10.0.0.0/16 of `net.vpc`",
        ),
        (
            cluster(
                "kubernetes_network_config = { service_ipv4_cidr = 172.20.0.0/16 } "
                "remote_network_config = { remote_node_networks = { cidrs = [10.9.0.0/16] } "
                "remote_pod_networks = { cidrs = [10.9.128.0/20] } }",
                '["subnet-1"]',
            ),
            "NB3030",
            "A cluster has no address twice",
        ),
    ],
)
def test_networks_that_cannot_be(text: str, code: str, words: str) -> None:
    ((only, detail),) = found(text)
    assert only == code
    assert words in detail


parts = st.builds(
    lambda prefix, place: IPv4Network(
        ((10 << 24) + (place << 8 >> (32 - prefix) << (32 - prefix)), prefix)
    ),
    st.integers(18, 24),
    st.integers(0, 600),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(parts, min_size=1, max_size=7, unique=True), st.booleans())
def test_every_subnet_that_is_wrong_is_found_and_no_other(
    made: list[IPv4Network], two: bool
) -> None:
    held = [IPv4Network("10.0.0.0/16"), *([IPv4Network("10.1.0.0/16")] if two else [])]
    text = (
        VPC
        + (SECOND if two else "")
        + "".join(subnet(f"s{n}", str(net)) for n, net in enumerate(made))
    )
    outside = sum(not any(net.subnet_of(block) for block in held) for net in made)
    covered = sum(any(net != other and net.subnet_of(other) for other in made) for net in made)
    assert sorted(codes(text)) == ["NB3020"] * outside + ["NB3021"] * covered
    assert (covered > 0) == any(a.overlaps(b) for a, b in combinations(made, 2))
