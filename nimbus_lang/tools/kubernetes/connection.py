"""How to reach one cluster: its address, whom to trust, who we are. Plain values; nothing is opened here.

A connection comes from a kubeconfig (`kubeconfig.py`), from EKS (`tools/aws`), or from the sandbox; it can be written
out again as a kubeconfig for programs that want one.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Connection:
    """One cluster and one identity. `ca`, `certificate` and `key` are PEM texts; an empty one is absent.

    With no `ca`, the system's certificates are trusted. A server is never trusted unseen.
    """

    server: str
    ca: str = ""
    token: str = field(default="", repr=False)
    certificate: str = ""
    key: str = field(default="", repr=False)
    server_name: str = ""
    namespace: str = "default"

    @property
    def identity(self) -> str:
        """What names the cluster, whoever we are: its address and its certificate authority, hashed (sha256, hex)."""
        return hashlib.sha256(f"{self.server}\n{self.ca}".encode()).hexdigest()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return tuple(s for s in (self.token, self.key) if s)

    def kubeconfig(self) -> str:
        """The same as a kubeconfig (JSON is YAML). It holds secrets: mode 0600."""
        cluster: dict[str, Any] = {"server": self.server}
        if self.ca:
            cluster["certificate-authority-data"] = _encoded(self.ca)
        if self.server_name:
            cluster["tls-server-name"] = self.server_name
        user: dict[str, Any] = {"token": self.token} if self.token else {}
        if self.certificate:
            user["client-certificate-data"] = _encoded(self.certificate)
            user["client-key-data"] = _encoded(self.key)
        context = {"cluster": "nimbus", "user": "nimbus", "namespace": self.namespace}
        document = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "nimbus", "cluster": cluster}],
            "users": [{"name": "nimbus", "user": user}],
            "contexts": [{"name": "nimbus", "context": context}],
            "current-context": "nimbus",
        }
        return json.dumps(document, indent=1) + "\n"


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
