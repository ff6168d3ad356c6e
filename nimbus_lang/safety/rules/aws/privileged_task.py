"""NB5402: an ECS task with the rights of its host.

A privileged container, or the host's process or IPC namespace.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.documents import tree_of
from nimbus_lang.safety.fields import blocks, child, is_true, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5402"
LEVEL = Level.BLOCK
TITLE = "A task has the rights of its host"
WHY = "A flaw in one container is then a flaw in the whole machine and everything on it."
TYPES = ("aws.ecs_task_definition",)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Privileged containers and shared namespaces."""
    for container in blocks(tree_of(resource.fields.get("container_definitions"))):
        privileged = child(container, "privileged")
        if is_true(privileged):
            name = text(child(container, "name")) or "?"
            yield Finding(
                f"The container `{name}` of `{resource.address}` is privileged.",
                "Leave `privileged` out; add the one Linux capability it needs, if any.",
                privileged,
            )
    for field in ("pid_mode", "ipc_mode"):
        value = resource.fields.get(field)
        if text(value) == "host":
            yield Finding(
                f"`{resource.address}` shares the host's namespace by `{field}`.",
                f"Leave `{field}` out.",
                value,
            )
