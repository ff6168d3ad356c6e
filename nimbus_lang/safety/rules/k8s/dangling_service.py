"""NB5522: a service that leads nowhere.

No pod of the same namespace in this stack has the labels it selects. Nothing is said where a Helm release or a custom
resource may bring the pods.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding
from nimbus_lang.safety.selectors import selects_nothing

CODE = "NB5522"
LEVEL = Level.WARN
TITLE = "A service selects no pods"
WHY = "It has no endpoints, so every connection to it fails."
TYPES = ("k8s.*.Service",)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """A selector without a match."""
    selector = child(resource.fields, "spec", "selector")
    if selects_nothing(graph, resource, selector):
        yield Finding(
            f"No workload of this stack has the labels that `{resource.address}` selects.",
            "Write the labels of the pods it is for, in the namespace they are in.",
            selector,
        )
