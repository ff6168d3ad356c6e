"""The exit codes of every verb; `docs/exit-codes.md` tells them to people."""

from __future__ import annotations

OK = 0
SPEC = 1
USAGE = 2
ENVIRONMENT = 3
REFUSED = 4
PARTIAL = 5
INTERNAL = 70
INTERRUPTED = 130
