"""Which resources the fields of a resource read, and what `@after` of a whole component stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from nimbus_lang.ir.graph import Resource
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import (
    Address,
    Apply,
    Choose,
    Deferred,
    Ref,
    Residual,
    SecretSource,
    Select,
    Template,
    Value,
)


def field_references(fields: Mapping[str, Value]) -> Iterator[tuple[str, Ref, Span]]:
    """Every reference in these fields: (dotted path of the field, reference, where it was written)."""
    for name, value in fields.items():
        yield from _within(value, name)


def _within(value: Value, path: str) -> Iterator[tuple[str, Ref, Span]]:
    match value.data:
        case Deferred(residual):
            for ref in residual_references(residual):
                yield path, ref, value.span
        case tuple() as items:
            for number, item in enumerate(items):
                yield from _within(item, f"{path}.{number}")
        case Mapping() as entries:
            for key, item in entries.items():
                yield from _within(item, f"{path}.{key}")
        case _:
            return


def references_of(resource: Resource) -> Iterator[tuple[str, Ref, Span]]:
    """Every reference of its fields, and those to other resources in its checks (path `check`)."""
    yield from field_references(resource.fields)
    for check in resource.checks:
        for value in (check.condition, check.message):
            for path, ref, span in _within(value, "check"):
                if ref.address != resource.address:
                    yield path, ref, span


def residual_references(residual: Residual) -> Iterator[Ref]:
    """Every reference in a residual expression."""
    match residual:
        case Ref():
            yield residual
        case _:
            for part in residual_parts(residual):
                for _, ref, _ in _within(part, ""):
                    yield ref


def residual_parts(residual: Residual) -> tuple[Value, ...]:
    """The values directly inside a residual expression."""
    match residual:
        case Template(parts):
            return tuple(part for part in parts if isinstance(part, Value))
        case Apply(_, args):
            return args
        case Choose(condition, yes, no):
            return (condition, yes, no)
        case Select(base, key):
            return (base, key)
        case SecretSource(_, args):
            return tuple(args.values())
        case Ref():
            return ()


def expand(resource: Resource, resources: Mapping[str, Resource]) -> Resource:
    """The resource with `after` naming resources only: a component's address becomes those of its parts."""
    after: dict[Address, None] = {}
    for wanted in resource.lifecycle.after:
        depth = len(wanted.steps)
        for other in resources.values():
            if other.address.steps[:depth] == wanted.steps and other is not resource:
                after[other.address] = None
    return replace(resource, lifecycle=replace(resource.lifecycle, after=tuple(after)))
