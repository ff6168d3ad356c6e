"""NB5504: a pod that holds the container runtime's socket.

`docker.sock`, `containerd.sock`, `crio.sock` or the folder they lie in, through a `hostPath` volume.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.host_paths import host_paths, is_runtime_socket
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import WORKLOADS
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5504"
LEVEL = Level.BLOCK
TITLE = "The container runtime's socket is mounted"
WHY = "Whoever can speak to it starts any container with any rights: it is root on the node."
TYPES = WORKLOADS


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Each such volume."""
    for path, value in host_paths(resource):
        if is_runtime_socket(path):
            yield Finding(
                f"`{resource.address}` mounts `{path}` of its node.",
                "Build images without a daemon (Kaniko, BuildKit), and ask the Kubernetes API about containers.",
                value,
            )
