"""The diagnostics about asking for a spec, one function a code: sentences first, then models.

Facts in, a `Diagnostic` out. A detail never repeats a credential; spans point into the sentence where it is to blame.
"""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic, Label
from nimbus_lang.source.span import Span


def not_understood(phrases: tuple[str, ...], spans: tuple[Span, ...], instead: str) -> Diagnostic:
    """NB8001; each phrase comes in backticks, with its reason after a colon where there is one."""
    return Diagnostic(
        "NB8001",
        "A part of the sentence was not understood",
        f"Not understood: {'; '.join(phrases)}. Nothing is guessed, so nothing was written. Leave it out or say it in other "
        f"words. {instead}",
        spans[0],
        labels=tuple(Label(span, "and this") for span in spans[1:]),
    )


def not_made(detail: str, span: Span | None) -> Diagnostic:
    """NB8002"""
    return Diagnostic("NB8002", "This cannot be made from a sentence", detail, span)


def contradiction(detail: str, span: Span | None) -> Diagnostic:
    """NB8003"""
    return Diagnostic(
        "NB8003", "The sentence contradicts itself", f"{detail} Say which one is meant.", span
    )


def must_be_said(detail: str, span: Span | None) -> Diagnostic:
    """NB8004"""
    return Diagnostic("NB8004", "Something has to be said more exactly", detail, span)


def unsafe_wish(detail: str, span: Span | None) -> Diagnostic:
    """NB8005"""
    return Diagnostic("NB8005", "The sentence asks for something unsafe", detail, span)


def nothing_to_build(known: str) -> Diagnostic:
    """NB8006"""
    return Diagnostic(
        "NB8006",
        "The sentence names nothing to build",
        f"No part of a stack was found in the sentence. {known}",
        None,
    )
