"""Which secrets Terraform's generated variables stand for, so that they can be given to it when it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nimbus_lang.backends.secrecy import leaves
from nimbus_lang.backends.sources import source_identity, variable_name
from nimbus_lang.ir.graph import InfraGraph, Target
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import SecretSource, Value

_VARIABLE = re.compile(r'^variable "([^"]+)"', re.MULTILINE)
_WITHOUT = ("aws", "generate")
"""Sources that Terraform reads by itself."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A variable's secret and where the spec asks for it."""

    source: SecretSource
    span: Span


def wanted_variables(graph: InfraGraph, code: Mapping[str, str]) -> dict[str, Wanted]:
    """By variable name, for the variables that the code declares."""
    declared = {name for text in code.values() for name in _VARIABLE.findall(text)}
    named: dict[str, Wanted] = {}
    seen: set[tuple[str, str]] = set()
    for wanted in _sources(graph):
        identity = source_identity(wanted.source, wanted.span)
        if identity in seen:
            continue
        seen.add(identity)
        named[_free(variable_name(wanted.source), named)] = wanted
    return {name: wanted for name, wanted in named.items() if name in declared}


def _sources(graph: InfraGraph) -> Iterator[Wanted]:
    for value in _values(graph):
        for leaf, where in leaves(value):
            if isinstance(leaf, SecretSource) and leaf.kind not in _WITHOUT:
                yield Wanted(leaf, where.span)


def _values(graph: InfraGraph) -> Iterator[Value]:
    for resource in graph.resources.values():
        if resource.target is Target.TERRAFORM:
            yield from resource.fields.values()
    for provider in (graph.providers or {}).values():
        if provider.kind not in ("k8s", "helm"):
            yield from provider.config.values()


def _free(wanted: str, taken: Mapping[str, Wanted]) -> str:
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name
