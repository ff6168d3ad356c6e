"""What crosses from one target to another: every value of a Kubernetes object, a Helm release or their connection that only
Terraform, a secret's source or a live object can give.

Each crossing has a name: `${name}` stands for it in the files, and the Terraform output of that name gives it. A secret is
resolved from its source by whoever applies and never becomes an output. `resolve` puts the values in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

from nimbus_lang.backends.crossing_names import Identity, identity, output_name, wanted_name
from nimbus_lang.backends.secrecy import holds_secret
from nimbus_lang.ir.graph import InfraGraph, Resource, Target
from nimbus_lang.ir.references import residual_parts
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
    """Who gives the value.

    OUTPUT: the Terraform output of the crossing's name. SECRET: the source that is the residual. OBJECT: the field of a live
    object that the residual refers to. COMPUTED: an expression over crossings of several kinds, which are in the list too.
    """

    OUTPUT = "output"
    SECRET = "secret"
    OBJECT = "object"
    COMPUTED = "computed"


class Use(NamedTuple):
    """A field that needs the value: the resource's address (or `provider.<name>`), the dotted field, where it is written."""

    consumer: str
    field: str
    span: Span

    def at(self, step: str) -> Use:
        """The same, one step further down (`.name`, `[0]`)."""
        return self._replace(field=self.field + step)


@dataclass(frozen=True)
class Crossing:
    """One value on its way. `value.data` is deferred; its residual says what to read."""

    name: str
    via: Via
    value: Value
    secret: bool
    uses: tuple[Use, ...]


@dataclass(slots=True)
class Crossings:
    """All crossings of a graph, found by what they stand for."""

    graph: InfraGraph
    found: dict[Identity, Crossing] = field(default_factory=dict)
    _uses: dict[Identity, list[Use]] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._taken |= {output.name for output in self.graph.outputs}

    def name(self, value: Value) -> Crossing | None:
        """The crossing for a deferred value that is no template, once `resolved`; None for anything else."""
        return self.found.get(identity(value)) if isinstance(value.data, Deferred) else None

    def add(self, value: Value, use: Use) -> None:
        """Book every crossing inside a value."""
        for part in pieces(self.graph, value):
            key = identity(part)
            self._uses.setdefault(key, []).append(use)
            leaves = list(givers(self.graph, part))
            via = self._via(part, leaves)
            if via is Via.COMPUTED:
                for leaf in leaves:
                    self.add(leaf, use)
            if key not in self.found:
                name = self._free_name(part, leaves, use)
                secret = via is Via.SECRET or holds_secret(part)
                self.found[key] = Crossing(name, via, part, secret, ())

    def finished(self) -> Crossings:
        """The same, with every crossing's uses in it."""
        for key, uses in self._uses.items():
            self.found[key] = replace(self.found[key], uses=tuple(uses))
        return self

    def _via(self, value: Value, leaves: list[Value]) -> Via:
        if isinstance(value.data, Deferred) and isinstance(value.data.residual, SecretSource):
            return Via.SECRET
        found = {_giver(self.graph, leaf) for leaf in leaves}
        is_reference = isinstance(value.data, Deferred) and isinstance(value.data.residual, Ref)
        if found == {Via.OUTPUT} or (is_reference and found == {Via.OBJECT}):
            return found.pop()
        return Via.COMPUTED

    def _free_name(self, value: Value, leaves: list[Value], use: Use) -> str:
        same = output_name(self.graph, value)
        if same is not None:
            return same
        base = wanted_name(value, leaves, use.consumer, use.field)
        name, number = base, 1
        while name in self._taken:
            number += 1
            name = f"{base}_{number}"
        self._taken.add(name)
        return name


def crossings(graph: InfraGraph) -> tuple[Crossing, ...]:
    """Every crossing of the graph, in the order found."""
    return tuple(find_crossings(graph).found.values())


def find_crossings(graph: InfraGraph) -> Crossings:
    """The same, to be asked for names."""
    book = Crossings(graph)
    for resource in graph.resources.values():
        if resource.target is not Target.TERRAFORM:
            fields = [*resource.fields.items(), *checked_fields(resource)]
            for name, value in fields:
                for field, inner, span in _deferred(value, name):
                    book.add(inner, Use(str(resource.address), field, span))
    for provider in (graph.providers or {}).values():
        if provider.kind in ("k8s", "helm"):
            for name, value in provider.config.items():
                for field, inner, span in _deferred(value, name):
                    book.add(inner, Use(f"provider.{provider.name}", field, span))
    return book.finished()


def checked_fields(resource: Resource) -> Iterator[tuple[str, Value]]:
    """The conditions and messages of checks that wait for an apply, as if they were fields."""
    for number, check in enumerate(resource.checks):
        yield f"check[{number}].condition", check.condition
        yield f"check[{number}].message", check.message


def pieces(graph: InfraGraph, value: Value) -> Iterator[Value]:
    """A deferred value's parts that nothing here knows: a template's interpolations, else the value itself."""
    value = resolved(graph, value)
    match value.data:
        case Deferred(Template(parts)):
            for part in parts:
                if isinstance(part, Value):
                    yield from pieces(graph, part)
        case Deferred():
            yield value
        case _:
            return


def givers(graph: InfraGraph, value: Value) -> Iterator[Value]:
    """The references and secret sources that a value is computed from, as far as the graph does not know them."""
    value = resolved(graph, value)
    match value.data:
        case Deferred(Ref() | SecretSource()):
            yield value
        case Deferred(residual):
            for part in residual_parts(residual):
                yield from givers(graph, part)
        case tuple() as items:
            for item in items:
                yield from givers(graph, item)
        case Mapping() as entries:
            for item in entries.values():
                yield from givers(graph, item)
        case _:
            return


def _giver(graph: InfraGraph, value: Value) -> Via:
    residual = value.data.residual if isinstance(value.data, Deferred) else None
    if not isinstance(residual, Ref):
        return Via.SECRET
    resource = graph.resources.get(str(residual.address))
    terraform = resource is None or resource.target is Target.TERRAFORM
    return Via.OUTPUT if terraform else Via.OBJECT


def terraform_knows(graph: InfraGraph, value: Value) -> bool:
    """Whether Terraform can compute the value by itself: nothing comes from another target or straight from a secret's source."""
    return all(_giver(graph, leaf) is Via.OUTPUT for leaf in givers(graph, value))


def resolved(graph: InfraGraph, value: Value) -> Value:
    """The value as far as the graph knows it: an argument read back is what was written, a secret's its source."""
    for _ in range(64):
        match value.data:
            case Deferred(Ref(address, (str(name),))) if (
                (resource := graph.resources.get(str(address))) is not None
                and (written := resource.fields.get(name)) is not None
                and written.secret
                and resource.gives_back
            ):
                value = replace(written, span=value.span)
            case Deferred(_, _, known) if not isinstance(known, Unknown) and not holds_secret(
                value
            ):
                value = replace(value, data=known)
            case _:
                return value
    return value


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
