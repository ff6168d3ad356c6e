"""NB5206: a front door that still speaks TLS 1.0 or 1.1.

Only a policy that is written is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5206"
LEVEL = Level.WARN
TITLE = "An outdated version of TLS is accepted"
WHY = "TLS 1.0 and 1.1 are broken and forbidden by every current standard."
PLACES = {
    "aws.alb_listener": ("ssl_policy",),
    "aws.api_gateway_domain_name": ("security_policy",),
    "aws.cloudfront_distribution": ("viewer_certificate", "minimum_protocol_version"),
    "aws.lb_listener": ("ssl_policy",),
}
TYPES = tuple(PLACES)
MODERN = {
    "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "security_policy": "TLS_1_2",
    "minimum_protocol_version": "TLSv1.2_2021",
}
OLD = frozenset(
    {
        "ELBSecurityPolicy-2015-05",
        "ELBSecurityPolicy-2016-08",
        "ELBSecurityPolicy-FS-1-1-2019-08",
        "ELBSecurityPolicy-FS-2018-06",
        "ELBSecurityPolicy-TLS-1-0-2015-04",
        "ELBSecurityPolicy-TLS-1-1-2017-01",
        "ELBSecurityPolicy-TLS13-1-0-2021-06",
        "ELBSecurityPolicy-TLS13-1-1-2021-06",
        "SSLv3",
        "TLS_1_0",
        "TLSv1",
        "TLSv1.1_2016",
        "TLSv1_2016",
    }
)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """A written policy of the old ones."""
    path = PLACES[resource.type]
    value = child(resource.fields, *path)
    if text(value) in OLD:
        modern = f'"{MODERN[path[-1]]}"'
        yield Finding(
            f"`{resource.address}` accepts it by the policy `{text(value)}`.",
            f"Write `{path[-1]} = {modern}`.",
            value,
            put=Put(path[-1], modern),
        )
