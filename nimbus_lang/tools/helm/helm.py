"""Helm against one cluster: render, install or upgrade, ask, uninstall.

The connection is lent to helm as a kubeconfig of mode 0600 that lives as long as one call.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nimbus_lang.tools import errors
from nimbus_lang.tools.environment import inherited
from nimbus_lang.tools.helm import argv
from nimbus_lang.tools.helm.find import HelmProgram
from nimbus_lang.tools.helm.release import Deployed, Release
from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.process import ProcessResult, run
from nimbus_lang.tools.tool import ToolError

QUICK = 120.0
APPLY_GRACE = 60.0
SETTINGS = ("HELM_*", "DOCKER_CONFIG")

NO_CHART = (
    "failed to download",
    "no such host",
    "dial tcp",
    "is not a local path",
    'Error: path "',
    "not found in",
    "Chart.yaml file is missing",
    "cannot be reached",
    "failed to do request",
    "no such file or directory",
    "non-absolute URLs should be in form",
    "not a valid chart repository",
)
"""What helm says when the chart itself cannot be had. The cluster is spoken to only after that."""

LOOPBACK = tuple(f"oci://{host}{end}" for host in ("localhost", "127.0.0.1") for end in ":/")
"""Registries on this machine, which have no certificate."""

NO_CLUSTER = ("Kubernetes cluster unreachable", "kubernetes cluster unreachable")


@dataclass(frozen=True, slots=True)
class Helm:
    """One helm and one cluster. Every call may raise ToolError (NB7230, NB7231, NB7220)."""

    program: HelmProgram
    connection: Connection | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()

    def version(self) -> str:
        """Such as `3.19.0`."""
        said = self._run(argv.version(), "helm").stdout.strip()
        return said.lstrip("v").partition("+")[0]

    def pull(self, address: str, versions: str, folder: Path) -> Path:
        """The archive of the newest version of a registry's chart that will do, fetched into an empty folder."""
        plain = address.startswith(LOOPBACK)
        self._run(argv.pull(address, versions, folder, plain=plain), address, address)
        found = sorted(folder.glob("*.tgz"))
        if len(found) != 1:
            raise ToolError(errors.not_understood("helm pull", "it left no archive"))
        return found[0]

    def template(self, release: Release) -> str:
        """The manifest (YAML) that a release's chart gives for its values, without any cluster."""
        result = self._run(argv.template(release), release.address, release.chart)
        return result.stdout

    def preview(self, release: Release) -> Deployed:
        """What an install or upgrade would bring, as the cluster itself judges it."""
        answer = self._with_cluster(
            lambda cluster: argv.upgrade(release, cluster, dry_run=True), release
        )
        return _deployed(answer)

    def upgrade(self, release: Release) -> Deployed:
        """Install or upgrade a release."""
        return _deployed(
            self._with_cluster(lambda cluster: argv.upgrade(release, cluster), release)
        )

    def status(self, name: str, namespace: str) -> Deployed | None:
        """A release as the cluster has it; None if there is none."""
        result = self._on_cluster(lambda cluster: argv.status(name, namespace, cluster))
        if result.code != 0 and "not found" in result.stderr:
            return None
        self._expect(result, f"{namespace}/{name}")
        return _deployed(_read(result))

    def uninstall(self, name: str, namespace: str) -> None:
        """Remove a release and wait until its objects are gone."""
        result = self._on_cluster(lambda cluster: argv.uninstall(name, namespace, cluster))
        self._expect(result, f"{namespace}/{name}")

    def releases(self) -> tuple[Deployed, ...]:
        """Every release of the cluster, without manifests."""
        result = self._on_cluster(argv.list_all)
        self._expect(result, "helm list")
        return tuple(
            Deployed(r["name"], r["namespace"], int(r["revision"]), r["status"], r["chart"])
            for r in json.loads(result.stdout or "[]")
        )

    def _with_cluster(
        self, command: Callable[[Path], list[str]], release: Release
    ) -> Mapping[str, Any]:
        result = self._on_cluster(command, timeout=QUICK + release.timeout)
        self._expect(result, release.address, release.chart)
        return _read(result)

    def _on_cluster(
        self, command: Callable[[Path], list[str]], timeout: float = QUICK
    ) -> ProcessResult:
        if self.connection is None:
            raise ToolError(errors.no_connection("Helm was given no cluster"))
        with tempfile.TemporaryDirectory(prefix="nimbus-helm-") as folder:
            path = Path(folder) / "kubeconfig"
            path.touch(mode=0o600)
            path.write_text(self.connection.kubeconfig())
            return self._call(command(path), timeout)

    def _run(self, arguments: list[str], about: str, chart: str = "") -> ProcessResult:
        result = self._call(arguments, QUICK)
        self._expect(result, about, chart)
        return result

    def _call(self, arguments: list[str], timeout: float) -> ProcessResult:
        own = self.connection.secrets if self.connection else ()
        return run(
            [*self.program.argv, *arguments],
            env={**inherited(*SETTINGS), "KUBECONFIG": os.devnull, **self.environment},
            timeout=timeout,
            secrets=(*self.secrets, *own),
            grace=APPLY_GRACE,
        )

    def _expect(self, result: ProcessResult, about: str, chart: str = "") -> None:
        if result.code == 0:
            return
        said = result.stderr or result.stdout
        if any(sign in said for sign in NO_CLUSTER) and self.connection is not None:
            why = " ".join(errors.tail(said, 1))
            raise ToolError(errors.unreachable_cluster(self.connection.server, why))
        if chart and any(sign in said for sign in NO_CHART):
            raise ToolError(errors.no_chart(chart, said))
        raise ToolError(errors.helm_failed(about, said))


def _read(result: ProcessResult) -> Mapping[str, Any]:
    try:
        answer = json.loads(result.stdout)
    except ValueError as problem:
        raise ToolError(errors.not_understood("helm", str(problem))) from None
    return answer if isinstance(answer, dict) else {}


def _deployed(answer: Mapping[str, Any]) -> Deployed:
    chart = (answer.get("chart") or {}).get("metadata") or {}
    return Deployed(
        name=str(answer.get("name", "")),
        namespace=str(answer.get("namespace", "")),
        revision=int(answer.get("version") or 0),
        status=str((answer.get("info") or {}).get("status", "")),
        chart=f"{chart.get('name', '')}-{chart.get('version', '')}",
        manifest=str(answer.get("manifest", "")),
    )
