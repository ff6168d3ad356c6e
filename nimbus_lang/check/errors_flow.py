"""Diagnostics about what may flow where: secrets (NB212x) and values that wait for an apply (NB213x)."""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic, Label
from nimbus_lang.source.span import Span


def secret_leak(span: Span, where: str, labels: tuple[Label, ...] = ()) -> Diagnostic:
    """A secret on its way to where it can be read by everyone."""
    return Diagnostic(
        "NB2121",
        "A secret would leak",
        f"This value is a secret or is made from one, and {where}. Pass it only to arguments that take a "
        "secret, or take the secret part out.",
        span,
        labels=labels,
    )


def secret_decides(span: Span, where: str) -> Diagnostic:
    """A secret that decides what there is, which everyone can see."""
    return Diagnostic(
        "NB2122",
        "A secret cannot decide",
        f"This value is a secret or is made from one, and it would be visible through {where}. "
        "Decide by something that is not secret",
        span,
    )


def deferred_key(
    span: Span, where: str, resource: str, attribute: str, labels: tuple[Label, ...]
) -> Diagnostic:
    """A key, `when` or count that is known only after something was made."""
    return Diagnostic(
        "NB2131",
        "Known only after apply",
        f"{where} must be known before anything is made, but it waits for `{attribute}` of `{resource}`, which "
        "the provider decides when it makes it. Use something the spec itself says: a param, a literal key, or "
        f"an argument written in `{resource}`; for keys, use a map whose keys are written and whose values wait.",
        span,
        labels=labels,
    )
