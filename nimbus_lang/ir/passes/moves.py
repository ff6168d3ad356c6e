"""Former names of `@moved`: each one nobody has now, and each the past of one thing. Terraform refuses anything else.

Addresses are Terraform's. Where neither side has a key, a declaration moves with all its instances; else one instance does.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.check.errors_annotations import bad_annotation
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.former import former_address
from nimbus_lang.ir.graph import InfraGraph, Resource, Target
from nimbus_lang.source.span import Span


def check_moves(graph: InfraGraph) -> Iterator[Diagnostic]:
    """What is wrong with the former names of the graph, each place told once."""
    made = [
        one for one in graph.resources.values() if one.target is Target.TERRAFORM and not one.lookup
    ]
    if not any(one.lifecycle.moved_from for one in made):
        return
    groups: dict[str, list[Resource]] = {}
    for one in made:
        groups.setdefault(_root(one), []).append(one)
    there = {*groups} | {_address(one) for one in made}
    heirs: dict[str, str] = {}
    told: set[Span] = set()
    for one in made:
        for text, (span, *callers) in zip(
            one.lifecycle.moved_from, one.lifecycle.moved_at, strict=False
        ):
            source = former_address(text, one)
            alike = all(text in other.lifecycle.moved_from for other in groups[_root(one)])
            target = _root(one) if "[" not in text and alike else _address(one)
            problem = _problem(text, source, target, there, heirs)
            if problem and span not in told:
                told.add(span)
                yield bad_annotation(span, problem, tuple(callers))


def _problem(
    text: str, source: str, target: str, there: set[str], heirs: dict[str, str]
) -> str | None:
    if source == target:
        return f"`{text}` is what this is called now. Write what it was called before."
    keyed = target.endswith("]") and not source.endswith("]")
    if source in there and not keyed:
        return (
            f"`{text}` is still in the stack, so nothing was moved from there. Remove one of them."
        )
    heir = heirs.setdefault(source, target)
    if heir != target:
        return f"`{text}` has been moved to `{heir}` already, and it cannot become two things."
    return None


def _root(resource: Resource) -> str:
    return f"{resource.terraform_type}.{resource.address.label}"


def _address(resource: Resource) -> str:
    match resource.address.key:
        case None:
            return _root(resource)
        case int(number):
            return f"{_root(resource)}[{number}]"
        case text:
            return f'{_root(resource)}["{text}"]'
