"""What is said of the graph as a whole: names that collide in a target, and a stack's own policies."""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic, Label, Severity
from nimbus_lang.source.span import Span


def label_collision(
    span: Span, callers: tuple[Span, ...], label: str, other: str, declared: Span
) -> Diagnostic:
    """Two declarations become one name in the target."""
    return Diagnostic(
        "NB3022",
        "Two resources with one name",
        f"This becomes `{label}` in the target, and so does `{other}`. Rename one of them.",
        span,
        labels=(Label(declared, f"`{other}` becomes `{label}` too"),),
        callers=callers,
    )


def policy_denied(
    span: Span, callers: tuple[Span, ...], address: str, title: str, message: str, rule: Span
) -> Diagnostic:
    """A `deny` rule of a policy holds for a resource."""
    return Diagnostic(
        "NB5901",
        "Denied by a policy",
        f"`{address}`: {message}. The policy is “{title}”.",
        span,
        labels=(Label(rule, "this rule holds"),),
        callers=callers,
        level="BLOCK",
    )


def policy_warned(
    span: Span, callers: tuple[Span, ...], address: str, title: str, message: str, rule: Span
) -> Diagnostic:
    """A `warn` rule of a policy holds for a resource."""
    return Diagnostic(
        "NB5902",
        "Warned by a policy",
        f"`{address}`: {message}. The policy is “{title}”.",
        span,
        severity=Severity.WARNING,
        labels=(Label(rule, "this rule holds"),),
        callers=callers,
        level="WARN",
    )
