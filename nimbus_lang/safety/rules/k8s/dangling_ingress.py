"""NB5525: an ingress that leads to a service, or a port of it, that is not there.

Nothing of that name is in the same namespace of this stack, or it does not serve that port.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import blocks, child, number, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import namespace
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding
from nimbus_lang.safety.selectors import named_objects
from nimbus_lang.values.model import Value

CODE = "NB5525"
LEVEL = Level.WARN
TITLE = "An ingress leads to no service"
WHY = "Whoever asks for that path gets an error."
TYPES = ("k8s.*.Ingress",)


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Each backend whose service or port is missing."""
    objects, space = graph.once(named_objects), namespace(resource)
    if objects is None or space is None:
        return
    for backend in _backends(resource):
        name, port = child(backend, "name"), child(backend, "port", "number")
        written = text(name)
        if written is None:
            continue
        service = objects.get(("Service", space, written))
        if service is None:
            yield Finding(
                f"`{resource.address}` leads to the service `{written}` in `{space}`, which is not in this stack.",
                "Name a service of this stack, best by reference.",
                name,
            )
        elif port is not None and _serves(service, number(port)) is False:
            yield Finding(
                f"`{resource.address}` leads to port {text(port)} of `{service.address}`, which it does not serve.",
                "Write a port of the service.",
                port,
                about=(service,),
            )


def _backends(resource: Resource) -> Iterator[Value]:
    spec = resource.fields.get("spec")
    backends = [child(spec, "defaultBackend", "service")]
    for rule in blocks(child(spec, "rules")):
        backends += [
            child(path, "backend", "service") for path in blocks(child(rule, "http", "paths"))
        ]
    yield from (backend for backend in backends if backend is not None)


def _serves(service: Resource, port: int | None) -> bool | None:
    """Whether a service has a port, or None where that is not known."""
    ports = [number(child(p, "port")) for p in blocks(child(service.fields, "spec", "ports"))]
    return None if port is None or None in ports else port in ports
