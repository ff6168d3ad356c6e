"""NB5109: a database without backups.

The default of a raw `aws.db_instance` is no backups at all. A replica has its source's.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import is_absent, number
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5109"
LEVEL = Level.WARN
TITLE = "A database has no backups"
WHY = "A wrong statement or a broken disk then loses the data for good."
RETENTION = {
    "aws.db_instance": "backup_retention_period",
    "aws.redshift_cluster": "automated_snapshot_retention_period",
}
TYPES = tuple(RETENTION)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """A retention of 0, or none where the default is 0."""
    field = RETENTION[resource.type]
    value = resource.fields.get(field)
    if not is_absent(resource.fields.get("replicate_source_db")):
        return
    unwritten = is_absent(value) and resource.type == "aws.db_instance"
    if unwritten or number(value) == 0:
        yield Finding(
            f"`{resource.address}` keeps no backups.",
            f"Write `{field} = 7` or more days.",
            value,
            put=Put(field, "7"),
        )
