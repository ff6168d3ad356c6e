"""The source map: which place of the spec each generated line comes from, as compact JSON.

`{"version", "sources", "addresses", "fields", "files": {path: [[line, source, line, column, end line, end column, address,
field], ...]}}`: the first number is the generated line, then where it comes from; all lines and columns count from 1, sources,
addresses and fields are positions in their lists. Same input, same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from nimbus_lang.backends.backend import Artifact, ArtifactSet, LineOrigin
from nimbus_lang.source.source_file import SourceSet

VERSION = 1


@dataclass(slots=True)
class _Table:
    """Texts, each once, by position."""

    places: dict[str, int] = field(default_factory=dict)

    def place(self, text: str) -> int:
        return self.places.setdefault(text, len(self.places))


def source_map(artifacts: ArtifactSet, sources: SourceSet) -> str:
    """The map of all files; lines whose source is not among `sources` are left out."""
    paths, addresses, fields = _Table(), _Table(), _Table()

    def row(origin: LineOrigin) -> list[int] | None:
        source = sources.get(origin.span.path)
        if source is None:
            return None
        start, end = source.position(origin.span.start), source.position(origin.span.end)
        place = (paths.place(source.path), *start, *end)
        return [origin.line, *place, addresses.place(origin.address), fields.place(origin.field)]

    files = {path: _rows(map(row, artifact.origins)) for path, artifact in _sorted(artifacts)}
    document = {
        "version": VERSION,
        "sources": list(paths.places),
        "addresses": list(addresses.places),
        "fields": list(fields.places),
        "files": files,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def _rows(rows: Iterable[list[int] | None]) -> list[list[int]]:
    return [row for row in rows if row is not None]


def _sorted(artifacts: ArtifactSet) -> list[tuple[str, Artifact]]:
    return sorted((path, file) for path, file in artifacts.files.items() if file.origins)
