"""A Helm release as wanted, as found, and the objects in its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nimbus_lang.tools.hidden import hide
from nimbus_lang.tools.kubernetes.objects import ref, sensitive_paths


@dataclass(frozen=True, slots=True)
class Release:
    """A release as the spec wants it.

    `chart` is a folder or archive on this machine, an `oci://` address, or a name in `repository` (a http address).
    `values` is a YAML file. `wait` waits until everything is ready, at most `timeout` seconds; `atomic` waits too, and undoes
    a release that fails. `skip_crds` leaves the chart's custom resource definitions out.
    """

    name: str
    chart: str
    values: Path | None = None
    namespace: str = "default"
    version: str = ""
    repository: str = ""
    create_namespace: bool = True
    wait: bool = False
    atomic: bool = False
    skip_crds: bool = False
    timeout: int = 300

    @property
    def address(self) -> str:
        """Such as `shop/ingress`."""
        return f"{self.namespace}/{self.name}"


@dataclass(frozen=True, slots=True)
class Deployed:
    """A release as the cluster has it, or would have it. `manifest` is YAML and may hold secrets."""

    name: str
    namespace: str
    revision: int
    status: str
    chart: str
    manifest: str = field(repr=False, default="")

    def objects(self) -> dict[str, Any]:
        """Its objects by address, with what secrets hold in them."""
        return manifest_objects(self.manifest)


def manifest_objects(manifest: str) -> dict[str, Any]:
    """The objects of a YAML stream by their address."""
    import yaml

    documents = yaml.load_all(manifest, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {ref(d).address: d for d in documents if isinstance(d, dict)}


def without_secrets(objects: Mapping[str, Any]) -> dict[str, Any]:
    """The objects with what Kubernetes Secrets hold hidden."""
    return {address: hide(o, sensitive_paths(o)) for address, o in objects.items()}
