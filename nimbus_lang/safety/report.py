"""What the safety pass says: findings, and, only if none of them stops the journey, a cleared graph.

A backend accepts nothing but a `ClearedGraph`, and only `review` makes one: skipping safety is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import InfraGraph


class Level(Enum):
    """HARD stops and cannot be waived; BLOCK stops unless waived; WARN and INFO are told."""

    HARD = "HARD"
    BLOCK = "BLOCK"
    WARN = "WARN"
    INFO = "INFO"


@dataclass(frozen=True)
class ClearedGraph:
    """A graph that the safety pass let through. Made by `safety.review.review` alone."""

    graph: InfraGraph


@dataclass(frozen=True)
class SafetyReport:
    """All findings, waived ones apart."""

    findings: tuple[Diagnostic, ...]
    waived: tuple[Diagnostic, ...] = ()
