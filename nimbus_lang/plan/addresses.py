"""What a spec's own configuration says about where to go: in the sandbox, only this machine will do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.plan import errors
from nimbus_lang.sandbox.loopback import is_loopback
from nimbus_lang.values.model import Value


def outside_addresses(graph: InfraGraph) -> tuple[Diagnostic, ...]:
    """Every address in a provider's configuration that leads off this machine."""
    return tuple(
        errors.wrong_place(url, f"`{name}.{path}`", value.span)
        for name, provider in (graph.providers or {}).items()
        for path, url, value in _addresses(provider.config, "")
        if not is_loopback(url)
    )


def _addresses(config: Mapping[str, Value], prefix: str) -> Iterator[tuple[str, str, Value]]:
    for key, value in config.items():
        path = f"{prefix}{key}"
        match value.data:
            case str() as text if text.lower().startswith(("http://", "https://")):
                yield path, text, value
            case Mapping() as inner:
                yield from _addresses(inner, f"{path}.")
            case tuple() as items:
                yield from _addresses({str(n): item for n, item in enumerate(items)}, f"{path}.")
            case _:
                continue
