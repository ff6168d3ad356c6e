"""NB5103: a shared file system that is not encrypted.

EFS is encrypted only when `encrypted = true` is written, and only at creation.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import not_true
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5103"
LEVEL = Level.BLOCK
TITLE = "A file system is not encrypted"
WHY = "It cannot be switched on later: the files would have to be moved to a new file system."
TYPES = ("aws.efs_file_system",)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """A switch that is off or not written."""
    value = resource.fields.get("encrypted")
    if not_true(value):
        state = "is `false`" if value is not None else "is not written, and the default is `false`"
        yield Finding(
            f"`encrypted` of `{resource.address}` {state}.",
            "Write `encrypted = true`.",
            value,
            put=Put("encrypted", "true"),
        )
