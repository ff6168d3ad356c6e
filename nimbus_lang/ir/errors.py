"""What is said of the graph as a whole: names that collide in a target."""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic, Label
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
