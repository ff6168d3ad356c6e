"""NB5202: a database, warehouse or broker with an address on the internet.

`publicly_accessible = true` and its like. Reach it from inside the network, or through a bastion or VPN.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, is_absent, is_true, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5202"
LEVEL = Level.BLOCK
TITLE = "A database is reachable from the internet"
WHY = "Nothing but its password is then between the data and everybody."
SWITCH = "publicly_accessible"
DEFAULT_PUBLIC = ("aws.dms_replication_instance",)
MSK = "aws.msk_cluster"
TYPES = (
    "aws.db_instance",
    "aws.dms_replication_instance",
    "aws.mq_broker",
    MSK,
    "aws.neptune_cluster_instance",
    "aws.rds_cluster_instance",
    "aws.redshift_cluster",
    "aws.redshiftserverless_workgroup",
)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """The switch is on, or on by default and not written."""
    if resource.type == MSK:
        access = child(
            resource.fields, "broker_node_group_info", "connectivity_info", "public_access", "type"
        )
        if text(access) == "SERVICE_PROVIDED_EIPS":
            yield Finding(
                f"The brokers of `{resource.address}` have public addresses.",
                'Write `type = "DISABLED"`.',
                access,
                put=Put("type", '"DISABLED"'),
            )
        return
    value = resource.fields.get(SWITCH)
    by_default = resource.type in DEFAULT_PUBLIC and is_absent(value)
    if is_true(value) or by_default:
        state = "is public unless it is told otherwise" if by_default else f"has `{SWITCH}` on"
        yield Finding(
            f"`{resource.address}` {state}.",
            f"Write `{SWITCH} = false`.",
            value,
            put=Put(SWITCH, "false"),
        )
