"""What crosses from one target to another: every value of a Kubernetes object, a Helm release or their connection that only
Terraform, a secret's source or a live object can give.

Each crossing has a name: `${name}` stands for it in the files, and the Terraform output of that name gives it. A secret is
resolved from its source by whoever applies and never becomes an output.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

from nimbus_lang.backends.secrecy import holds_secret, leaves
from nimbus_lang.backends.sources import source_identity, variable_name
from nimbus_lang.ir.graph import InfraGraph, Target
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import (
    Deferred,
    Ref,
    SecretSource,
    Template,
    Unknown,
    Value,
)


class Via(Enum):
    """Who gives the value: a Terraform output, a secret's source, or a live object of the cluster."""

    OUTPUT = "output"
    SECRET = "secret"
    OBJECT = "object"


class Use(NamedTuple):
    """A field that needs the value: the resource's address (or `provider.<name>`), the dotted field, where it is written."""

    consumer: str
    field: str
    span: Span


@dataclass(frozen=True)
class Crossing:
    """One value on its way. `value.data` is deferred; its residual says what to read."""

    name: str
    via: Via
    value: Value
    secret: bool
    uses: tuple[Use, ...]


Identity = tuple[str, ...]


@dataclass(slots=True)
class Crossings:
    """All crossings of a graph, found by what they stand for."""

    graph: InfraGraph
    found: dict[Identity, Crossing] = field(default_factory=dict)
    mixed: list[tuple[Use, str]] = field(default_factory=list)

    def name(self, value: Value, use: Use) -> Crossing | None:
        """The crossing for a deferred value that is no template; None when its known data will do or nothing can give it."""
        identity = self._identity(value, use)
        return self.found.get(identity) if identity else None

    def add(self, value: Value, use: Use) -> None:
        """Book every crossing inside a value."""
        for part, spot in pieces(self.graph, value, use):
            identity = self._identity(part, spot)
            if identity is None:
                continue
            known = self.found.get(identity)
            if known is not None:
                self.found[identity] = replace(known, uses=(*known.uses, spot))
                continue
            via = self._via(part, spot)
            if via is not None:
                name = self._free_name(part, spot)
                secret = via is Via.SECRET or holds_secret(part)
                self.found[identity] = Crossing(name, via, part, secret, (spot,))

    def _identity(self, value: Value, use: Use) -> Identity | None:
        match value.data:
            case Deferred(Ref(address, path)):
                return ("ref", str(address), *map(str, path))
            case Deferred(SecretSource() as source):
                return ("secret", *source_identity(source, value.span))
            case Deferred():
                return ("expression", use.consumer, use.field, str(value.span.start))
            case _:
                return None

    def _via(self, value: Value, use: Use) -> Via | None:
        targets = {self._giver(leaf) for leaf, _ in leaves(value)}
        if len(targets) == 1:
            return targets.pop()
        if targets:
            first = next(leaf for leaf, _ in leaves(value))
            self.mixed.append((use, show_leaf(first)))
        return None

    def _giver(self, leaf: Ref | SecretSource) -> Via:
        if isinstance(leaf, SecretSource):
            return Via.SECRET
        resource = self.graph.resources.get(str(leaf.address))
        terraform = resource is None or resource.target is Target.TERRAFORM
        return Via.OUTPUT if terraform else Via.OBJECT

    def _free_name(self, value: Value, use: Use) -> str:
        wanted = _output_name(self.graph, value)
        if wanted is not None:
            return wanted
        taken = {crossing.name for crossing in self.found.values()}
        taken |= {output.name for output in self.graph.outputs}
        base = re.sub(r"[^A-Za-z0-9_]+", "_", "_".join(_words(value, use))).strip("_")
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        return name


def crossings(graph: InfraGraph) -> tuple[Crossing, ...]:
    """Every crossing of the graph, in the order found."""
    return tuple(find_crossings(graph).found.values())


def find_crossings(graph: InfraGraph) -> Crossings:
    """The same, to be asked for names."""
    book = Crossings(graph)
    for resource in graph.resources.values():
        if resource.target is not Target.TERRAFORM:
            for name, value in resource.fields.items():
                for field, inner, span in _deferred(value, name):
                    book.add(inner, Use(str(resource.address), field, span))
    for provider in (graph.providers or {}).values():
        if provider.kind in ("k8s", "helm"):
            for name, value in provider.config.items():
                for field, inner, span in _deferred(value, name):
                    book.add(inner, Use(f"provider.{provider.name}", field, span))
    return book


def pieces(graph: InfraGraph, value: Value, use: Use) -> Iterator[tuple[Value, Use]]:
    """A deferred value's parts that nothing here knows: a template's interpolations, else the value itself."""
    value = resolved(graph, value)
    match value.data:
        case Deferred(Template(parts)):
            for part in parts:
                if isinstance(part, Value):
                    yield from pieces(graph, part, use)
        case Deferred():
            yield value, use
        case _:
            return


def resolved(graph: InfraGraph, value: Value) -> Value:
    """The value as far as the graph knows it: an argument read back is what was written, a secret's its source."""
    for _ in range(64):
        match value.data:
            case Deferred(Ref(address, (str(name),))) if (
                (resource := graph.resources.get(str(address))) is not None
                and (written := resource.fields.get(name)) is not None
                and written.secret
            ):
                value = replace(written, span=value.span)
            case Deferred(_, _, known) if not isinstance(known, Unknown) and not holds_secret(
                value
            ):
                value = replace(value, data=known)
            case _:
                return value
    return value


def show_leaf(leaf: Ref | SecretSource) -> str:
    """How messages call it: `orders.endpoint`, `aws.secret`."""
    if isinstance(leaf, SecretSource):
        return f"{leaf.kind}.secret"
    return ".".join((str(leaf.address), *map(str, leaf.path)))


def _output_name(graph: InfraGraph, value: Value) -> str | None:
    """The stack's output that gives the same value already."""
    if not isinstance(value.data, Deferred) or not isinstance(value.data.residual, Ref):
        return None
    for output in graph.outputs:
        data = output.value.data
        if isinstance(data, Deferred) and data.residual == value.data.residual:
            return output.name
    return None


def _words(value: Value, use: Use) -> list[str]:
    match value.data:
        case Deferred(Ref(address, path)):
            steps = [step for step in path if isinstance(step, str) and step != "*"]
            key = [] if address.key is None else [str(address.key)]
            return [address.label, *key, *steps]
        case Deferred(SecretSource() as source):
            return [variable_name(source)]
        case _:
            return [use.consumer, use.field.rpartition(".")[2]]


def _deferred(value: Value, path: str) -> Iterator[tuple[str, Value, Span]]:
    match value.data:
        case Deferred():
            yield path, value, value.span
        case tuple() as items:
            for number, item in enumerate(items):
                yield from _deferred(item, f"{path}[{number}]")
        case Mapping() as entries:
            for key, item in entries.items():
                yield from _deferred(item, f"{path}.{key}")
        case _:
            return
