"""The one door to provider types: by Nimbus path, one at a time, from bundled data.

`aws.db_instance`, `k8s.apps.v1.Deployment`, `helm.release`. Reads package data only, never a provider, a cluster or the
network. An unknown path is None; what to say about it is the caller's business.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

from nimbus_lang.schemas import aws, helm, kubernetes
from nimbus_lang.schemas.kubernetes import KubernetesIdentity
from nimbus_lang.schemas.pack import DATA
from nimbus_lang.types.model import RecordT

_NAMESPACES = ("aws", "helm", "k8s")


@lru_cache(maxsize=512)
def load(path: str, lookup: bool = False) -> RecordT | None:
    """The type of a resource, or of a data source with `lookup`; None when there is none of that path.

    Nested records are called by the path down to them (`aws.db_instance.restore_to_point_in_time`) and are built when read.
    """
    namespace, _, name = path.partition(".")
    match namespace:
        case "aws":
            return aws.load_aws(name, _aws_section(lookup))
        case "k8s" if lookup:
            return kubernetes.load_kubernetes_lookup(name)
        case "k8s":
            return kubernetes.load_kubernetes(name)
        case "helm":
            return helm.load_helm(name, lookup)
        case _:
            return None


@lru_cache(maxsize=4096)
def exists(path: str, lookup: bool = False) -> bool:
    """Whether `load` would find it; reads only the index."""
    namespace, _, name = path.partition(".")
    match namespace:
        case "aws":
            return aws.has_aws(name, _aws_section(lookup))
        case "k8s":
            return kubernetes.has_kubernetes(name)
        case _:
            return path == "helm.release"


@lru_cache(maxsize=16)
def names(namespace: str, lookup: bool = False) -> Sequence[str]:
    """Every full path in a namespace, sorted; empty for an unknown namespace."""
    match namespace:
        case "aws":
            return tuple(f"aws.{name}" for name in aws.aws_names(_aws_section(lookup)))
        case "k8s":
            return tuple(f"k8s.{name}" for name in kubernetes.kubernetes_names())
        case "helm":
            return ("helm.release",)
        case _:
            return ()


def namespaces() -> Sequence[str]:
    """The namespaces that hold raw types, sorted."""
    return _NAMESPACES


@lru_cache(maxsize=64)
def ephemeral(path: str) -> RecordT | None:
    """The type of an ephemeral resource (`aws.secretsmanager_secret_version`): read in a run, never kept in state."""
    namespace, _, name = path.partition(".")
    return aws.load_aws(name, "ephemeral") if namespace == "aws" else None


@lru_cache(maxsize=8)
def provider_config(kind: str) -> RecordT | None:
    """What `use KIND { ... }` accepts, or None for an unknown provider. Helm talks to the cluster that `k8s` names."""
    match kind:
        case "aws":
            return aws.load_aws("aws", "provider")
        case "k8s" | "helm":
            return RecordT(kubernetes.CONFIGURATION.fields, kind)
        case _:
            return None


def kubernetes_identity(path: str) -> KubernetesIdentity | None:
    """`(api_version, kind, namespaced)` of a path like `k8s.apps.v1.Deployment`; None when there is no such kind."""
    resource = kubernetes.kubernetes_resource(path)
    return resource.identity if resource else None


@lru_cache(maxsize=4096)
def deprecation(path: str, lookup: bool = False) -> str | None:
    """Why a whole type should not be used any more, or None."""
    namespace, _, name = path.partition(".")
    match namespace:
        case "aws":
            return aws.aws_deprecation(name, _aws_section(lookup))
        case "k8s":
            return kubernetes.kubernetes_deprecation(name)
        case _:
            return None


def bundled_digests() -> Mapping[str, str]:
    """sha256 (hex) of each bundled schema, with all that refines it, by its source as in `bundled_versions`."""
    packs = {
        str(aws.aws_meta()["source"]): (aws.PACK, aws.REFINEMENTS),
        str(kubernetes.kubernetes_meta()["source"]): (kubernetes.PACK,),
    }
    return {source: _digest(names) for source, names in packs.items()}


def _digest(names: Sequence[str]) -> str:
    whole = hashlib.sha256()
    for name in names:
        whole.update((DATA / name).read_bytes())
    return whole.hexdigest()


def bundled_versions() -> Mapping[str, str]:
    """The version of each bundled schema, by its source: `{"hashicorp/aws": "5.100.0", "kubernetes": "1.34.4"}`."""
    metas = (aws.aws_meta(), kubernetes.kubernetes_meta())
    return {str(meta["source"]): str(meta["version"]) for meta in metas}


def _aws_section(lookup: bool) -> str:
    return "lookup" if lookup else "resource"
