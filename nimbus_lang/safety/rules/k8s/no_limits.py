"""NB5507: a container that does not say how much it needs.

The scheduler places by requests, and the memory limit is what protects the neighbours. A limit of CPU is not asked
for: it only slows a program down. A `LimitRange` in the namespace gives defaults.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, hidden, is_absent
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import WORKLOADS, namespace, pod_containers
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5507"
LEVEL = Level.WARN
TITLE = "A container has no requests or limits"
WHY = "One leak then takes the memory of every pod on the node, and the scheduler cannot know what fits where."
TYPES = WORKLOADS
NEEDED = (("requests", "cpu"), ("requests", "memory"), ("limits", "memory"))


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Each container that lacks one of the three; a limit of memory stands for its request too."""
    space = namespace(resource)
    if any(namespace(limits) in (space, None) for limits in graph.of("k8s.*.LimitRange")):
        return
    for _, container in pod_containers(resource):
        resources = child(container.value, "resources")
        missing = [
            f"`{kind}.{name}`"
            for kind, name in NEEDED
            if is_absent(child(resources, kind, name))
            and not (kind == "requests" and child(resources, "limits", name) is not None)
            and not hidden(resources, kind, name)
        ]
        if missing and not container.ephemeral and not hidden(container.value, "resources"):
            yield Finding(
                f"The container `{container.name}` of `{resource.address}` does not say {', '.join(missing)}.",
                'Write `resources = { requests = { cpu = "100m", memory = "128Mi" }, limits = { memory = "128Mi" } }` '
                "with what it really needs.",
                resources or child(container.value, "name") or container.value,
            )
