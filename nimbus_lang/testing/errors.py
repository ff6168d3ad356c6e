"""What a run of tests says, one function a code: NB65xx."""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.span import Span


def assertion_failed(span: Span, message: str, notes: tuple[str, ...]) -> Diagnostic:
    """NB6501; `message` is the assertion's own, or empty."""
    detail = message or "This is false."
    return Diagnostic("NB6501", "An assertion does not hold", detail, span, notes=notes)


def assertion_waits(span: Span, waits_for: Sequence[str]) -> Diagnostic:
    """NB6502"""
    names = ", ".join(f"`{name}`" for name in waits_for) or "an apply"
    return Diagnostic(
        "NB6502",
        "An assertion waits for an apply",
        f"Whether this holds is known only after an apply: it waits for {names}. "
        "A test runs without one. Assert something that the spec itself decides.",
        span,
    )


def not_rejected(span: Span, code: str, found: Sequence[str]) -> Diagnostic:
    """NB6503; `found` are the codes that were given instead."""
    instead = f"It gave {', '.join(found)}." if found else "Nothing is wrong with it."
    return Diagnostic(
        "NB6503",
        "The program was not rejected as the test says",
        f"With these overrides the program must give {code}, and it does not. {instead}",
        span,
    )


def unexpected(span: Span, count: int, first: str) -> Diagnostic:
    """NB6504; `first` is the title of the test that met the same errors before, or empty."""
    what = "an error" if count == 1 else f"{count} errors"
    again = f" They are those of “{first}”." if first else ""
    return Diagnostic(
        "NB6504",
        "The program of a test has errors",
        f"With these overrides the program has {what}, so nothing can be said of it.{again}",
        span,
    )


def snapshot_differs(span: Span | None, folder: str, paths: Sequence[str]) -> Diagnostic:
    """NB6505; `paths` are the files that differ, below `folder`."""
    listed = ", ".join(f"`{path}`" for path in paths[:5])
    more = f" and {len(paths) - 5} more" if len(paths) > 5 else ""
    return Diagnostic(
        "NB6505",
        "What is compiled differs from its golden files",
        f"Other than in `{folder}`: {listed}{more}. If this is as it should be, "
        "`nimbus test --snapshot --update` writes them anew.",
        span,
    )


def counterexample(span: Span | None, values: str, code: str) -> Diagnostic:
    """NB6506; `values` are the overrides that are needed, as a test would write them."""
    given = f"With `{values}`" if values else "With its defaults"
    return Diagnostic(
        "NB6506",
        "A value that the types allow breaks the program",
        f"{given} the program gives {code}. Narrow the type, add a `check` to the param, or mend what breaks.",
        span,
    )


def no_value(span: Span, name: str, kind: str) -> Diagnostic:
    """NB6507: the properties of a stack cannot be tried, since nobody can make up a value for a param."""
    return Diagnostic(
        "NB6507",
        "No values can be made up for a param",
        f"`{name}` has no default, and a value of type `{kind}` cannot be made up. "
        "Give it a default, or the stack is not tried.",
        span,
        Severity.WARNING,
    )


def nothing_matches(wanted: str) -> Diagnostic:
    """NB6508"""
    return Diagnostic(
        "NB6508",
        "No test has such a title",
        f"`-k {wanted}` leaves no test: it is looked for in `path: title`, upper and lower case alike.",
        None,
    )


def no_tests(where: str) -> Diagnostic:
    """NB6509"""
    return Diagnostic(
        "NB6509",
        "There is no test here",
        f'{where} holds no `test "..." {{ ... }}`. Write one, or try every value that the params allow: '
        "`nimbus test --properties 50`.",
        None,
        Severity.WARNING,
    )
