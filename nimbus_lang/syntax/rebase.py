"""Moves a tree: the same nodes with every span shifted, for a declaration that stands elsewhere than when it was read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Label
from nimbus_lang.source.span import Span

T = TypeVar("T")


def rebase(node: T, path: str, shift: int) -> T:
    """`node` in the file `path`, `shift` characters further on."""
    kind: Any = type(node)
    if kind is Span:
        span: Any = node
        moved: Any = Span(path, span.start + shift, span.end + shift)
        return moved  # type: ignore[no-any-return]
    if kind is tuple:
        parts: Any = node
        return tuple(rebase(part, path, shift) for part in parts)  # type: ignore[return-value]
    slots = _MOVED.get(kind)
    if slots is None:
        slots = _MOVED[kind] = kind.__slots__ if hasattr(kind, "span") else ()
    if not slots:
        return node
    made: T = kind(*[rebase(getattr(node, slot), path, shift) for slot in slots])
    return made


_MOVED: dict[type, tuple[str, ...]] = {}


def rebase_diagnostic(diagnostic: Diagnostic, path: str, shift: int) -> Diagnostic:
    """A diagnostic with every place in it moved likewise."""

    def move(span: Span) -> Span:
        return Span(path, span.start + shift, span.end + shift)

    return replace(
        diagnostic,
        span=move(diagnostic.span) if diagnostic.span else None,
        labels=tuple(Label(move(label.span), label.text) for label in diagnostic.labels),
        fixes=tuple(
            Fix(fix.title, tuple(Edit(move(e.span), e.text) for e in fix.edits), fix.safe)
            for fix in diagnostic.fixes
        ),
    )
