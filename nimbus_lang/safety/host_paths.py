"""The folders and sockets of a node that a pod mounts, and which of them are the container runtime's."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import normpath

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import blocks, child, text
from nimbus_lang.safety.pods import pod_of
from nimbus_lang.values.model import Value

SOCKETS = (
    "/run/containerd/containerd.sock",
    "/run/cri-dockerd.sock",
    "/run/crio/crio.sock",
    "/run/docker.sock",
    "/run/dockershim.sock",
    "/run/k3s/containerd/containerd.sock",
    "/run/podman/podman.sock",
)
SOCKET_FOLDERS = frozenset(socket.rpartition("/")[0] for socket in SOCKETS)


def host_paths(resource: Resource) -> Iterator[tuple[str, Value]]:
    """Each mounted path of the node, tidied (`/var/run` is `/run`), with the value that says it."""
    pod = pod_of(resource)
    for volume in blocks(child(pod.spec, "volumes")) if pod is not None else ():
        value = child(volume, "hostPath", "path")
        written = text(value)
        if written is not None and value is not None:
            path = normpath("/" + written.lstrip("/"))
            yield path.removeprefix("/var") if _below(path, "/var/run") else path, value


def is_runtime_socket(path: str) -> bool:
    """Whether a path is a runtime's socket or a folder made to hold one."""
    return path in SOCKETS or path in SOCKET_FOLDERS


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")
