"""NB5115: a snapshot or an image that everybody may copy.

A public snapshot is a public copy of a disk or a database with all that ever was on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import items, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5115"
LEVEL = Level.BLOCK
TITLE = "A snapshot or image is shared with everybody"
WHY = "Any AWS account can copy it and read what is on it, and copies cannot be taken back."
FIELDS = {
    "aws.ami_launch_permission": "group",
    "aws.db_cluster_snapshot": "shared_accounts",
    "aws.db_snapshot": "shared_accounts",
}
TYPES = tuple(FIELDS)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """The account list holds `all`."""
    for value in items(resource.fields.get(FIELDS[resource.type])):
        if text(value) == "all":
            yield Finding(
                f"`{resource.address}` shares it with `all`.",
                "Name the accounts that need it.",
                value,
            )
