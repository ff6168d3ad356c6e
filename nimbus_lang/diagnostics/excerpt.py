"""Lines of a file with marks under some of their text: the picture part of a diagnostic for people.

Knows spans and text; colours come from the caller. Long lines are cut around their mark, long spans show their first and last line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from nimbus_lang.diagnostics.cells import TAB, columns, visible
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.source.span import Span

MOST_CELLS = 140
GAP = 2
"""So many unmarked lines between two marked ones are shown; more become `...`."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to be underlined with `sign` in a `style`, and what is written behind it."""

    span: Span
    sign: str
    style: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    """The part of a mark that lies on one line: character offsets in that line, end exclusive."""

    line: int
    start: int
    end: int
    mark: Mark
    last: bool


def excerpt(
    file: SourceFile, marks: Sequence[Mark], gutter: int, paint: Callable[[str, str], str]
) -> Iterator[str]:
    """The marked lines, in the order of the file."""
    pieces = sorted(
        (piece for mark in marks for piece in _pieces(file, mark)),
        key=lambda piece: (piece.line, piece.start, piece.mark.sign != "^"),
    )
    bar = paint("dim", "|")
    yield f"{'':<{gutter}} {bar}"
    before = 0
    for line in dict.fromkeys(piece.line for piece in pieces):
        yield from _between(file, before, line, gutter, paint)
        before = line
        here = [piece for piece in pieces if piece.line == line]
        text, cut = _window(file.line(line), here)
        yield _numbered(line, text, gutter, paint)
        shown = columns(text)
        for piece in here:
            yield f"{'':<{gutter}} {bar} {_underline(piece, cut, shown, paint)}"


def last_line(file: SourceFile, marks: Sequence[Mark]) -> int:
    """The greatest line number that an excerpt will show: it decides how wide the gutter is."""
    return max(piece.line for mark in marks for piece in _pieces(file, mark))


def _pieces(file: SourceFile, mark: Mark) -> Iterator[_Piece]:
    start, end = file.position(mark.span.start), file.position(mark.span.end)
    if end.line > start.line and end.column == 1:  # up to the end of the line before
        end = file.position(file.line_starts[end.line - 1] - 1)
    if start.line == end.line:
        yield _Piece(start.line, start.column - 1, end.column - 1, mark, last=True)
        return
    first, final = file.line(start.line), file.line(end.line)
    yield _Piece(start.line, start.column - 1, len(first), mark, last=False)
    indent = len(final) - len(final.lstrip())
    yield _Piece(end.line, min(indent, end.column - 1), end.column - 1, mark, last=True)


def _between(
    file: SourceFile, before: int, line: int, gutter: int, paint: Callable[[str, str], str]
) -> Iterator[str]:
    if not before or line - before == 1:
        return
    if line - before - 1 > GAP:
        yield paint("dim", "...")
        return
    for number in range(before + 1, line):
        text, _ = _window(file.line(number), ())
        yield _numbered(number, text, gutter, paint)


def _numbered(line: int, text: str, gutter: int, paint: Callable[[str, str], str]) -> str:
    shown = text.replace("\t", " " * TAB)
    return f"{paint('dim', f'{line:>{gutter}} |')} {shown}".rstrip()


def _window(line: str, pieces: Sequence[_Piece]) -> tuple[str, int]:
    """The part of a line that is shown, and how many characters were cut off before it."""
    text = visible(line)
    if len(text) <= MOST_CELLS:
        return text, 0
    starts = [piece.start for piece in pieces] or [0]
    main = next((piece.start for piece in pieces if piece.mark.sign == "^"), starts[0])
    start = min(starts) if main - min(starts) < MOST_CELLS // 2 else main
    cut = max(0, min(start - MOST_CELLS // 3, len(text) - MOST_CELLS))
    head = "…" if cut else ""
    tail = "…" if cut + MOST_CELLS < len(text) else ""
    return f"{head}{text[cut : cut + MOST_CELLS]}{tail}", cut - len(head)


def _underline(
    piece: _Piece, cut: int, shown: Sequence[int], paint: Callable[[str, str], str]
) -> str:
    most = len(shown) - 1
    start = min(max(piece.start - cut, 0), most)
    end = min(max(piece.end - cut, start), most)
    signs = piece.mark.sign * max(1, shown[end] - shown[start])
    text = f" {piece.mark.text}" if piece.last and piece.mark.text else ""
    return " " * shown[start] + paint(piece.mark.style, signs + text)
