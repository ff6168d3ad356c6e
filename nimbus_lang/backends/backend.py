"""What a backend is: a pure function from a cleared graph to files in memory, each line knowing its origin.

Nothing here writes to a disk; `workspace.write` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.safety.report import ClearedGraph
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span


@dataclass(frozen=True, slots=True)
class LineOrigin:
    """Line `line` (from 1) of a file comes from `span`, and says something about `address` (`field` is dotted, or "")."""

    line: int
    span: Span
    address: str = ""
    field: str = ""


@dataclass(frozen=True)
class Artifact:
    """One file: its path below the output folder, its text, and where its lines come from."""

    path: str
    text: str
    origins: tuple[LineOrigin, ...] = ()


@dataclass(frozen=True)
class ArtifactSet:
    """Files by path."""

    files: Mapping[str, Artifact] = field(default_factory=dict)

    def merged(self, other: ArtifactSet) -> ArtifactSet:
        """Both sets together."""
        return ArtifactSet({**self.files, **other.files})

    def texts(self, folder: str = "") -> dict[str, str]:
        """The text by path, of the files below a folder (`terraform/`) by their path in it."""
        files = self.files.items()
        return {p.removeprefix(folder): a.text for p, a in files if p.startswith(folder)}


class Backend(Protocol):
    """A target language. `lower` reports what it cannot say (never raises for a user's mistake)."""

    @property
    def name(self) -> str:
        """The target's name, and its folder's."""
        ...

    def lower(self, cleared: ClearedGraph) -> tuple[ArtifactSet, tuple[Diagnostic, ...]]:
        """The files of this target for the graph: same graph, same bytes."""
        ...
