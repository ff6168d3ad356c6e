"""The diagnostics about the command line itself and about what befell a whole run, one function a code."""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic


def usage(detail: str, usage_line: str = "") -> Diagnostic:
    """NB6040; `usage_line` is the command's synopsis."""
    notes = (f"usage: {usage_line}",) if usage_line else ()
    return Diagnostic("NB6040", "The command line cannot be understood", detail, None, notes=notes)


def no_current_folder() -> Diagnostic:
    """NB6041"""
    return Diagnostic(
        "NB6041",
        "The current folder is gone",
        "The folder this was started in has been deleted or moved, so no relative path means anything. "
        "Go to a folder that exists and try again.",
        None,
    )


def system_refused(what: str, why: str) -> Diagnostic:
    """NB6042; `what` is a path or "the output", `why` the system's own words."""
    return Diagnostic(
        "NB6042",
        "The system refused to read or write",
        f"{what}: {why}. Look at the rights, the free space and the device there, and try again.",
        None,
    )


def interrupted() -> Diagnostic:
    """NB6043"""
    return Diagnostic(
        "NB6043",
        "Interrupted",
        "The command was stopped before its end. Files are written whole or not at all, so none is damaged.",
        None,
    )


def internal(kind: str, said: str) -> Diagnostic:
    """NB6044; `kind` is the exception's type, `said` its text."""
    return Diagnostic(
        "NB6044",
        "Nimbus itself failed",
        f"{kind}: {said or 'no further word'}. This is a fault of Nimbus, not of your spec. "
        "NIMBUS_DEBUG=1 shows where it happened; please report it with the spec that shows it.",
        None,
    )
