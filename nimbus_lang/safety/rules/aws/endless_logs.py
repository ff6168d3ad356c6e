"""NB5112: logs that are kept for ever.

A log group without `retention_in_days` grows and is paid for until somebody remembers it.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import is_absent, number
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5112"
LEVEL = Level.INFO
TITLE = "Logs are kept for ever"
WHY = (
    "They cost a little more every month, and personal data in them is kept longer than anyone may."
)
TYPES = ("aws.cloudwatch_log_group",)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """No retention, or 0, which means for ever."""
    value = resource.fields.get("retention_in_days")
    if is_absent(value) or number(value) == 0:
        yield Finding(
            f"`{resource.address}` never drops a line.",
            "Write how long they are needed, for example `retention_in_days = 30`.",
            value,
            put=Put("retention_in_days", "30"),
        )
