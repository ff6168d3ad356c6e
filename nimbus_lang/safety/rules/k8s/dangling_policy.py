"""NB5523: a network policy or disruption budget that protects nothing.

No pod of the same namespace in this stack has the labels it selects. An empty selector selects all pods.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child
from nimbus_lang.safety.index import GraphIndex, kind_of
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding
from nimbus_lang.safety.selectors import selects_nothing

CODE = "NB5523"
LEVEL = Level.WARN
TITLE = "A policy selects no pods"
WHY = "The protection it promises is not there."
SELECTORS = {"NetworkPolicy": "podSelector", "PodDisruptionBudget": "selector"}
TYPES = tuple(f"k8s.*.{kind}" for kind in SELECTORS)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """A selector without a match."""
    selector = child(resource.fields, "spec", SELECTORS[kind_of(resource)])
    if selects_nothing(graph, resource, selector):
        yield Finding(
            f"No workload of this stack has the labels that `{resource.address}` selects.",
            "Write the labels of the pods it is for, in the namespace they are in.",
            selector,
        )
