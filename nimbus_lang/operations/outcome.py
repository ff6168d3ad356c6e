"""How a verb ended, in the numbers that the shell sees; `docs/exit-codes.md` explains them."""

from __future__ import annotations

from enum import IntEnum


class Outcome(IntEnum):
    """OK; the spec is wrong; the surroundings are; refused; stopped part way; interrupted."""

    OK = 0
    SPEC = 1
    ENVIRONMENT = 3
    REFUSED = 4
    PARTIAL = 5
    INTERRUPTED = 130
