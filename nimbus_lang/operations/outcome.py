"""How a verb ended, in the numbers that the shell sees; `docs/exit-codes.md` explains them."""

from __future__ import annotations

from enum import IntEnum


class Outcome(IntEnum):
    """OK; the spec is wrong; usage; the surroundings are; refused; stopped part way; our own fault; interrupted."""

    OK = 0
    SPEC = 1
    USAGE = 2
    ENVIRONMENT = 3
    REFUSED = 4
    PARTIAL = 5
    INTERNAL = 70
    INTERRUPTED = 130
