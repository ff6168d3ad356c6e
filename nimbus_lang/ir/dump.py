"""The graph as JSON for people, policies and tools: `graph.json`. Readable rather than exact; a secret is never in it.

A deferred value is `{"$ref": "address.path"}`, or `{"$expression": text}` where more than one reference is in it, with
`known` beside it where the spec itself says what it will be.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nimbus_lang.ir.graph import Edge, InfraGraph, Lifecycle, Output, Provider, Resource
from nimbus_lang.source.span import Span
from nimbus_lang.types.show import show as show_type
from nimbus_lang.values.model import Data, Deferred, Instance, Quantity, Ref, Unknown, Value
from nimbus_lang.values.show import scalar_text, show_ref, show_residual

SCHEMA = 1
"""The version of this document's shape."""


def dump_graph(graph: InfraGraph) -> str:
    """The whole graph as an indented JSON document with a final newline; same graph, same bytes."""
    document = {
        "schema": SCHEMA,
        "stack": graph.stack,
        "resources": [_resource(resource) for resource in graph.resources.values()],
        "edges": [_edge(edge) for edge in graph.edges],
        "outputs": {output.name: _output(output) for output in graph.outputs},
        "providers": {
            name: _provider(provider) for name, provider in (graph.providers or {}).items()
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _resource(resource: Resource) -> dict[str, Any]:
    written: dict[str, Any] = {
        "address": str(resource.address),
        "target": resource.target.value,
        "type": resource.type,
        "provider": resource.provider,
    }
    if resource.source:
        written["source"] = resource.source
    if resource.lookup:
        written["lookup"] = True
    written["fields"] = _fields(resource.fields)
    lifecycle = _lifecycle(resource.lifecycle)
    if lifecycle:
        written["lifecycle"] = lifecycle
    if resource.checks:
        written["checks"] = [
            {"condition": readable(one.condition), "message": readable(one.message)}
            for one in resource.checks
        ]
    if resource.waivers:
        written["waivers"] = [
            {"code": one.code, "reason": one.reason, "until": one.until} for one in resource.waivers
        ]
    written["from"] = [place(span) for span in (resource.span, *resource.callers)]
    return written


def place(span: Span) -> list[str | int]:
    """A span as `[path, start, end]`, offsets in characters."""
    return [span.path, span.start, span.end]


def _fields(fields: Mapping[str, Value]) -> dict[str, Any]:
    return {name: readable(value) for name, value in fields.items()}


def readable(value: Value) -> Any:
    """A value as JSON: plain where known, a marked object where deferred, `(secret)` where secret."""
    if isinstance(value.data, Deferred):
        return _deferred(value.data, value.secret)
    return "(secret)" if value.secret else _data(value.data)


def _deferred(deferred: Deferred, secret: bool) -> dict[str, Any]:
    residual = deferred.residual
    if isinstance(residual, Ref):
        written: dict[str, Any] = {"$ref": show_ref(residual)}
    else:
        written = {"$expression": show_residual(residual)}
    if secret:
        written["secret"] = True
    elif not isinstance(deferred.known, Unknown):
        written["known"] = _data(deferred.known)
    return written


def _data(data: Data) -> Any:
    match data:
        case None | bool() | int() | str():
            return data
        case Decimal():
            return int(data) if data == data.to_integral_value() else float(data)
        case Quantity():
            return scalar_text(data)
        case tuple() as items:
            return [readable(item) for item in items]
        case Mapping() as entries:
            return _fields(entries)
        case Deferred():
            return _deferred(data, secret=False)
        case Instance(address=address):
            return {"$resource": str(address)}
        case _:
            return scalar_text(data)


def _lifecycle(lifecycle: Lifecycle) -> dict[str, Any]:
    written: dict[str, Any] = {
        "protect": lifecycle.protect,
        "create_before_destroy": lifecycle.create_before_destroy,
        "ignore_changes": list(lifecycle.ignore_changes),
        "replace_when": [readable(value) for value in lifecycle.replace_when],
        "after": [str(address) for address in lifecycle.after],
        "moved_from": list(lifecycle.moved_from),
        "adopt": lifecycle.adopt_id,
    }
    return {name: value for name, value in written.items() if value}


def _edge(edge: Edge) -> dict[str, str]:
    return {"from": str(edge.source), "to": str(edge.target), "field": edge.field}


def _output(output: Output) -> dict[str, Any]:
    return {"type": show_type(output.type), "value": readable(output.value)}


def _provider(provider: Provider) -> dict[str, Any]:
    return {"kind": provider.kind, "config": _fields(provider.config)}
