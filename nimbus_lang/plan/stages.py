"""The order of the work: Terraform first, then Kubernetes and Helm in turns, as few turns as the graph allows.

An object goes into the earliest stage in which all it needs is there. What reads a value that another object of the
same tool only has once it exists waits for the next stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nimbus_lang.ir.graph import InfraGraph, Resource, Target
from nimbus_lang.ir.references import references_of
from nimbus_lang.values.model import Address, Value

Needs = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Turn:
    """Objects that one tool handles in one go, in this order."""

    target: Target
    provider: str
    addresses: tuple[str, ...]


def turns(graph: InfraGraph) -> tuple[Turn, ...]:
    """All turns of a graph, in order. Lookups are not made, so they are not in it."""
    made = {a: r for a, r in graph.resources.items() if not r.lookup}
    terraform = tuple(a for a, r in made.items() if r.target is Target.TERRAFORM)
    first = (Turn(Target.TERRAFORM, "", terraform),) if terraform else ()
    rest = {a: r for a, r in made.items() if r.target is not Target.TERRAFORM}
    needs = _needs(graph, rest)
    return first + tuple(_in_turns(rest, needs))


def waits_for(resource: Resource) -> frozenset[Address]:
    """The resources without which some field has no value."""
    return frozenset(ref.address for _, ref, _ in references_of(resource))


def _needs(graph: InfraGraph, made: Mapping[str, Resource]) -> Needs:
    """What each object needs, among these objects: by reference, by `@after`, by living in a namespace, by
    being of a kind."""
    needs: dict[str, set[str]] = {address: set() for address in made}
    for edge in graph.edges:
        source, target = str(edge.source), str(edge.target)
        if source in made and target in made and source != target:
            needs[source].add(target)
    namespaces = {_name(r): a for a, r in made.items() if r.type == "k8s.core.v1.Namespace"}
    for address, resource in made.items():
        home = namespaces.get(_namespace(resource))
        if home is not None and home != address:
            needs[address].add(home)
    for address, definition in _defined(made):
        needs[address].add(definition)
    return {address: frozenset(found) for address, found in needs.items()}


def _defined(made: Mapping[str, Resource]) -> Iterator[tuple[str, str]]:
    """Custom resources, each with the definition of its kind where the spec makes that, too."""
    definitions = {
        (
            _text(_field(r.fields, "spec", "group")),
            _text(_field(r.fields, "spec", "names", "kind")),
        ): a
        for a, r in made.items()
        if r.type == "k8s.apiextensions.v1.CustomResourceDefinition"
    }
    if not definitions:
        return
    for address, resource in made.items():
        group = _text(_field(resource.fields, "apiVersion")).partition("/")[0]
        found = definitions.get((group, _text(_field(resource.fields, "kind"))))
        if resource.source and found is not None:
            yield address, found


def _in_turns(made: Mapping[str, Resource], needs: Needs) -> Iterator[Turn]:
    done: set[str] = set()
    while len(done) < len(made):
        turn = max(_possible(made, needs, done), key=lambda t: len(t.addresses))
        done.update(turn.addresses)
        yield turn


def _possible(made: Mapping[str, Resource], needs: Needs, done: set[str]) -> Iterator[Turn]:
    """For every tool and configuration, all it could do now without anyone else; Kubernetes first."""
    kinds = {(r.target, r.provider) for a, r in made.items() if a not in done}
    found = False
    for target, provider in sorted(kinds, key=lambda k: (k[0] is Target.HELM, k[1])):
        mine = {a: r for a, r in made.items() if (r.target, r.provider) == (target, provider)}
        taken = _reachable(mine, needs, done)
        if taken:
            found = True
            yield Turn(target, provider, tuple(taken))
    if not found:
        raise ValueError("the graph has a circle; the checker refuses those")


def _reachable(mine: Mapping[str, Resource], needs: Needs, done: set[str]) -> list[str]:
    """What of these can be made now, each after what it needs."""
    left = {a: {str(ref) for ref in waits_for(r)} for a, r in mine.items() if a not in done}
    taken: dict[str, None] = {}
    grown = True
    while grown:
        ready = [
            address
            for address, values in left.items()
            if all(n in done or n in taken for n in needs[address])
            and not any(value in taken for value in values)
        ]
        taken.update(dict.fromkeys(ready))
        for address in ready:
            del left[address]
        grown = bool(ready)
    return list(taken)


def _name(resource: Resource) -> str:
    return _text(_field(resource.fields, "metadata", "name"))


def _namespace(resource: Resource) -> str:
    if resource.target is Target.HELM:
        return _text(_field(resource.fields, "namespace"))
    return _text(_field(resource.fields, "metadata", "namespace"))


def _field(fields: Mapping[str, Value], *path: str) -> object:
    found: object = fields
    for step in path:
        found = found.data if isinstance(found, Value) else found
        found = found.get(step) if isinstance(found, Mapping) else None
    return found.data if isinstance(found, Value) else found


def _text(data: object) -> str:
    return data if isinstance(data, str) else ""
