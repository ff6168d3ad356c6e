"""The files around the resources: versions, providers, variables, outputs, and the blocks that move or adopt what exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nimbus_lang.backends.crossings import Crossing, Via, terraform_knows
from nimbus_lang.backends.lines import Origin
from nimbus_lang.backends.secrecy import holds_secret
from nimbus_lang.backends.terraform.blocks import PLAIN, fields_body
from nimbus_lang.backends.terraform.expression import Spot, Translator, key_expr
from nimbus_lang.backends.terraform.grouping import Group, Place
from nimbus_lang.backends.terraform.hcl import (
    TRUE,
    Argument,
    Block,
    Body,
    Entry,
    Index,
    Object,
    Path,
    quote,
)
from nimbus_lang.ir.former import former_address
from nimbus_lang.ir.graph import InfraGraph, Output, Provider
from nimbus_lang.schemas.module_space import KIND as MODULE
from nimbus_lang.schemas.provider_space import ProviderSpace
from nimbus_lang.source.provider import read_provider
from nimbus_lang.values.model import Value

REQUIRED_VERSION = ">= 1.11"
"""The first version with write-only arguments."""

BUILT_IN = "terraform"
"""The provider that Terraform has in it: it reads other states."""

_NO_PROVIDERS = frozenset({BUILT_IN, MODULE, "k8s", "helm"})
"""Kinds that nothing must be installed for."""


def versions(
    translator: Translator, groups: Sequence[Group], bundled: Mapping[str, str]
) -> Block | None:
    """The `terraform` block: its own version, each provider's, and the state backend of the stack's settings."""
    graph = translator.graph
    used = [member.type.partition(".")[0] for g in groups for member in g.members]
    providers = graph.providers or {}
    configured = [one.kind for one in providers.values() if one.config]
    uses = [one for one in providers.values() if one.kind == MODULE]
    passed = [providers[str(value.data)].kind for use in uses for value in use.config.values()]
    wanted_kinds = dict.fromkeys([*used, *configured, *passed])
    kinds = [kind for kind in wanted_kinds if kind not in _NO_PROVIDERS]
    entries = [_requirement(graph, kind, bundled) for kind in kinds]
    backend = list(_state_backend(translator))
    if not entries and not backend:
        return None
    origin = Origin(graph.span)
    wanted = (graph.settings or {}).get("required_version")
    version = (
        wanted.data if wanted is not None and isinstance(wanted.data, str) else REQUIRED_VERSION
    )
    required = Block("required_providers", (), tuple(entries), origin)
    body: Body = (
        Argument("required_version", quote(version), origin),
        *([required] if entries else []),
        *backend,
    )
    return Block("terraform", (), body, origin)


def _requirement(graph: InfraGraph, kind: str, bundled: Mapping[str, str]) -> Argument:
    provider = _provider_of(graph, kind)
    address = read_provider(provider.source) if provider and provider.source else None
    source = address.source if address else f"hashicorp/{kind}"
    locked = graph.schemas.foreign.get(address.text) if address else None
    described = locked.types.version if isinstance(locked, ProviderSpace) else bundled.get(source)
    version = (address.wanted.text if address else "") or _pin(described)
    entries = [Entry("source", quote(source))]
    if version:
        entries.append(Entry("version", quote(version)))
    return Argument(kind, Object(tuple(entries)), Origin(provider.span if provider else graph.span))


def _provider_of(graph: InfraGraph, kind: str) -> Provider | None:
    same = [p for p in (graph.providers or {}).values() if p.kind == kind]
    return next((p for p in same if p.source), same[0] if same else None)


def _pin(version: str | None) -> str | None:
    return f"~> {'.'.join(version.split('.')[:2])}" if version else None


def _state_backend(translator: Translator) -> Iterator[Block]:
    wanted = (translator.graph.settings or {}).get("backend")
    if wanted is None or not isinstance(wanted.data, Mapping):
        return
    for kind, settings in wanted.data.items():
        spot = Spot("", f"backend.{kind}")
        fields = settings.data if isinstance(settings.data, Mapping) else {}
        body = fields_body(translator, fields, None, spot)
        yield Block("backend", (kind,), body, spot.origin(settings))


def provider_blocks(translator: Translator) -> Iterator[Block]:
    """A block per configuration that says something, or that has a name of its own."""
    schemas = translator.graph.schemas
    for provider in (translator.graph.providers or {}).values():
        if provider.kind in _NO_PROVIDERS:
            continue
        record = schemas.configuration(provider.kind, provider.source or "")
        origin = Origin(provider.span)
        config = _with_default_tags(translator.graph, provider)
        body: list[Argument | Block] = list(_alias(provider, origin))
        body += fields_body(translator, config, record, Spot("", ""))
        if body:
            yield Block("provider", (provider.kind,), tuple(body), origin)


def _with_default_tags(graph: InfraGraph, provider: Provider) -> Mapping[str, Value]:
    """The stack's `default_tags` hold for every AWS configuration that has none of its own."""
    tags = (graph.settings or {}).get("default_tags")
    if tags is None or provider.kind != "aws" or "default_tags" in provider.config:
        return provider.config
    return {**provider.config, "default_tags": Value({"tags": tags}, tags.span)}


