"""Why one type does not fit another: facts for a message, down to the field or element that is to blame.

Sentences here never name the user's variables: whoever reports a mismatch knows those and adds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum

from nimbus_lang.source.record import dataclass
from nimbus_lang.types.model import Type


class Reason(Enum):
    """What sort of misfit it is."""

    KIND = "kind"
    LITERAL = "literal"
    NULL = "null"
    MISSING_FIELD = "missing_field"
    UNKNOWN_FIELD = "unknown_field"
    READ_ONLY = "read_only"
    SECRET_LEAK = "secret_leak"
    DIMENSION = "dimension"
    NO_UNIT = "no_unit"
    NEEDS_UNIT = "needs_unit"
    NOT_TEXT = "not_text"
    NOT_WHOLE = "not_whole"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One misfit.

    `path` leads from the whole value to the part that is to blame: field names, and `EACH` for the elements of a
    list, set or map. `why` is a sentence about that part, `advice` what to write instead ("" when nobody can say).
    `candidates` are the names or literals that would have fitted.
    """

    reason: Reason
    expected: Type
    found: Type
    why: str
    advice: str = ""
    path: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()

    def under(self, step: str) -> Mismatch:
        """The same misfit, seen from one level further out."""
        return replace(self, path=(step, *self.path))

    @property
    def where(self) -> str:
        """The path as text: `listener[*].port`, "" for the whole value."""
        text = "".join(step if step == EACH else f".{step}" for step in self.path)
        return text.removeprefix(".")


EACH = "[*]"
"""The step of a path that stands for every element."""


def first(mismatches: Iterable[Mismatch | None]) -> Mismatch | None:
    """The first real mismatch, or None."""
    return next((mismatch for mismatch in mismatches if mismatch is not None), None)
