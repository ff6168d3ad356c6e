"""What a running sandbox is: where its two parts listen, which processes they are, how to reach them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class EmulatorStatus:
    """The AWS emulator."""

    url: str
    pid: int
    version: str
    log: Path


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    """The Kubernetes API server; `kubeconfig` (mode 0600) holds the same facts for other programs."""

    url: str
    ca_path: Path
    token: str = field(repr=False)
    pid: int
    version: str
    log: Path
    kubeconfig: Path


@dataclass(frozen=True, slots=True)
class SandboxStatus:
    """The sandbox of one folder. `absent` says in one line why there is no cluster, if there is none."""

    folder: Path
    emulator: EmulatorStatus | None = None
    kubernetes: ClusterStatus | None = None
    absent: str = ""

    @property
    def running(self) -> bool:
        """Whether anything of it runs."""
        return self.emulator is not None or self.kubernetes is not None
