"""NB5502: a pod in the namespaces of its node.

`hostNetwork` passes by every network policy, `hostPID` shows and signals every process, `hostIPC` shares memory.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, is_true
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import WORKLOADS, pod_of
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5502"
LEVEL = Level.BLOCK
TITLE = "A pod shares a namespace of its node"
WHY = "It can see and reach what belongs to the node and to every other pod there."
TYPES = WORKLOADS
SWITCHES = ("hostNetwork", "hostPID", "hostIPC")


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Each switch that is on."""
    pod = pod_of(resource)
    for name in SWITCHES if pod is not None else ():
        value = child(pod.spec if pod is not None else None, name)
        if is_true(value):
            yield Finding(
                f"The pod of `{resource.address}` has `{name}` on.",
                f"Leave `{name}` out.",
                value,
                put=Put(name, "false"),
            )
