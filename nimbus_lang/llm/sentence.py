"""Whether a sentence can be worked with at all: there, not endless, text, and without a credential."""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.llm import errors
from nimbus_lang.llm.secrecy import credential_in

LONGEST = 4000
"""Characters; far more than anybody says, and few enough for every phrase of it to be looked at."""


def problem_with(sentence: str) -> Diagnostic | None:
    """Why a sentence is refused before anything is done with it; None when it can be read."""
    if not sentence.strip():
        return errors.unusable_sentence("There is no sentence.")
    if len(sentence) > LONGEST:
        return errors.unusable_sentence(
            f"It has {len(sentence):,} characters, and {LONGEST:,} are the most that are read."
        )
    if any(not char.isprintable() and char not in "\t\r\n" for char in sentence):
        return errors.unusable_sentence("It holds characters that are no text.")
    kind = credential_in(sentence)
    return errors.holds_credential(kind) if kind is not None else None
