"""NB5101: a database whose storage is not encrypted.

Encryption of a database is chosen when it is made and cannot be switched on later; Terraform's default is off.
A replica or a database restored from a snapshot takes after its source, so only a written `false` is found there.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import is_absent, is_false, not_true, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5101"
LEVEL = Level.BLOCK
TITLE = "Database storage is not encrypted"
WHY = "It cannot be switched on later without making the database anew, and every backup and replica inherits it."
TYPES = (
    "aws.db_instance",
    "aws.docdb_cluster",
    "aws.neptune_cluster",
    "aws.rds_cluster",
    "aws.redshift_cluster",
)
INHERITING = (
    "replicate_source_db",
    "replication_source_identifier",
    "restore_to_point_in_time",
    "s3_import",
    "snapshot_identifier",
)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """A switch that is off, or that nobody wrote where the default is off."""
    field = "encrypted" if resource.type == "aws.redshift_cluster" else "storage_encrypted"
    value = resource.fields.get(field)
    if is_false(value) or (not_true(value) and not _inherits(resource)):
        state = "is `false`" if value is not None else "is not written, and the default is `false`"
        yield Finding(
            f"`{field}` of `{resource.address}` {state}.",
            f"Write `{field} = true`.",
            value,
            put=Put(field, "true"),
        )


def _inherits(resource: Resource) -> bool:
    serverless = text(resource.fields.get("engine_mode")) == "serverless"
    return serverless or any(not is_absent(resource.fields.get(name)) for name in INHERITING)
