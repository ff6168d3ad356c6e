"""What is wrong with a waiver, one function a code. What a rule finds is worded by the rule."""

from __future__ import annotations

from collections.abc import Iterable

from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.ir.graph import Waiver
from nimbus_lang.safety.report import Level


def cannot_waive(waiver: Waiver, title: str) -> Diagnostic:
    """NB5011"""
    return Diagnostic(
        "NB5011",
        "This finding cannot be waived",
        f"`{waiver.code}` ({title}) is HARD: there is no good reason to go on with it. "
        "Mend what it names and remove the waiver.",
        waiver.span,
        callers=waiver.callers,
        level=Level.HARD.value,
    )


def unused(waiver: Waiver) -> Diagnostic:
    """NB5013"""
    return Diagnostic(
        "NB5013",
        "A waiver that matches nothing",
        f"Nothing here is found to be `{waiver.code}`: the waiver hides nothing now, "
        "and would hide the next such finding unseen. Remove it.",
        waiver.span,
        Severity.WARNING,
        callers=waiver.callers,
    )


def unknown_code(waiver: Waiver, known: Iterable[str]) -> Diagnostic:
    """NB5014"""
    near = suggest(waiver.code, known, limit=1)
    hint = f" Did you mean `{near[0]}`?" if near else " Write the code that the finding shows."
    return Diagnostic(
        "NB5014",
        "A waiver of an unknown code",
        f"No safety rule has the code `{waiver.code}`, so this waives nothing.{hint}",
        waiver.span,
        callers=waiver.callers,
    )
