"""The diagnostics about nimbus.lock and the packages it pins, one function a code."""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.span import Span


def bad_lock(path: str, why: str, span: Span | None) -> Diagnostic:
    """NB6063"""
    return Diagnostic(
        "NB6063",
        "nimbus.lock cannot be understood",
        f"`{path}` cannot be understood: {why}. It is written by `nimbus lock` alone: restore it from your version control, or "
        "delete it and run `nimbus lock` (and look at what that changes).",
        span,
    )


def other_types(path: str, name: str, locked: str, here: str) -> Diagnostic:
    """NB6064; `locked` and `here` are versions, which may be equal where only the contents differ."""
    said = f"version {here}" if here != locked else "another edition of the same version"
    return Diagnostic(
        "NB6064",
        "Nimbus ships other types than those locked",
        f"`{path}` was written with `{name}` {locked}, and this Nimbus has {said}, so the same spec may mean something else. "
        "Use the Nimbus that the lock was written with, or run `nimbus lock --upgrade` and look at what `nimbus plan` says.",
        None,
        Severity.WARNING,
    )


def unusable_file(name: str, why: str, span: Span | None, callers: tuple[Span, ...]) -> Diagnostic:
    """NB6065"""
    return Diagnostic(
        "NB6065",
        "A file of a package cannot be used",
        f"`{name}` {why}. A package's file is ordinary text in its own repository; nothing else is read from there.",
        span,
        callers=callers,
    )


def other_text(name: str, commit: str, span: Span | None, callers: tuple[Span, ...]) -> Diagnostic:
    """NB6066"""
    return Diagnostic(
        "NB6066",
        "A commit does not hold what the lock says",
        f"nimbus.lock pins a text for `{name}` which is not what commit {commit[:12]} of its repository holds: somebody changed "
        "the lock by hand. Restore it from your version control, or run `nimbus lock --upgrade` and look at what changed.",
        span,
        callers=callers,
    )


def outdated(path: str, changes: Sequence[str]) -> Diagnostic:
    """NB6067"""
    return Diagnostic(
        "NB6067",
        "nimbus.lock is out of date",
        f"`{path}` would change: {'; '.join(changes)}. Run `nimbus lock`, and commit it.",
        None,
    )


def tag_moved(package: str, before: str, after: str) -> Diagnostic:
    """NB6068"""
    return Diagnostic(
        "NB6068",
        "A tag was moved",
        f"The tag of `{package}` was commit {before[:12]} when it was locked, and is {after[:12]} now. A tag that names a release "
        "should never move: ask its owner why, and look at what changed, before you commit nimbus.lock.",
        None,
        Severity.WARNING,
    )


def unusable_chart(name: str, why: str, span: Span | None) -> Diagnostic:
    """NB4112; `why` goes on after the chart's name."""
    return Diagnostic(
        "NB4112",
        "A Helm chart cannot be used",
        f"`{name}` {why}. A chart is a folder with a `Chart.yaml`, or the archive that `helm package` makes of one.",
        span,
    )


def unusable_module(name: str, why: str, span: Span | None) -> Diagnostic:
    """NB6080"""
    return Diagnostic(
        "NB6080",
        "A Terraform module cannot be used",
        f"The module `{name}` cannot go with the generated code: {why.rstrip('.')}. A module of this disk is a folder of texts, "
        "with its `.tf` files at its top.",
        span,
    )


def other_description(name: str, span: Span | None, callers: tuple[Span, ...]) -> Diagnostic:
    """NB6082"""
    return Diagnostic(
        "NB6082",
        "A provider or module is not what the lock says",
        f"nimbus.lock pins another description of `{name}` than can be had now: the lock was changed by hand, the version was "
        "published anew, or another terraform described it. Restore the lock from your version control, or run "
        "`nimbus lock --upgrade` and look at what `nimbus check` says then.",
        span,
        callers=callers,
    )
