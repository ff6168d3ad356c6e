"""NB5505: a pod that mounts a folder of its node.

Of the system's own folders (`/`, `/etc`, `/proc`, the kubelet's) a BLOCK, of any other a WARN: it ties the pod to
one node and passes by quotas and access modes.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.host_paths import host_paths, is_runtime_socket
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import WORKLOADS
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5505"
LEVEL = Level.BLOCK
TITLE = "A pod mounts a folder of its node"
WHY = (
    "What it reads there belongs to the node and its other pods, and what it writes may run there."
)
TYPES = WORKLOADS
SYSTEM = (
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/home",
    "/lib",
    "/lib64",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/sys",
    "/usr",
    "/var/lib/containerd",
    "/var/lib/docker",
    "/var/lib/etcd",
    "/var/lib/kubelet",
)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Each `hostPath` volume that is not a runtime's socket, which has a rule of its own."""
    for path, value in host_paths(resource):
        if not is_runtime_socket(path):
            system = path in ("/", "/var", "/var/lib") or path.startswith(
                tuple(f"{folder}/" for folder in SYSTEM)
            )
            yield Finding(
                f"`{resource.address}` mounts `{path}` of its node.",
                "Use a persistent volume claim, an `emptyDir` or a config map.",
                value,
                level=Level.BLOCK if system or path in SYSTEM else Level.WARN,
            )
