"""Diagnostics as people read them in a terminal: the place, the lines, what, why, what to do.

Colours are the caller's choice. Text from a spec is shown as text: control characters are made visible.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator

from nimbus_lang.diagnostics.cells import one_line, visible
from nimbus_lang.diagnostics.conceal import concealed
from nimbus_lang.diagnostics.excerpt import Mark, excerpt, last_line
from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.source.span import Span

_WIDTH = 100
_CALL_SHOWN = 60
_MOST_ALIKE = 10
_COLOURS = {
    "error": "31;1", "warning": "33;1", "info": "36;1", "label": "34;1", "dim": "2", "bold": "1",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paint:
    """Adds colour, or does not."""

    on: bool = False

    def __call__(self, style: str, text: str) -> str:
        """`text` in a style: error, warning, info, label, dim, bold."""
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self.on else text


def render_text(diagnostics: Iterable[Diagnostic], sources: SourceSet, colour: bool = False) -> str:
    """All diagnostics, a blank line between two. A credential that one of them is about is dots in all of them."""
    diagnostics = tuple(diagnostics)
    sources = concealed(diagnostics, sources)
    paint = Paint(colour)
    return "\n".join("\n".join(_one(one, sources, paint)) + "\n" for one in diagnostics)


def brief(diagnostics: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[str]]:
    """What people read of many diagnostics: every error, of other codes the first few; and a line for what is left out."""
    shown: list[Diagnostic] = []
    counts: Counter[tuple[str, Severity]] = Counter()
    for one in diagnostics:
        counts[one.code, one.severity] += 1
        if one.severity is Severity.ERROR or counts[one.code, one.severity] <= _MOST_ALIKE:
            shown.append(one)
    left = [
        f"... and {count - _MOST_ALIKE:,} more {severity.value}[{code}]; `--json` tells all"
        for (code, severity), count in counts.items()
        if severity is not Severity.ERROR and count > _MOST_ALIKE
    ]
    return shown, left


def _one(one: Diagnostic, sources: SourceSet, paint: Paint) -> Iterator[str]:
    level = f" {one.level}" if one.level else ""
    head = f"{one.severity.value}[{one.code}]{level}"
    yield f"{paint(one.severity.value, head)}{paint('bold', ': ' + one.summary)}"
    yield from _pictures(one, sources, paint)
    yield from _wrapped(visible(one.detail), "  ")
    for note in one.notes:
        yield from _wrapped(f"note: {visible(note)}", "  ")
    for caller in one.callers:
        yield f"  used from {place_text(caller, sources)}{_call(caller, sources)}"
    for fix in one.fixes:
        yield from _wrapped(f"fix: {visible(fix.title)}", "  ")


def _pictures(one: Diagnostic, sources: SourceSet, paint: Paint) -> Iterator[str]:
    """Where it is, with its labels: an excerpt for each file, that of the diagnostic's own place first."""
    marks = [Mark(label.span, "-", "label", one_line(label.text)) for label in one.labels]
    if one.span is not None:
        marks.insert(0, Mark(one.span, "^", one.severity.value))
    groups: dict[str, list[Mark]] = {}
    for mark in marks:
        groups.setdefault(mark.span.path, []).append(mark)
    files = {path: _text_of(sources.get(path)) for path in groups}
    gutter = max(
        (len(str(last_line(f, groups[p]))) for p, f in files.items() if f is not None), default=1
    )
    for number, (path, group) in enumerate(groups.items()):
        arrow = "-->" if number == 0 and one.span is not None else ":::"
        yield f"{'':<{gutter}}{paint('dim', arrow)} {place_text(group[0].span, sources)}"
        file = files[path]
        if file is not None:
            yield from excerpt(file, group, gutter, paint)
        else:
            yield from (f"  {mark.text}" for mark in group if mark.text)


def _text_of(file: SourceFile | None) -> SourceFile | None:
    return file if file is not None and file.text else None


def place_text(span: Span, sources: SourceSet) -> str:
    """`path:line:column`."""
    file = sources.get(span.path)
    if file is None:
        return one_line(span.path)
    line, column = file.position(span.start)
    return f"{one_line(span.path)}:{line}:{column}"


def _call(span: Span, sources: SourceSet) -> str:
    file = sources.get(span.path)
    if file is None:
        return ""
    line = one_line(file.line(file.position(span.start).line).strip())
    return f": {line if len(line) <= _CALL_SHOWN else line[:_CALL_SHOWN] + '…'}"


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
