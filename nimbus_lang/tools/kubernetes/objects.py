"""Kubernetes objects as plain mappings: their names, the order to make them in, and what of them is ours to compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Manifest = Mapping[str, Any]

FIRST = ("Namespace", "CustomResourceDefinition")
"""Kinds that others need to exist before them, in this order."""

SERVER_OWN = (
    "managedFields",
    "resourceVersion",
    "uid",
    "generation",
    "creationTimestamp",
    "selfLink",
)


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """One object's name. `namespace` is empty for what belongs to the cluster."""

    api_version: str
    kind: str
    namespace: str
    name: str

    @property
    def address(self) -> str:
        """Such as `apps/v1/Deployment/shop/web`."""
        return "/".join(p for p in (self.api_version, self.kind, self.namespace, self.name) if p)


def ref(manifest: Manifest, namespace: str = "") -> ObjectRef:
    """The name of a manifest; `namespace` is used where it says none."""
    meta = manifest.get("metadata") or {}
    return ObjectRef(
        str(manifest.get("apiVersion", "")),
        str(manifest.get("kind", "")),
        str(meta.get("namespace") or namespace),
        str(meta.get("name", "")),
    )


def in_order(manifests: Iterable[Manifest]) -> list[Manifest]:
    """The same manifests, those that others live in first; else as they came."""
    return sorted(manifests, key=lambda m: _rank(str(m.get("kind"))))


def _rank(kind: str) -> int:
    return FIRST.index(kind) if kind in FIRST else len(FIRST)


def comparable(live: Manifest) -> dict[str, Any]:
    """An object without what the server alone writes: its status and the bookkeeping in its metadata."""
    kept = {k: v for k, v in live.items() if k != "status"}
    meta = live.get("metadata") or {}
    kept["metadata"] = {k: v for k, v in meta.items() if k not in SERVER_OWN}
    return kept


def sensitive_paths(manifest: Manifest) -> set[str]:
    """The dotted paths whose values must not be shown: everything a Secret holds."""
    if manifest.get("kind") != "Secret":
        return set()
    return {
        f"{part}.{key}" for part in ("data", "stringData") for key in (manifest.get(part) or {})
    }


def managed_by(live: Manifest, manager: str) -> bool:
    """Whether this field manager has applied any part of the object."""
    fields = (live.get("metadata") or {}).get("managedFields") or []
    return any(f.get("manager") == manager and f.get("operation") == "Apply" for f in fields)
