"""The diagnostics of the store, one function a code."""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic


def unusable_store(path: str, why: str) -> Diagnostic:
    """NB7120"""
    return Diagnostic(
        "NB7120",
        "The journal cannot be used",
        f"`{path}` cannot be read or written: {why}. Nothing was changed in your infrastructure. "
        "Check the disk and who may write there.",
        None,
    )


def newer_store(path: str, version: int, known: int) -> Diagnostic:
    """NB7121"""
    return Diagnostic(
        "NB7121",
        "The journal was written by a newer release",
        f"`{path}` has form {version}, and this release knows forms up to {known}. "
        "Use the release that wrote it, or a newer one.",
        None,
    )


def busy(owner: int, what: str, since: str) -> Diagnostic:
    """NB7122; `owner` is a pid, `since` a time as people read it."""
    return Diagnostic(
        "NB7122",
        "Another run is changing this stack",
        f"Process {owner} has been running `{what}` on this stack since {since}, and two at once would undo "
        "each other. Wait until it is done.",
        None,
    )
