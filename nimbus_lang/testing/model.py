"""What a test gave: one result for each test, snapshot or property, with what failed and why.

Made by this room, shown by the command line, written as JUnit; holds facts, never text for a terminal.
"""

from __future__ import annotations

from enum import Enum

from nimbus_lang.check.watch import Seen
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span


class Kind(Enum):
    """What was tried: a `test` of a spec, its golden files, or generated parameters."""

    TEST = "test"
    SNAPSHOT = "snapshot"
    PROPERTY = "property"


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is not as it should be.

    `seen` are the values of a failed assertion's parts, `caused` the diagnostics of the program that led here,
    `changes` a unified diff of a golden file.
    """

    diagnostic: Diagnostic
    seen: tuple[Seen, ...] = ()
    caused: tuple[Diagnostic, ...] = ()
    changes: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """How one test ended. `main` is the path of its stack or package; `note` says how far it went ("40 cases, seed 0")."""

    kind: Kind
    title: str
    main: str
    span: Span | None
    failures: tuple[Failure, ...]
    seconds: float
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not self.failures
