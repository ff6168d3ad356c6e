"""NB5513: a container with the kernel's filters switched off.

Seccomp or AppArmor `Unconfined`, or `/proc` unmasked. The runtime's defaults cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import WORKLOADS, containers, pod_of
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put
from nimbus_lang.values.model import Value

CODE = "NB5513"
LEVEL = Level.WARN
TITLE = "The kernel's filters are switched off"
WHY = "System calls that no ordinary program needs, and most ways out of a container use, are then allowed."
TYPES = WORKLOADS
PROFILES = ("seccompProfile", "appArmorProfile")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Profiles of the pod and of its containers."""
    pod = pod_of(resource)
    if pod is None:
        return
    for holder in (pod.spec, *(container.value for container in containers(pod))):
        for name, value, better in _switched_off(child(holder, "securityContext")):
            yield Finding(
                f"`{resource.address}` has `{name}` off.",
                f'Write `"{better}"`, or leave it out.',
                value,
                put=Put(name, f'"{better}"'),
            )


def _switched_off(context: Value | None) -> Iterator[tuple[str, Value, str]]:
    for name in PROFILES:
        kind = child(context, name, "type")
        if kind is not None and text(kind) == "Unconfined":
            yield name, kind, "RuntimeDefault"
    mount = child(context, "procMount")
    if mount is not None and text(mount) == "Unmasked":
        yield "procMount", mount, "Default"
