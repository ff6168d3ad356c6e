"""Diagnostics about what may flow where: NB212x."""

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
