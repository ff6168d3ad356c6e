"""A failed assertion as a picture: under each line of it the values of its parts, each below its own operator or name.

    12 |   assert network.nat == "per_zone" and orders.multi_az
       |                  |   |
       |                  |   false
       |                  "single"

Columns are cells of a terminal; knows nothing of how values came to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nimbus_lang.check.watch import Seen
from nimbus_lang.diagnostics.cells import columns, one_line, visible
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.source.span import Span


@dataclass(frozen=True, slots=True)
class Pictured:
    """A line of the source (`number` is 0 for a line of values)."""

    number: int
    text: str


def picture(file: SourceFile, span: Span, seen: Sequence[Seen]) -> Iterator[Pictured]:
    """The lines that `span` covers, each with the values that are told at it."""
    first, last = file.position(span.start).line, file.position(span.end).line
    for number in range(first, last + 1):
        line = file.line(number)
        yield Pictured(number, visible(line).replace("\t", "    "))
        start = file.line_starts[number - 1]
        cells = columns(line)
        here = [
            (cells[one.anchor - start], one_line(one.value))
            for one in seen
            if start <= one.anchor <= start + len(line)
        ]
        yield from (Pictured(0, row) for row in rows(here))


def rows(marks: Sequence[tuple[int, str]]) -> Iterator[str]:
    """The rows below a line: bars, then each text as high as it fits, the rightmost first."""
    if not marks:
        return
    bars: dict[int, str] = {column: "|" for column, _ in marks}
    placed: list[dict[int, str]] = []
    for column, text in sorted(marks, key=lambda mark: mark[0], reverse=True):
        for row in placed:
            if _fits(row, column, text):
                row[column] = text
                break
            row.setdefault(column, "|")
        else:
            placed.append({column: text})
    yield _row(bars)
    yield from map(_row, placed)


def _fits(row: dict[int, str], column: int, text: str) -> bool:
    """Whether a text may stand in a row; of two at one column the later goes below."""
    if column in row:
        return False
    return column + columns(text)[-1] + 1 <= min(row, default=1_000_000)


def _row(items: dict[int, str]) -> str:
    text = ""
    for column in sorted(items):
        text = text + " " * (column - columns(text)[-1]) + items[column]
    return text
