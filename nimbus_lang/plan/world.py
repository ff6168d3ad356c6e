"""The outside of one deployment: which tools, with which environment, at which addresses.

In the sandbox every adapter that comes from here is pointed at it, whatever the spec says, and an address that is not
on this machine is refused. Nothing is started here but what an adapter needs to say who it would be.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nimbus_lang.sandbox.environment import closed_network, provider_files, sandbox_environment
from nimbus_lang.sandbox.loopback import require_loopback
from nimbus_lang.sandbox.status import SandboxStatus
from nimbus_lang.source.cache_dir import cache_dir
from nimbus_lang.tools.environment import AWS, inherited
from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.terraform.find import find_terraform
from nimbus_lang.tools.terraform.provider_source import provider_source
from nimbus_lang.tools.terraform.terraform import Terraform
from nimbus_lang.workspace.places import Place

VARIABLE = "TF_VAR_"
PROVIDERS = "terraform-providers"


@dataclass(frozen=True, slots=True)
class World:
    """One deployment's outside: the sandbox that is running, or None for the real thing."""

    place: Place
    root: Path
    sandbox: SandboxStatus | None = None

    @property
    def runs_pods(self) -> bool:
        """Whether anything of a cluster ever becomes ready: the sandbox's has no node."""
        return self.sandbox is None

    def aws_environment(self, region: str) -> dict[str, str]:
        """What terraform and boto3 need to find the cloud. Raises ToolError if the sandbox has none."""
        if self.sandbox is not None:
            return sandbox_environment(self.sandbox, region or "us-east-1")
        own = inherited(*AWS)
        return {"AWS_REGION": region, "AWS_DEFAULT_REGION": region, **own} if region else own

    def terraform(self, region: str, variables: Mapping[str, str] | None = None) -> Terraform:
        """Terraform over this deployment's run folder; `variables` are secret. Raises ToolError."""
        program = find_terraform()
        given = {VARIABLE + name: value for name, value in (variables or {}).items()}
        return Terraform(
            program,
            self.place.terraform,
            provider_source(program.host, self._cache()),
            environment={**self.aws_environment(region), **given},
            init_environment=inherited(*AWS),
            secrets=tuple((variables or {}).values()),
        )

    def _cache(self) -> Path:
        """Where providers from the network are kept: the user's cache, or with the state where that is read-only."""
        wanted = (cache_dir() or self.place.folder) / PROVIDERS
        try:
            wanted.mkdir(parents=True, exist_ok=True)
            return wanted if os.access(wanted, os.W_OK) else self.place.folder / PROVIDERS
        except OSError:
            return self.place.folder / PROVIDERS

    def terraform_files(self, code: Mapping[str, str]) -> dict[str, str]:
        """The code, and in the sandbox what points it there. Paths are relative to the run folder."""
        return {**code, **provider_files(code)} if self.sandbox is not None else dict(code)

    def sandbox_cluster(self) -> Connection | None:
        """The sandbox's cluster, which stands for every cluster of the spec; None outside it or without one."""
        if self.sandbox is None or self.sandbox.kubernetes is None:
            return None
        cluster = self.sandbox.kubernetes
        require_loopback(cluster.url)
        return Connection(cluster.url, ca=cluster.ca_path.read_text(), token=cluster.token)

    def helm_environment(self) -> dict[str, str]:
        """What helm gets besides: in the sandbox a way to nowhere else than to this machine."""
        return closed_network() if self.sandbox is not None else {}
