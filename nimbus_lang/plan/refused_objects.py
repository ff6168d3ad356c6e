"""What a cluster refuses, each at the line of the spec that led to it."""

from __future__ import annotations

from dataclasses import replace

from nimbus_lang.backends.mentions import fields_in
from nimbus_lang.backends.trace import origins_at, where
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.plan.cluster_work import Work
from nimbus_lang.plan.stack import Stack
from nimbus_lang.tools.kubernetes.faults import Refused


def placed(refused: Refused, work: Work, stack: Stack) -> tuple[Diagnostic, ...]:
    """The diagnostics with their places, as far as the spec has them."""
    pairs = zip(refused.objects, refused.diagnostics, strict=True)
    return tuple(_placed(one, work.address_of.get(name, ""), stack) for name, one in pairs)


def _placed(one: Diagnostic, address: str, stack: Stack) -> Diagnostic:
    resource = stack.graph.resources.get(address)
    if resource is None:
        return one
    fields = fields_in(one.detail)
    origin = origins_at(stack.artifacts, address, fields[0]) if fields else None
    span = where(origin, stack.graph).main if origin is not None else resource.span
    return replace(one, span=span, callers=resource.callers)
