"""`std.aws.network`: a VPC over several zones, with or without a way out."""

from __future__ import annotations

from nimbus_lang.llm.offline.intent import Network
from nimbus_lang.llm.offline.kind import Kind, Taken, Trait, always, pairs, protect, to

KIND = Kind(
    id="network",
    component="std.aws.network",
    called="a network (VPC)",
    name="network",
    nouns="vpc; vpc network; virtual private cloud; virtual network; network",
    says=(
        "zones (`over three zones`), addresses (`10.20.0.0/16`), NAT (`one NAT gateway`, "
        "`NAT per zone`, `no NAT`), tags"
    ),
    takes={
        "zones": to("zones"),
        "cidr": lambda value: Taken((("cidr", Network(str(value))),)),
        "nat": to("nat"),
        "some_nat": lambda value: Taken((("nat", "single"),)),
        "highly_available": lambda value: Taken((("nat", "per_zone"),)),
        "production": lambda value: Taken((("nat", "per_zone"),)),
        "subnets": always("each zone has a public and a private subnet"),
        "internet": always("it has an internet gateway, for the public subnets"),
        "protected": protect(),
        "tags": pairs("tags"),
    },
    shown=("cidr", "zones", "nat"),
    refuses={
        "private": (
            "the library's network has public subnets too; what lies in it is private. Say `no "
            "NAT` for one that nothing private can leave"
        ),
        "public": "say what should be reached from outside",
    },
    single=True,
)

_PER_ZONE = (
    "nat gateway? per|each|every zone|az; nat gateway? per|each|every availability "
    "zone; nat gateway? in|for each|every|all availability? zone|az; one nat gateway? "
    "per|each availability? zone|az; one nat gateway? in|for each|every|per "
    "availability? zone|az; zonal nat gateway?"
)
TRAITS = (
    Trait(
        "zones",
        (
            "{zones:count} availability? zone|az; {zones:count} different availability? "
            "zone|az; zone|az {zones:count}"
        ),
    ),
    Trait(
        "cidr",
        (
            "{cidr}; cidr block|range? {cidr}; address range|block|space? {cidr}; ip range "
            "{cidr}; range {cidr}"
        ),
        adjective=True,
    ),
    Trait("nat", _PER_ZONE, fixed="per_zone"),
    Trait(
        "nat",
        "single|one|1|shared nat gateway?; {cidr}? single nat gateway? for all zone?",
        fixed="single",
    ),
    Trait("some_nat", "nat gateway?; nat"),
    Trait(
        "nat",
        (
            "no nat gateway?; without nat gateway?; no|without internet access; no|without "
            "outbound internet access?; isolated; no|without way out"
        ),
        fixed="none",
    ),
    Trait(
        "subnets",
        (
            "public|private subnet; public and private subnet; private and public subnet; "
            "subnet in each zone|az; public and private subnet in each|every zone|az"
        ),
    ),
    Trait(
        "internet",
        (
            "internet gateway; internet gateway attached? to? it?; internet access; outbound "
            "internet access?"
        ),
    ),
)
