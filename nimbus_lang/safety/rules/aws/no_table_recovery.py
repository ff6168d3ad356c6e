"""NB5113: a table that cannot be set back in time.

Point-in-time recovery undoes a wrong write of the last 35 days; without it a table has only the backups somebody made.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, hidden, not_true
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5113"
LEVEL = Level.INFO
TITLE = "A table cannot be restored to a point in time"
WHY = "A program that writes nonsense for an hour then cannot be undone."
TYPES = ("aws.dynamodb_table",)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """The switch is off or not written."""
    names = ("point_in_time_recovery", "enabled")
    value = child(resource.fields, *names)
    if not_true(value) and not hidden(resource.fields, *names):
        whole = value is not None or names[0] not in resource.fields
        yield Finding(
            f"`{resource.address}` has no point-in-time recovery.",
            "Write `point_in_time_recovery = { enabled = true }`.",
            value,
            put=(
                Put("enabled", "true") if value is not None else Put(names[0], "{ enabled = true }")
            )
            if whole
            else None,
        )
