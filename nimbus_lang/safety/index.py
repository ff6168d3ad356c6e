"""The graph, arranged for rules: resources by type, and the companions that point at a resource.

Built once a review, every lookup a dictionary's, so that a review stays linear in the size of the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar, cast

from nimbus_lang.ir.graph import InfraGraph, Resource
from nimbus_lang.safety.fields import child, references, text
from nimbus_lang.values.model import Address, Value

T = TypeVar("T")


def type_keys(resource: Resource) -> tuple[str, ...]:
    """The names under which rules may ask for a resource."""
    if resource.lookup:
        return (f"lookup {resource.type}",)
    if resource.type.startswith("k8s.") and not resource.source:
        return (resource.type, f"k8s.*.{kind_of(resource)}")
    return (resource.type,)


def kind_of(resource: Resource) -> str:
    """`k8s.apps.v1.Deployment` -> `Deployment`."""
    return resource.type.rpartition(".")[2]


class GraphIndex:
    """A graph and its arrangements, each made when first asked for."""

    def __init__(self, graph: InfraGraph) -> None:
        self.graph = graph
        self._made: dict[object, object] = {}
        self._companions: dict[tuple[str, str], dict[str, list[Resource]]] = {}

    @cached_property
    def by_type(self) -> Mapping[str, tuple[Resource, ...]]:
        """Resources by each of their type keys, in the order of the source."""
        found: dict[str, list[Resource]] = {}
        for resource in self.graph.resources.values():
            for key in type_keys(resource):
                found.setdefault(key, []).append(resource)
        return {key: tuple(resources) for key, resources in found.items()}

    def of(self, *types: str) -> Iterator[Resource]:
        """All resources of these types (`k8s.*.Service`, `lookup aws.vpc` too)."""
        for name in types:
            yield from self.by_type.get(name, ())

    def at(self, address: Address) -> Resource | None:
        """The resource at an address."""
        return self.graph.resources.get(str(address))

    def referred(self, value: Value | None) -> Iterator[Resource]:
        """The resources of this graph that a value is read from."""
        for address in references(value):
            resource = self.at(address)
            if resource is not None:
                yield resource

    def once(self, build: Callable[[GraphIndex], T]) -> T:
        """What `build` makes of this graph, made once a review: for the arrangements of a single family of rules."""
        if build not in self._made:
            self._made[build] = build(self)
        return cast(T, self._made[build])

    def companions(self, kind: str, field: str, subject: Resource, name: str) -> Iterable[Resource]:
        """Resources of type `kind` whose `field` means `subject`: by reference, or by its literal `name` field."""
        table = self._companions.get((kind, field))
        if table is None:
            table = self._companions[kind, field] = self._companion_table(kind, field)
        named = text(child(subject.fields, name))
        found = list(table.get(f"@{subject.address}", ()))
        if named is not None:
            found += [r for r in table.get(named, ()) if r not in found]
        return found

    def _companion_table(self, kind: str, field: str) -> dict[str, list[Resource]]:
        table: dict[str, list[Resource]] = {}
        for resource in self.of(kind):
            value = child(resource.fields, field)
            keys = {f"@{address}" for address in references(value)} or {text(value) or ""}
            for key in keys:
                table.setdefault(key, []).append(resource)
        return table
