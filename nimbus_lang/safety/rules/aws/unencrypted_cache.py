"""NB5106: a cache, search domain or broker that keeps or sends its data in plain text.

ElastiCache, MemoryDB, DAX, OpenSearch and MSK each have several switches, and most are off by default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, hidden, is_false, not_true, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Put

CODE = "NB5106"
LEVEL = Level.BLOCK
TITLE = "A cache, search domain or broker is not encrypted"
WHY = "Sessions, documents and messages can be read on its disks or on the wire."
SEARCH = (
    "encrypt_at_rest.enabled",
    "node_to_node_encryption.enabled",
    "domain_endpoint_options.enforce_https",
)
OFF_BY_DEFAULT: Mapping[str, tuple[str, ...]] = {
    "aws.dax_cluster": ("server_side_encryption.enabled",),
    "aws.elasticache_replication_group": (
        "at_rest_encryption_enabled",
        "transit_encryption_enabled",
    ),
    "aws.elasticsearch_domain": SEARCH,
    "aws.opensearch_domain": SEARCH,
}
ON_BY_DEFAULT: Mapping[str, tuple[str, ...]] = {
    "aws.memorydb_cluster": ("tls_enabled",),
    "aws.msk_cluster": ("encryption_info.encryption_in_transit.in_cluster",),
}
CLIENT_BROKER = "encryption_info.encryption_in_transit.client_broker"
TYPES = (*OFF_BY_DEFAULT, *ON_BY_DEFAULT)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Each switch that is off."""
    valkey = text(resource.fields.get("engine")) == "valkey"
    for path in (*OFF_BY_DEFAULT.get(resource.type, ()), *ON_BY_DEFAULT.get(resource.type, ())):
        names = path.split(".")
        value = child(resource.fields, *names)
        on_by_default = resource.type in ON_BY_DEFAULT or (valkey and path.startswith("at_rest"))
        off = is_false(value) if on_by_default else not_true(value)
        if off and not hidden(resource.fields, *names):
            yield Finding(
                f"`{path}` of `{resource.address}` is off.",
                f"Write `{path} = {_on(path)}`."
                if len(names) == 1
                else f"Write `{_nested(names)}`.",
                value,
                put=_put(names, written=value is not None, block=names[0] in resource.fields),
            )
    broker = child(resource.fields, *CLIENT_BROKER.split("."))
    if "PLAINTEXT" in (text(broker) or ""):
        yield Finding(
            f"`{resource.address}` lets clients speak to it in plain text.",
            'Write `client_broker = "TLS"`.',
            broker,
            put=Put("client_broker", '"TLS"'),
        )


def _put(names: list[str], *, written: bool, block: bool) -> Put | None:
    if written or len(names) == 1:
        return Put(names[-1], _on(names[-1]))
    return None if block else Put(names[0], f"{{ {names[1]} = true }}")


def _on(name: str) -> str:
    """The provider wants this one switch as text."""
    return '"true"' if name == "at_rest_encryption_enabled" else "true"


def _nested(names: list[str]) -> str:
    inner = f"{names[-1]} = true"
    for name in reversed(names[:-1]):
        inner = f"{name} = {{ {inner} }}"
    return inner
