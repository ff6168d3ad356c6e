"""NB5110: a database that one wrong apply can delete.

Found when neither `deletion_protection` nor `@protect` is there. Fine for what is thrown away every evening.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import is_absent, is_true, not_true
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5110"
LEVEL = Level.INFO
TITLE = "A database is not protected from deletion"
WHY = "One wrong apply, or a click in the console, can take it away."
TYPES = ("aws.db_instance", "aws.docdb_cluster", "aws.neptune_cluster", "aws.rds_cluster")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """No protection of either kind; replicas and the members of a cluster are left alone."""
    value = resource.fields.get("deletion_protection")
    replica = not is_absent(resource.fields.get("replicate_source_db"))
    if not_true(value) and not resource.lifecycle.protect and not replica:
        skips = is_true(resource.fields.get("skip_final_snapshot"))
        last = ", and takes no last snapshot when it goes" if skips else ""
        yield Finding(
            f"`{resource.address}` may be deleted{last}.",
            "Write `deletion_protection = true`, or `@protect` above it.",
            value,
            put=Put("deletion_protection", "true"),
        )
