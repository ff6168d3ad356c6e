"""Diagnostics about annotations, overlays and tests: NB20xx, one function a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nimbus_lang.check.near import did_you_mean, rename_fixes
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.span import Span


def unknown_override(span: Span, path: str, problem: str, candidates: Sequence[str]) -> Diagnostic:
    """An overlay or a test that sets something that is not there."""
    hint = did_you_mean(path.rsplit(".", 1)[-1], candidates, "There are") if candidates else ""
    return Diagnostic(
        "NB2008",
        "Unknown override path",
        f"`{path}` cannot be set: {problem}. {hint}".rstrip(),
        span,
        fixes=rename_fixes(span, path, candidates) if "." not in path else (),
    )


def unknown_annotation(span: Span, name: str, candidates: Iterable[str]) -> Diagnostic:
    """An annotation nobody defined."""
    known = list(candidates)
    hint = did_you_mean(name, known, "There are")
    return Diagnostic(
        "NB2009",
        "Unknown annotation",
        f"There is no annotation `@{name}`. {hint}",
        span,
        fixes=rename_fixes(span, name, known),
    )


def bad_annotation(span: Span, problem: str, callers: tuple[Span, ...] = ()) -> Diagnostic:
    """An annotation argument that cannot be right."""
    return Diagnostic("NB2025", "Wrong annotation argument", problem, span, callers=callers)


def annotation_misplaced(span: Span, name: str, where: str) -> Diagnostic:
    """An annotation on a declaration it means nothing to."""
    return Diagnostic(
        "NB2026",
        "Annotation has no meaning here",
        f"`@{name}` says something about {where}. Move it there, or remove it.",
        span,
    )


def bad_code(span: Span, written: str) -> Diagnostic:
    """`rejects` of something that is no code."""
    return Diagnostic(
        "NB2028",
        "Not a diagnostic code",
        f'`"{written}"` is no code. `rejects` takes the code that a run must give, such as `"NB3012"`; '
        "`nimbus explain` lists them.",
        span,
    )


def unknown_overlay(
    span: Span | None, name: str, overlays: Sequence[str], stack: str = "The stack"
) -> Diagnostic:
    """An overlay is asked for, on the command line or by a test, that the stack does not declare."""
    near = suggest(name, overlays)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    listed = ", ".join(f"`{one}`" for one in overlays) or "none"
    return Diagnostic(
        "NB6020",
        "Unknown overlay",
        f"{stack} has no overlay `{name}`; it declares {listed}.{hint}",
        span,
    )
