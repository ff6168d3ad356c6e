"""NB5503: a container with a capability that is as good as root on the node.

`SYS_ADMIN`, `SYS_PTRACE`, `SYS_MODULE` and their like, or `ALL`.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, items, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import WORKLOADS, pod_containers
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5503"
LEVEL = Level.BLOCK
TITLE = "A container has a dangerous capability"
WHY = "With it a program can step out of its container."
TYPES = WORKLOADS
DANGEROUS = frozenset(
    {
        "ALL",
        "BPF",
        "DAC_READ_SEARCH",
        "MAC_ADMIN",
        "NET_ADMIN",
        "PERFMON",
        "SYS_ADMIN",
        "SYS_BOOT",
        "SYS_MODULE",
        "SYS_PTRACE",
        "SYS_RAWIO",
        "SYS_TIME",
    }
)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Each added capability of these."""
    for _, container in pod_containers(resource):
        for value in items(child(container.value, "securityContext", "capabilities", "add")):
            name = (text(value) or "").upper().removeprefix("CAP_")
            if name in DANGEROUS:
                yield Finding(
                    f"The container `{container.name}` of `{resource.address}` adds `{name}`.",
                    'Write `capabilities = { drop = ["ALL"] }` and add only what it cannot run without.',
                    value,
                )
