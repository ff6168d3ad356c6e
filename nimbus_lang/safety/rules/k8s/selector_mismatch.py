"""NB5521: a workload whose selector does not match its own pods.

The API server refuses it: the controller would make pods for ever without ever seeing one.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, hidden
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import labels, pod_of
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding
from nimbus_lang.safety.selectors import unmatched_label

CODE = "NB5521"
LEVEL = Level.HARD
TITLE = "A workload does not select its own pods"
WHY = "The API server refuses such a workload."
TYPES = tuple(f"k8s.*.{k}" for k in ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"))


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """The first label of the selector that the template lacks or has with another value."""
    pod = pod_of(resource)
    known = labels(pod.metadata) if pod is not None else None
    selector = child(resource.fields, "spec", "selector")
    if known is None or hidden(resource.fields, "spec", "selector", "matchLabels"):
        return
    missing = unmatched_label(selector, known)
    if missing is not None:
        key, value = missing
        have = f"`{key} = {known[key]}`" if key in known else f"no `{key}`"
        yield Finding(
            f"The selector of `{resource.address}` asks for a label that its pods do not have: they have {have}.",
            "Write the same labels in `selector.matchLabels` and in `template.metadata.labels`.",
            value,
        )
