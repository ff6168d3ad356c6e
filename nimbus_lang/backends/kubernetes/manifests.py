"""A resource as the object that Kubernetes takes: apiVersion, kind, metadata with a name, then the fields as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nimbus_lang.backends.crossings import Crossings, Use, pieces, resolved
from nimbus_lang.backends.errors import not_a_kubernetes_name, secret_in_the_clear
from nimbus_lang.backends.kubernetes.names import default_name, problem
from nimbus_lang.backends.resolve import Give, resolve
from nimbus_lang.backends.secrecy import holds_secret
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import Resource
from nimbus_lang.schemas.index import kubernetes_identity
from nimbus_lang.values.model import Value
from nimbus_lang.values.plain import Plain, plain

_SECRET_FIELDS = frozenset({"data", "stringData"})
_FIRST = ("apiVersion", "kind", "metadata")


@dataclass(frozen=True)
class Manifest:
    """An object to be: `name` and `namespace` are "" where they are not known or not given."""

    api_version: str
    kind: str
    name: str
    namespace: str
    fields: Mapping[str, Value]

    @property
    def group(self) -> str:
        """`apps` of `apps/v1`; "" for the core."""
        return self.api_version.rpartition("/")[0]


def manifest(resource: Resource) -> Manifest:
    """The object of a resource, its fields in the order people write them."""
    identity = None if resource.source else kubernetes_identity(resource.type)
    api_version, kind = (identity[0], identity[1]) if identity else _written_identity(resource)
    metadata = _metadata(resource)
    first = {
        "apiVersion": Value(api_version, resource.span),
        "kind": Value(kind, resource.span),
        "metadata": Value(metadata, _span(resource, "metadata").span),
    }
    rest = {name: value for name, value in resource.fields.items() if name not in _FIRST}
    return Manifest(
        api_version,
        kind,
        _text(metadata.get("name")),
        _text(metadata.get("namespace")),
        first | rest,
    )


def body(book: Crossings, resource: Resource, give: Give) -> dict[str, Plain]:
    """The object as plain data with every crossing's value in it: what is sent to the API server."""
    fields = manifest(resource).fields
    return {
        name: plain(
            _without_nulls(resolve(book, value, Use(str(resource.address), name, value.span), give))
        )
        for name, value in fields.items()
        if value.data is not None
    }


def check(book: Crossings, resource: Resource, made: Manifest) -> list[Diagnostic]:
    """What Kubernetes would refuse or reveal."""
    found = [
        secret_in_the_clear(value.span, resource.callers, str(resource.address), name, _REMEDY)
        for name, value in resource.fields.items()
        if _reveals(made, name, value)
    ]
    name = made.fields["metadata"].data
    written = name.get("name") if isinstance(name, Mapping) else None
    if written is not None:
        found += _check_name(book, resource, made, written)
    return found


_REMEDY = "Put it into the `stringData` of a `k8s.core.v1.Secret` and refer to it (`valueFrom.secretKeyRef`)."


def _check_name(
    book: Crossings, resource: Resource, made: Manifest, written: Value
) -> list[Diagnostic]:
    address = str(resource.address)
    if list(pieces(book.graph, written)):
        why = "it is known only after an apply, and the name is what tells objects apart"
        return [not_a_kubernetes_name(written.span, resource.callers, address, "?", why)]
    name = _text(resolved(book.graph, written))
    why = problem(made.kind, made.group, name) or ""
    if not why:
        return []
    return [not_a_kubernetes_name(written.span, resource.callers, address, name, why)]


def _reveals(made: Manifest, name: str, value: Value) -> bool:
    keeps_secrets = made.kind == "Secret" and not made.group and name in _SECRET_FIELDS
    return not keeps_secrets and holds_secret(value)


def _metadata(resource: Resource) -> dict[str, Value]:
    written = _span(resource, "metadata").data
    fields = dict(written) if isinstance(written, Mapping) else {}
    name = fields.pop("name", None) or Value(default_name(resource.address), resource.span)
    return {"name": name, **fields}


def _span(resource: Resource, name: str) -> Value:
    return resource.fields.get(name, Value({}, resource.span))


def _written_identity(resource: Resource) -> tuple[str, str]:
    """Of a kind whose schema is not bundled: as written, else from the path `ns.group.version.Kind`."""
    parts = resource.type.split(".")
    group = ".".join(parts[1:-2])
    version = parts[-2] if len(parts) > 2 else "v1"
    api_version = _text(resource.fields.get("apiVersion")) or (
        f"{group}/{version}" if group not in ("", "core") else version
    )
    return api_version, _text(resource.fields.get("kind")) or parts[-1]


def _without_nulls(value: Value) -> Value:
    match value.data:
        case Mapping() as entries:
            kept = {k: _without_nulls(v) for k, v in entries.items() if v.data is not None}
            return replace(value, data=kept)
        case tuple() as items:
            return replace(value, data=tuple(_without_nulls(item) for item in items))
        case _:
            return value


def _text(value: Value | None) -> str:
    return value.data if value is not None and isinstance(value.data, str) else ""
