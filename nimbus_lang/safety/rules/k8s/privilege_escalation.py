"""NB5509: a container whose programs may gain more rights than they started with.

`allowPrivilegeEscalation` is true unless it is written: a setuid binary in the image then makes root of any user.
Where the container may run as root anyway, that is told instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, hidden, is_true, number, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import WORKLOADS, may_be_root, pod_containers, setting
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5509"
LEVEL = Level.WARN
TITLE = "A container's programs may gain rights"
WHY = "A setuid program in the image makes root of whoever can run it."
TYPES = WORKLOADS
SWITCH = "allowPrivilegeEscalation"


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """The switch is on, or not written."""
    for pod, container in pod_containers(resource):
        context = child(container.value, "securityContext")
        value = child(context, SWITCH)
        told = may_be_root(pod, container) or number(setting(pod, container, "runAsUser")) == 0
        windows = text(child(pod.spec, "os", "name")) == "windows"
        if told or windows or container.ephemeral or is_true(child(context, "privileged")):
            continue
        if hidden(container.value, "securityContext", SWITCH) or (
            value is not None and not is_true(value)
        ):
            continue
        yield Finding(
            f"The container `{container.name}` of `{resource.address}` allows it"
            f"{'' if value is not None else ' by default'}.",
            f"Write `{SWITCH} = false` in its `securityContext`.",
            value or child(container.value, "name") or container.value,
            put=Put(SWITCH, "false") if value is not None else None,
        )
