"""What the compiler and the tools say about a user's input: one shape for every phase and every output.

A diagnostic carries facts, never markup: text, JSON and the rest are made from it by the renderers.
Its summary is one fixed sentence per code and never holds the user's names; its detail always does,
in the order what, why, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span


class Severity(Enum):
    """How bad: an error stops the journey, a warning and an info do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that belongs to the story: "declared here", "called from here"."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text under `span` by `text`; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change a machine can make. `safe` ones are applied by `check --fix` without a question."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: its code, where it is, what it is, what led to it and what to do.

    `span` is None only where no source text is to blame (a missing tool, a full disk).
    `level` is the safety level (HARD, BLOCK, WARN, INFO) of a safety finding, else None.
    `callers` are the component uses that lead here, innermost first.
    `conceals`: the text at `span` is a credential, which no picture of the source may show.
    """

    code: str
    summary: str
    detail: str
    span: Span | None
    severity: Severity = Severity.ERROR
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
    callers: tuple[Span, ...] = ()
    level: str | None = None
    conceals: bool = False


def without_remarks(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Errors and warnings alone: remarks belong to `check`, and need not be said again at every later step."""
    return tuple(d for d in diagnostics if d.severity is not Severity.INFO)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of these stops the journey."""
    return any(d.severity is Severity.ERROR for d in diagnostics)
