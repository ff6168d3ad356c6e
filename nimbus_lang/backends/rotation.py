"""How often a secret was exchanged: the number that stands beside a write-only argument, of which Terraform keeps nothing."""

from __future__ import annotations

from nimbus_lang.backends.crossings import givers
from nimbus_lang.backends.sources import source_identity
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.values.model import Deferred, SecretSource, Value


def secret_version(graph: InfraGraph, value: Value) -> int:
    """How often what a value is made of was exchanged, from 1: it grows when the version of any of its sources does."""
    sources = {
        source_identity(found.data.residual, found.span): found.data.residual
        for found in givers(graph, value)
        if isinstance(found.data, Deferred) and isinstance(found.data.residual, SecretSource)
    }
    return 1 + sum(_version(one) - 1 for one in sources.values())


def _version(source: SecretSource) -> int:
    value = source.args.get("version")
    return value.data if value is not None and isinstance(value.data, int) else 1
