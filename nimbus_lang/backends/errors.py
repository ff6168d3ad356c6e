"""What the backends say about a graph: one function a code. Every one of these is about something a target cannot express."""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.span import Span

_Chain = tuple[Span, ...]


def waits_for_other_target(
    span: Span, callers: _Chain, consumer: str, field: str, producer: str, target: str
) -> Diagnostic:
    """A Terraform resource reads what Kubernetes or Helm makes, or (without a field) is to come after it."""
    waits = f"reads `{producer}`" if field else f"is to come after `{producer}`"
    return Diagnostic(
        "NB4801",
        "Terraform cannot wait for another tool",
        f"{_at(consumer, field)} {waits}, which {target} makes. Terraform runs first, so it cannot be there yet. "
        "Write the value itself, or move what needs it to Kubernetes.",
        span,
        callers=callers,
    )


def secret_in_the_clear(
    span: Span, callers: _Chain, consumer: str, field: str, remedy: str
) -> Diagnostic:
    """A secret reaches a place where the target keeps it readable."""
    return Diagnostic(
        "NB4802",
        "A secret would be kept in the clear",
        f"{_at(consumer, field)} is a secret, and the target keeps this field readable for everyone who sees the object. {remedy}",
        span,
        callers=callers,
    )


def no_counterpart(
    span: Span, callers: _Chain, consumer: str, field: str, function: str, target: str
) -> Diagnostic:
    """A deferred value needs a function that the target lacks."""
    return Diagnostic(
        "NB4803",
        "A deferred value needs a function that the target lacks",
        f"{_at(consumer, field)} uses `{function}` on a value that is known only after an apply, and {target} has no such "
        "function. Use it on known values only, or pass the value on as it is.",
        span,
        callers=callers,
    )


def not_a_kubernetes_name(
    span: Span, callers: _Chain, consumer: str, name: str, why: str
) -> Diagnostic:
    """metadata.name is no DNS name, or is not known."""
    return Diagnostic(
        "NB4804",
        "Not a name that Kubernetes accepts",
        f"{consumer} would be called `{name}`: {why}. Write another `metadata.name`.",
        span,
        callers=callers,
    )


def same_kubernetes_name(
    span: Span, callers: _Chain, consumer: str, other: str, name: str
) -> Diagnostic:
    """Two objects of one kind, namespace and name."""
    return Diagnostic(
        "NB4805",
        "Two objects have one name",
        f"{consumer} and {other} are both {name}, so the one applied last would overwrite the other. Give one of them another "
        "`metadata.name` or namespace.",
        span,
        callers=callers,
    )


def deferred_blocks(span: Span, callers: _Chain, consumer: str, field: str) -> Diagnostic:
    """A list of blocks of which neither length nor fields are known."""
    return Diagnostic(
        "NB4806",
        "The shape of a block waits for an apply",
        f"{_at(consumer, field)} is written as nested blocks, and which fields they have is known only after an apply. "
        "Write the blocks' fields out; their values may be deferred.",
        span,
        callers=callers,
    )


def _at(consumer: str, field: str) -> str:
    return f"`{consumer}.{field}`" if field else f"`{consumer}`"
