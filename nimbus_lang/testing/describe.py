"""A failure in full, as people read it: the place, the assertion with the value of each part, what led here, the diff."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from nimbus_lang.diagnostics.cells import visible
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.diagnostics.render_text import Paint, place_text, render_text
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.testing.model import Failure
from nimbus_lang.testing.power import picture

_WIDTH = 100
_COLOURS = {"+": "info", "-": "error", "@": "dim"}


def failure_text(failure: Failure, sources: SourceSet, paint: Paint) -> str:
    """Lines without a final newline."""
    said = failure.diagnostic
    if failure.seen and said.span is not None:
        parts = ["\n".join(_assertion(failure, said, sources, paint))]
    else:
        parts = [render_text([said], sources, paint.on).rstrip("\n")]
    if failure.caused:
        parts.append(render_text(failure.caused, sources, paint.on).rstrip("\n"))
    if failure.changes:
        parts.append("\n".join(_diff(failure.changes, paint)))
    return "\n\n".join(parts)


def _assertion(
    failure: Failure, said: Diagnostic, sources: SourceSet, paint: Paint
) -> Iterator[str]:
    assert said.span is not None
    file = sources[said.span.path]
    yield paint("error", f"error[{said.code}]") + paint("bold", f": {said.summary}")
    gutter = len(str(file.position(said.span.end).line))
    yield f"{'':<{gutter}}{paint('dim', '-->')} {place_text(said.span, sources)}"
    yield f"{'':<{gutter}} {paint('dim', '|')}"
    for line in picture(file, said.span, failure.seen):
        number = str(line.number) if line.number else ""
        text = line.text if line.number else paint("label", line.text)
        yield f"{paint('dim', f'{number:>{gutter}} |')} {text}".rstrip()
    for text in (said.detail, *said.notes):
        yield from textwrap.wrap(
            visible(text), _WIDTH, initial_indent="  ", subsequent_indent="  ",
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip


def _diff(changes: str, paint: Paint) -> Iterator[str]:
    for line in changes.splitlines():
        colour = _COLOURS.get(line[:1])
        yield paint(colour, visible(line)) if colour else visible(line)
