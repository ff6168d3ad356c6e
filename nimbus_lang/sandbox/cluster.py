"""A real Kubernetes control plane on loopback: etcd, the API server and, where it is there, the controller manager.

There is no node and no kubelet: objects are stored, validated, defaulted and watched as in any cluster, pods stay
pending. Its certificate is its own and is trusted, never skipped.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nimbus_lang.sandbox.assets import Assets
from nimbus_lang.sandbox.folder import make_private, write_private
from nimbus_lang.sandbox.keys import ADMIN, ClusterKeys, cluster_keys
from nimbus_lang.sandbox.listen import answers, free_port, wait_until_answers
from nimbus_lang.sandbox.loopback import HOST
from nimbus_lang.tools.daemon import Daemon
from nimbus_lang.tools.process import start

READY_WITHIN = 120.0
PORT = 6443
SERVICE_RANGE = "10.96.0.0/16"
ETCD, API_SERVER, CONTROLLER = "etcd", "kube-apiserver", "kube-controller-manager"

Launch = Callable[[str, Callable[[], int]], Daemon]
"""Starts a process by the function given (its pid comes back) and writes it down in the same breath."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The files and addresses of one cluster."""

    folder: Path
    etcd_port: int
    port: int
    keys: ClusterKeys

    @property
    def url(self) -> str:
        """Where the API server listens."""
        return f"https://{HOST}:{self.port}"

    @property
    def ca(self) -> Path:
        """The certificate to trust: the server makes its own at its first start."""
        return self.folder / "certificates" / "apiserver.crt"

    @property
    def kubeconfig(self) -> Path:
        """A kubeconfig for other programs, mode 0600."""
        return self.folder / "kubeconfig"

    def log(self, program: str) -> Path:
        """Where a program writes what it does."""
        return self.folder / f"{program}.log"


def new_cluster(folder: Path, port: int) -> Cluster:
    """A cluster with its files in `folder` (kept from an earlier run) that will listen on `port`."""
    make_private(folder)
    return Cluster(folder, free_port(), port, cluster_keys(folder))


def start_cluster(assets: Assets, cluster: Cluster, launch: Launch) -> None:
    """Start every program and wait until the API answers; raises ToolError NB7303."""
    etcd = launch(ETCD, lambda: _start(assets, cluster, ETCD, etcd_flags(cluster)))
    etcd_url = f"http://{HOST}:{cluster.etcd_port}/health"
    wait_until_answers(ETCD, etcd_url, etcd, cluster.log(ETCD), READY_WITHIN)
    server = launch(
        API_SERVER, lambda: _start(assets, cluster, API_SERVER, api_server_flags(cluster))
    )
    wait_until_answers(
        "Kubernetes API server",
        f"{cluster.url}/readyz",
        server,
        cluster.log(API_SERVER),
        READY_WITHIN,
        ca=cluster.ca,
        headers={"Authorization": f"Bearer {cluster.keys.token}"},
    )
    write_private(cluster.kubeconfig, kubeconfig(cluster))
    if assets.program(CONTROLLER) is not None:
        launch(CONTROLLER, lambda: _start(assets, cluster, CONTROLLER, controller_flags(cluster)))


def _start(assets: Assets, cluster: Cluster, program: str, flags: list[str]) -> int:
    path = str(assets.folder / program)
    return start([path, *flags], cwd=cluster.folder, log=cluster.log(program))


def etcd_flags(cluster: Cluster) -> list[str]:
    """etcd on loopback, without syncing to disk: a sandbox need not survive a power cut."""
    client = f"http://{HOST}:{cluster.etcd_port}"
    return [
        f"--data-dir={cluster.folder / 'etcd'}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls=http://{HOST}:0",
        "--unsafe-no-fsync",
        "--log-level=warn",
    ]


def api_server_flags(cluster: Cluster) -> list[str]:
    """The API server on loopback, with RBAC, for whoever holds the token."""
    return [
        f"--etcd-servers=http://{HOST}:{cluster.etcd_port}",
        f"--bind-address={HOST}",
        f"--advertise-address={HOST}",
        f"--secure-port={cluster.port}",
        f"--cert-dir={cluster.ca.parent}",
        f"--token-auth-file={cluster.keys.token_file}",
        "--anonymous-auth=false",
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={cluster.keys.public_key}",
        f"--service-account-signing-key-file={cluster.keys.private_key}",
        f"--service-cluster-ip-range={SERVICE_RANGE}",
        "--allow-privileged=true",
        "--disable-admission-plugins=ServiceAccount",
    ]


def controller_flags(cluster: Cluster) -> list[str]:
    """The controllers that clean up: namespaces, owned objects, and those that make pods of deployments."""
    return [
        f"--kubeconfig={cluster.kubeconfig}",
        f"--service-account-private-key-file={cluster.keys.private_key}",
        "--use-service-account-credentials=false",
        "--leader-elect=false",
        "--secure-port=0",
    ]


def kubeconfig(cluster: Cluster) -> str:
    """A kubeconfig (JSON is YAML) with the one cluster and the one user."""
    name = "nimbus-sandbox"
    server = {"server": cluster.url, "certificate-authority": str(cluster.ca)}
    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": name, "cluster": server}],
        "users": [{"name": ADMIN, "user": {"token": cluster.keys.token}}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": ADMIN}}],
        "current-context": name,
    }
    return json.dumps(document, indent=1) + "\n"


def server_version(cluster_url: str, ca: Path, token: str) -> str:
    """The version that the server says it is, such as v1.34.4; empty if it does not answer."""
    said = answers(f"{cluster_url}/version", ca=ca, headers={"Authorization": f"Bearer {token}"})
    return str(json.loads(said).get("gitVersion", "")) if said else ""
