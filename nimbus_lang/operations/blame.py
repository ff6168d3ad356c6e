"""Whose fault errors of a compile are: the spec's, or those of the machine it was read on."""

from __future__ import annotations

from collections.abc import Iterable

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.operations.outcome import Outcome

_NOT_THE_SPEC = frozenset({"NB6061", "NB6062"})
"""A package that is locked and is not here, or not as it is locked."""


def blame(diagnostics: Iterable[Diagnostic]) -> Outcome:
    """SPEC, or ENVIRONMENT."""
    missing = any(one.code in _NOT_THE_SPEC for one in diagnostics)
    return Outcome.ENVIRONMENT if missing else Outcome.SPEC
