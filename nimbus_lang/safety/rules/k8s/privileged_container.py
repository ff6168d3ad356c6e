"""NB5501: a privileged container.

It has every capability and every device of its node, so there is no wall left between the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, is_true
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import WORKLOADS, pod_containers
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5501"
LEVEL = Level.BLOCK
TITLE = "A container is privileged"
WHY = "Whoever takes over the container owns the node, and with it every pod there."
TYPES = WORKLOADS


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Containers with `privileged = true`."""
    for _, container in pod_containers(resource):
        privileged = child(container.value, "securityContext", "privileged")
        if is_true(privileged):
            yield Finding(
                f"The container `{container.name}` of `{resource.address}` is privileged.",
                "Leave `privileged` out; add the one capability it needs, if any.",
                privileged,
                put=Put("privileged", "false"),
            )
