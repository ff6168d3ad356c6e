"""NB5204: resources in the network that AWS makes for every account.

Every subnet of the default VPC is public, its address range is everybody's, and other things live in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import is_true
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5204"
LEVEL = Level.WARN
TITLE = "The default network is used"
WHY = "All its subnets are public, and nobody planned what may talk to what in it."
LOOKUP = "lookup aws.vpc"
TYPES = ("aws.default_subnet", "aws.default_vpc", LOOKUP)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """The default VPC or one of its subnets, taken over or looked up."""
    default = resource.fields.get("default")
    if not resource.lookup or is_true(default):
        yield Finding(
            f"`{resource.address}` is the account's default network.",
            "Make a network of your own, for example with `std.aws.network`.",
            default if resource.lookup else None,
        )