def _alias(provider: Provider, origin: Origin) -> Iterator[Argument]:
    if provider.alias:
        yield Argument("alias", quote(provider.alias), origin, PLAIN)


def output_blocks(translator: Translator, crossings: Sequence[Crossing]) -> Iterator[Block]:
    """The stack's outputs as far as Terraform knows them, then those that only other targets need."""
    written = set()
    for output in translator.graph.outputs:
        if output.value.data is not None and terraform_knows(translator.graph, output.value):
            written.add(output.name)
            yield _stack_output(translator, output)
    for crossing in crossings:
        if crossing.via is Via.OUTPUT and crossing.name not in written:
            use = crossing.uses[0]
            spot = Spot(use.consumer, use.field)
            body = [
                Argument(
                    "value", translator.value(crossing.value, spot), spot.origin(crossing.value)
                )
            ]
            if crossing.secret:
                body.append(Argument("sensitive", TRUE, spot.origin(crossing.value)))
            yield Block("output", (crossing.name,), tuple(body), spot.origin(crossing.value))


def _stack_output(translator: Translator, output: Output) -> Block:
    origin = Origin(output.span, f"output.{output.name}")
    spot = Spot(f"output.{output.name}", "", untyped=True)
    body = []
    if output.doc:
        body.append(Argument("description", quote(" ".join(output.doc.split())), origin))
    body.append(Argument("value", translator.value(output.value, spot), origin))
    if holds_secret(output.value):
        body.append(Argument("sensitive", TRUE, origin))
    return Block("output", (output.name,), tuple(body), origin)


def moved_blocks(graph: InfraGraph, places: Mapping[str, Place]) -> Iterator[Block]:
    """`moved`: what was called otherwise; `import`: what exists already."""
    moved: set[tuple[Path, Path]] = set()
    for resource in graph.resources.values():
        place = places.get(str(resource.address))
        if place is None or resource.lookup:
            continue
        origin = Origin(resource.span, str(resource.address))
        here = _address(place)
        for former in resource.lifecycle.moved_from:
            target = Path(place.group.root) if _moves_whole(former, place.group) else here
            source = Path(former_address(former, resource))
            if (source, target) not in moved:
                moved.add((source, target))
                body = (Argument("from", source, origin), Argument("to", target, origin))
                yield Block("moved", (), body, origin)
        if resource.lifecycle.adopt_id is not None:
            identity = quote(resource.lifecycle.adopt_id)
            yield Block(
                "import",
                (),
                (Argument("to", here, origin), Argument("id", identity, origin)),
                origin,
            )


def _moves_whole(former: str, group: Group) -> bool:
    """Whether a declaration with all its keys was called so: each instance says the same name."""
    return "[" not in former and all(former in m.lifecycle.moved_from for m in group.members)


def _address(place: Place) -> Path:
    return Path(place.group.root, () if place.index is None else (Index(key_expr(place.index)),))
