"""Graphs built by hand: plain Python data to resources, with spans that point into a made-up file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import count
from typing import Any

from nimbus_lang.ir.graph import InfraGraph, Output, Provider, Repeat, Resource, Target
from nimbus_lang.safety.report import ClearedGraph
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.source.span import Span
from nimbus_lang.types.model import STRING, Type
from nimbus_lang.values.model import (
    UNKNOWN,
    Address,
    Apply,
    Choose,
    Deferred,
    Instance,
    Ref,
    SecretSource,
    Select,
    Step,
    Template,
    Value,
)

PATH = "main.nimbus"
TEXT = "\n".join(f"line {number}" for number in range(1, 2001))
SOURCES = SourceSet.of(SourceFile(PATH, TEXT))
_places = count()


def span() -> Span:
    """A new place each time."""
    at = (next(_places) * 7) % (len(TEXT) - 10)
    return Span(PATH, at, at + 4)


def value(data: Any, secret: bool = False) -> Value:
    """Python data as a value; residuals become deferred, values stay."""
    match data:
        case Value():
            return data
        case Ref() | Template() | Apply() | Choose() | Select():
            return Value(Deferred(data, STRING), span(), secret)
        case SecretSource():
            return Value(Deferred(data, STRING), span(), True)
        case float():
            return Value(Decimal(str(data)), span(), secret)
        case list() | tuple():
            return Value(tuple(value(item) for item in data), span(), secret)
        case Instance():
            return Value(data, span(), secret)
        case Mapping():
            return Value({key: value(item) for key, item in data.items()}, span(), secret)
        case _:
            return Value(data, span(), secret)


def address(text: str) -> Address:
    """`web["a"].part` as an address."""
    steps = []
    for part in text.split("."):
        name, bracket, key = part.partition("[")
        inner = key[:-1]
        found: str | int | None = None
        if bracket:
            found = int(inner) if inner.isdigit() else inner.strip('"')
        steps.append(Step(name, found))
    return Address(tuple(steps))


def ref(
    where: str, *path: str | int, known: Any = UNKNOWN, type: Type = STRING, secret: bool = False
) -> Value:
    """A reference."""
    sure = known if known is UNKNOWN else value(known).data
    return Value(Deferred(Ref(address(where), path), type, sure), span(), secret)


def secret(kind: str, **args: Any) -> Value:
    """A secret's source."""
    return value(SecretSource(kind, {name: value(arg) for name, arg in args.items()}))


def text(*parts: Any) -> Value:
    """A template."""
    made = tuple(part if isinstance(part, str) else value(part) for part in parts)
    hidden = any(isinstance(part, Value) and part.secret for part in made)
    return value(Template(made), hidden)


def resource(where: str, type: str, fields: Mapping[str, Any], **more: Any) -> Resource:
    """A resource of the target its type says."""
    place = address(where)
    keys = [step.key for step in place.steps if step.key is not None]
    repeat = Repeat.ONE
    if keys:
        repeat = Repeat.COUNT if len(keys) == 1 and isinstance(keys[0], int) else Repeat.KEYS
    kind = type.split(".")[0]
    target = {"k8s": Target.KUBERNETES, "helm": Target.HELM}.get(kind, Target.TERRAFORM)
    defaults: dict[str, Any] = {"provider": kind, "repeat": repeat}
    return Resource(
        address=place,
        target=target,
        type=type,
        fields={name: value(item) for name, item in fields.items()},
        span=span(),
        body=span(),
        **(defaults | more),
    )


def graph(
    *resources: Resource, outputs: Mapping[str, Any] | None = None, **more: Any
) -> InfraGraph:
    """A stack of these resources."""
    made = tuple(
        Output(name, value(data), STRING, span()) for name, data in (outputs or {}).items()
    )
    providers = more.pop("providers", {})
    return InfraGraph(
        "shop",
        {str(r.address): r for r in resources},
        outputs=made,
        providers={p.name: p for p in providers} if not isinstance(providers, dict) else providers,
        span=span(),
        **more,
    )


def provider(name: str, kind: str, source: str | None = None, **config: Any) -> Provider:
    """A configuration."""
    return Provider(name, kind, {key: value(item) for key, item in config.items()}, span(), source)


def cleared(made: InfraGraph) -> ClearedGraph:
    """As the safety pass would hand it on."""
    return ClearedGraph(made)
