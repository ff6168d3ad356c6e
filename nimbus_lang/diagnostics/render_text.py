"""Diagnostics as people read them in a terminal: the place, the line, what, why, what to do.

Colours are the caller's choice. Text from a spec is shown as text: control characters are made visible.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.source.span import Span

_WIDTH = 100
_COLOURS = {"error": "31;1", "warning": "33;1", "info": "36;1", "dim": "2", "bold": "1"}
_LINE_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Paint:
    """Adds colour, or does not."""

    on: bool = False

    def __call__(self, style: str, text: str) -> str:
        """`text` in a style: error, warning, info, dim, bold."""
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self.on else text


def render_text(diagnostics: Iterable[Diagnostic], sources: SourceSet, colour: bool = False) -> str:
    """All diagnostics, a blank line between two."""
    paint = Paint(colour)
    return "\n".join("\n".join(_one(one, sources, paint)) + "\n" for one in diagnostics)


def _one(one: Diagnostic, sources: SourceSet, paint: Paint) -> Iterator[str]:
    level = f" {one.level}" if one.level else ""
    head = f"{one.severity.value}[{one.code}]{level}"
    yield f"{paint(one.severity.value, head)}{paint('bold', ': ' + one.summary)}"
    if one.span is not None:
        yield from _place(one.span, sources, one.severity, paint)
    yield from _wrapped(visible(one.detail), "  ")
    for note in one.notes:
        yield from _wrapped(f"note: {visible(note)}", "  ")
    for label in one.labels:
        where = place_text(label.span, sources)
        yield from _wrapped(f"see {where}: {visible(label.text)}", "  ")
    for caller in one.callers:
        yield f"  used from {place_text(caller, sources)} {_quoted(caller, sources)}"
    for fix in one.fixes:
        yield from _wrapped(f"fix: {visible(fix.title)}", "  ")


def place_text(span: Span, sources: SourceSet) -> str:
    """`path:line:column`."""
    file = sources.get(span.path)
    if file is None:
        return span.path
    line, column = file.position(span.start)
    return f"{span.path}:{line}:{column}"


def _quoted(span: Span, sources: SourceSet) -> str:
    file = sources.get(span.path)
    return f"`{visible(file.slice(span))}`" if file else ""


def _place(span: Span, sources: SourceSet, severity: Severity, paint: Paint) -> Iterator[str]:
    yield f"  {paint('dim', '-->')} {place_text(span, sources)}"
    file = sources.get(span.path)
    if file is None or not file.text:
        return
    yield from _excerpt(file, span, severity, paint)


def _excerpt(file: SourceFile, span: Span, severity: Severity, paint: Paint) -> Iterator[str]:
    number, column = file.position(span.start)
    text = file.line(number)
    length = max(1, min(span.end, span.start + len(text) - column + 1) - span.start)
    start = 0
    if len(text) > _LINE_SHOWN:
        start = max(0, column - 1 - _LINE_SHOWN // 2)
        text = text[start : start + _LINE_SHOWN]
    shown = visible(text).replace("\t", " ")
    gutter = " " * len(str(number))
    marks = " " * (column - 1 - start) + "^" * min(length, _LINE_SHOWN)
    yield f"  {paint('dim', f'{gutter} |')}"
    yield f"  {paint('dim', f'{number} |')} {shown}"
    yield f"  {paint('dim', f'{gutter} |')} {paint(severity.value, marks)}"


def visible(text: str) -> str:
    """Text with control characters shown as their Unicode pictures, so that no spec can drive a terminal."""
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable() or char in "\n\t"
        else chr(0x2400 + ord(char))
        if ord(char) < 0x20
        else "\ufffd"
        for char in text
    )


def _wrapped(text: str, indent: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from textwrap.wrap(
            line,
            _WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [indent.rstrip()]
