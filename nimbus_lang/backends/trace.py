"""From a line of a generated file to the spec, and back: how a tool's message finds the line that a person wrote."""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.backends.backend import ArtifactSet, LineOrigin
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceSet


@dataclass(frozen=True, slots=True)
class GeneratedLine:
    """Line `line` (from 1) of a generated file, and what it says."""

    path: str
    line: int
    text: str
    origin: LineOrigin


def origin_of(artifacts: ArtifactSet, path: str, line: int) -> LineOrigin | None:
    """Where a generated line comes from; a line without an origin belongs to the one above it."""
    file = artifacts.files.get(path)
    known = [origin for origin in file.origins if origin.line <= line] if file else []
    return known[-1] if known else None


def lines_from(
    artifacts: ArtifactSet, sources: SourceSet, path: str, line: int
) -> Iterator[GeneratedLine]:
    """Every generated line whose origin begins on, or lies across, a line of the spec."""
    source = sources.get(path)
    if source is None:
        return
    for file in artifacts.files.values():
        texts = file.text.splitlines()
        for origin in file.origins:
            if origin.span.path != path:
                continue
            first, last = source.position(origin.span.start), source.position(origin.span.end)
            if first.line <= line <= last.line:
                yield GeneratedLine(file.path, origin.line, texts[origin.line - 1], origin)
