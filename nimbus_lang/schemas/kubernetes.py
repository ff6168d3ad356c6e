"""Kubernetes kinds from the bundled schema pack, and what a path says about a kind's place in the API.

A path is `k8s.<group>.<version>.<Kind>`, the group by its first label (`rbac`, `networking`; `core` for the one without a
name). Kinds share definitions, which are read when a field of them is. Custom resources are not known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from nimbus_lang.schemas.decode import Document
from nimbus_lang.schemas.pack import Pack, open_pack
from nimbus_lang.source.record import dataclass
from nimbus_lang.types.model import ANY, STRING, Field, RecordT

VERSION = "1.34.4"
PACK = f"kubernetes-{VERSION}.bin"


class KubernetesIdentity(NamedTuple):
    """Where a kind lives in the API: `apiVersion` and `kind` as a manifest says them, and whether it is in a namespace."""

    api_version: str
    kind: str
    namespaced: bool


@dataclass(frozen=True, slots=True)
class KubernetesResource:
    """A kind's identity and `plural`, the resource's name in request paths and RBAC rules; `group` is "" for core."""

    identity: KubernetesIdentity
    group: str
    plural: str


CONFIGURATION = RecordT(
    {
        "cluster": Field(ANY, doc="A cluster of this spec, or the name of one that exists."),
        "context": Field(STRING, doc="The context of the kubeconfig; its current one by default."),
        "kubeconfig": Field(STRING, doc="Path of the kubeconfig file."),
        "namespace": Field(STRING, doc="Namespace of whatever names none."),
    },
    "k8s",
)
"""What `use k8s { ... }` accepts."""


def load_kubernetes(name: str) -> RecordT | None:
    """The type of the kind `k8s.<name>`, or None."""
    kind = _pack().read("kind", name)
    return _record(kind["definition"], f"k8s.{name}", False) if kind else None


def load_kubernetes_lookup(name: str) -> RecordT | None:
    """The kind as something to be read: `metadata.name` says which, `metadata.namespace` where, the rest is only read."""
    record = load_kubernetes(name)
    return None if record is None else as_lookup(record)


def as_lookup(record: RecordT) -> RecordT:
    """An object's type as that of something to be read."""
    fields = {key: _only_read(field) for key, field in record.fields.items()}
    metadata = record.fields["metadata"]
    if isinstance(metadata.type, RecordT):
        inner = {key: _only_read(field) for key, field in metadata.type.fields.items()}
        inner["name"] = replace(metadata.type.fields["name"], required=True)
        inner |= {"namespace": space} if (space := metadata.type.fields.get("namespace")) else {}
        fields["metadata"] = Field(RecordT(inner, metadata.type.name), required=True)
    return RecordT(fields, record.name)


def _only_read(field: Field) -> Field:
    return replace(field, required=False, settable=False, computed=True)


def kubernetes_names() -> Sequence[str]:
    """Every kind's name, sorted, without the namespace."""
    return _pack().names("kind")


def has_kubernetes(name: str) -> bool:
    """Whether there is such a kind; reads the index only."""
    return _pack().has("kind", name)


@lru_cache(maxsize=256)
def kubernetes_resource(path: str) -> KubernetesResource | None:
    """The resource behind a path like `k8s.apps.v1.Deployment`, or None."""
    kind = _pack().read("kind", path.removeprefix("k8s."))
    if kind is None:
        return None
    identity = KubernetesIdentity(kind["apiVersion"], kind["kind"], kind["namespaced"])
    return KubernetesResource(identity, kind["group"], kind["plural"])


@lru_cache(maxsize=1)
def kubernetes_groups() -> Mapping[str, str]:
    """API groups by the label that paths use: `{"core": "", "rbac": "rbac.authorization.k8s.io", ...}`."""
    return dict(_pack().meta["groups"])


def kubernetes_path(api_version: str, kind: str) -> str | None:
    """The path of a manifest's `apiVersion` and `kind`, or None when it is no built-in kind."""
    group, _, version = api_version.rpartition("/")
    name = f"{group.split('.', 1)[0] or 'core'}.{version}.{kind}"
    found = kubernetes_resource(f"k8s.{name}")
    return f"k8s.{name}" if found and found.identity.api_version == api_version else None


def kubernetes_deprecation(name: str) -> str | None:
    """Why not to use the kind any more, or None."""
    text = (_pack().read("kind", name) or {}).get("deprecated")
    return None if text is None else str(text)


def kubernetes_meta() -> Mapping[str, Any]:
    """`source` and `version` of the bundled schema."""
    return _pack().meta


def _pack() -> Pack:
    return open_pack(PACK)


@lru_cache(maxsize=1024)
def _definition(target: str) -> Any:
    return _pack().read("definition", target)


def _record(target: str, name: str, read_only: bool) -> RecordT:
    raw = _definition(target)
    return Document(raw["b"], raw.get("r", {}), _record, read_only).root(name)
