"""NB5524: an autoscaler for a workload that is not there.

Nothing of that kind, name and namespace is in this stack.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import namespace
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding
from nimbus_lang.safety.selectors import named_objects

CODE = "NB5524"
LEVEL = Level.WARN
TITLE = "An autoscaler has nothing to scale"
WHY = "The workload it was meant for keeps its number of replicas whatever the load."
TYPES = ("k8s.*.HorizontalPodAutoscaler",)
SCALABLE = ("Deployment", "ReplicaSet", "StatefulSet")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """A target that this stack does not have."""
    target = child(resource.fields, "spec", "scaleTargetRef")
    kind, name = text(child(target, "kind")), text(child(target, "name"))
    objects, space = graph.once(named_objects), namespace(resource)
    if kind not in SCALABLE or name is None or objects is None or space is None:
        return
    if (kind, space, name) not in objects:
        yield Finding(
            f"`{resource.address}` scales the {kind} `{name}` in `{space}`, which is not in this stack.",
            "Name a workload of this stack, best by reference.",
            child(target, "name"),
        )
