"""Moves a tree: the same nodes with every span shifted, for a declaration that stands elsewhere than when it was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from typing import Any, TypeVar

from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Label
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.names import Name

T = TypeVar("T")
_PLAIN: frozenset[type] = frozenset({str, int, bool, type(None)})
# How to take the fields behind the span out of a node of a class; absent for what is no node.
_REST: dict[type, Callable[[Any], Any]] = {}
_new = tuple.__new__


def rebase(node: T, path: str, shift: int) -> T:
    """`node` in the file `path`, `shift` characters further on."""
    moved: T = _moved(node, path, shift)
    return moved


def _moved(node: Any, path: str, shift: int) -> Any:
    """One call a node: names and spans inside it are moved in place, they are most of a tree."""
    kind = type(node)
    if kind is tuple:
        return tuple([p if type(p) in _PLAIN else _moved(p, path, shift) for p in node])
    if kind is Span:
        return _new(Span, (path, node[1] + shift, node[2] + shift))
    rest = _REST.get(kind)
    if rest is None:
        if not hasattr(kind, "span"):
            return node
        rest = _REST[kind] = _rest_of(kind)
    _, start, end = node.span
    span = _new(Span, (path, start + shift, end + shift))
    if kind is Name:
        return Name(span, node.text)
    return kind(span, *[p if type(p) in _PLAIN else _moved(p, path, shift) for p in rest(node)])


def _rest_of(kind: Any) -> Callable[[Any], Any]:
    """A function that gives the fields of such a node without its span, as a sequence."""
    slots = kind.__slots__[1:]
    if len(slots) > 1:
        return attrgetter(*slots)
    return lambda node: [getattr(node, slot) for slot in slots]


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
