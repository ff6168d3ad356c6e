"""NB5508: a container that runs, or may run, as root.

`runAsUser = 0` is a BLOCK. Where neither the container nor its pod says `runAsNonRoot = true` or another user, the
image decides, and most images say root: a WARN.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, number
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import WORKLOADS, may_be_root, pod_containers, setting
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5508"
LEVEL = Level.WARN
TITLE = "A container may run as root"
WHY = "A flaw that lets somebody out of the container lets them out as root."
TYPES = WORKLOADS
MEND = "Write `securityContext = { runAsNonRoot = true, allowPrivilegeEscalation = false }`."


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Root by number, or nothing that rules it out."""
    for pod, container in pod_containers(resource):
        user = setting(pod, container, "runAsUser")
        if number(user) == 0:
            yield Finding(
                f"The container `{container.name}` of `{resource.address}` runs as user 0.",
                MEND,
                user,
                level=Level.BLOCK,
            )
        elif may_be_root(pod, container):
            yield Finding(
                f"Nothing keeps the container `{container.name}` of `{resource.address}` from running as root.",
                MEND,
                child(container.value, "name") or container.value,
            )
