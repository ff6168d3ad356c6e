"""How a diagnostic looks, for every shape one can have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nimbus_lang.diagnostics.cells import columns, one_line, visible
from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Label, Severity
from nimbus_lang.diagnostics.render_text import brief, render_text
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.source.span import Span

TEXT = """\
stack shop

param size: int = 1
let a = [
  1,
  2,
  3,
]
let wide = "日本" + nope
\tlet tab = nope
let size = 2
"""
SOURCES = SourceSet.of(SourceFile("a.nimbus", TEXT), SourceFile("lib.nimbus", "let far = 1\n"))


def span(words: str, path: str = "a.nimbus", after: str = "") -> Span:
    """Where words stand."""
    text = SOURCES[path].text
    start = text.index(words, text.index(after) if after else 0)
    return Span(path, start, start + len(words))


def rendered(one: Diagnostic) -> str:
    return render_text([one], SOURCES)


PLAIN = Diagnostic("NB2001", "Unknown name", "Nothing is called `nope`.", span("nope"))


def test_the_place_and_the_line() -> None:
    one = replace(PLAIN, span=span("shop"))
    assert rendered(one) == (
        "error[NB2001]: Unknown name\n"
        " --> a.nimbus:1:7\n"
        "  |\n"
        "1 | stack shop\n"
        "  |       ^^^^\n"
        "  Nothing is called `nope`.\n"
    )


def test_everything_else_it_may_carry() -> None:
    one = replace(
        PLAIN,
        span=span("shop"),
        severity=Severity.WARNING,
        level="WARN",
        notes=("a note",),
        fixes=(Fix("write `x`", (Edit(span("shop"), "x"),)),),
        callers=(span("size"), Span("gone.nimbus", 3, 4)),
    )
    assert rendered(one) == (
        "warning[NB2001] WARN: Unknown name\n"
        " --> a.nimbus:1:7\n"
        "  |\n"
        "1 | stack shop\n"
        "  |       ^^^^\n"
        "  Nothing is called `nope`.\n"
        "  note: a note\n"
        "  used from a.nimbus:3:7: param size: int = 1\n"
        "  used from gone.nimbus\n"
        "  fix: write `x`\n"
    )


def test_wide_characters() -> None:
    assert '9 | let wide = "日本" + nope\n  |                     ^^^^\n' in rendered(PLAIN)


def test_tabs() -> None:
    one = replace(PLAIN, span=span("nope", after="\tlet"))
    assert "10 |     let tab = nope\n   |               ^^^^\n" in rendered(one)


def test_a_label_on_another_line() -> None:
    one = replace(
        PLAIN,
        span=span("size", after="let size"),
        labels=(Label(span("size"), "first declared here"),),
    )
    assert rendered(one).split("\n")[1:9] == [
        "  --> a.nimbus:11:5",
        "   |",
        " 3 | param size: int = 1",
        "   |       ---- first declared here",
        "...",
        "11 | let size = 2",
        "   |     ^^^^",
        "  Nothing is called `nope`.",
    ]


def test_a_label_on_the_same_line_and_one_on_the_next() -> None:
    one = replace(
        PLAIN,
        span=span("int"),
        labels=(Label(span("size"), "this one"), Label(span("a", after="let a"), "that one")),
    )
    assert rendered(one).split("\n")[2:8] == [
        "  |",
        "3 | param size: int = 1",
        "  |       ---- this one",
        "  |             ^^^",
        "4 | let a = [",
        "  |     - that one",
    ]


def test_a_label_in_another_file() -> None:
    one = replace(PLAIN, labels=(Label(span("far", "lib.nimbus"), "meant this?"),))
    assert rendered(one).split("\n")[1:9] == [
        " --> a.nimbus:9:19",
        "  |",
        '9 | let wide = "日本" + nope',
        "  |                     ^^^^",
        " ::: lib.nimbus:1:5",
        "  |",
        "1 | let far = 1",
        "  |     --- meant this?",
    ]


def test_a_span_of_several_lines() -> None:
    one = replace(PLAIN, span=Span("a.nimbus", TEXT.index("[\n"), TEXT.index("]\n") + 1))
    assert rendered(one).split("\n")[2:8] == [
        "  |",
        "4 | let a = [",
        "  |         ^",
        "...",
        "8 | ]",
        "  | ^",
    ]


def test_the_end_of_the_file() -> None:
    one = replace(PLAIN, span=Span("a.nimbus", len(TEXT), len(TEXT)))
    assert " --> a.nimbus:12:1\n" in rendered(one)
    assert rendered(one).count("^") == 1


@pytest.mark.parametrize("at", [0, 5_000, 9_990])
def test_long_lines_are_cut_around_the_mark(at: int) -> None:
    text = f"{'x' * at}HERE{'y' * (9_996 - at)}"
    sources = SourceSet.of(SourceFile("l.nimbus", text))
    shown = render_text([replace(PLAIN, span=Span("l.nimbus", at, at + 4))], sources)
    _, _, _, line, marks, *_ = shown.split("\n")
    assert len(line) < 200
    assert line[marks.index("^") : marks.index("^") + 4] == "HERE"
    assert marks.count("^") == 4


def test_a_long_line_shows_its_mark_whatever_its_labels_are() -> None:
    text = f"name{'x' * 300}HERE{'y' * 300}"
    sources = SourceSet.of(SourceFile("l.nimbus", text))
    labels = (Label(Span("l.nimbus", 0, 4), "this one"),)
    shown = render_text(
        [replace(PLAIN, span=Span("l.nimbus", 304, 308), labels=labels)], sources
    ).split("\n")
    (line,) = (one for one in shown if "HERE" in one)
    (marks,) = (one for one in shown if "^" in one)
    assert line[marks.index("^") : marks.index("^") + 4] == "HERE"
    assert any("this one" in one for one in shown)


def test_without_a_place() -> None:
    one = replace(PLAIN, span=None)
    assert rendered(one) == "error[NB2001]: Unknown name\n  Nothing is called `nope`.\n"


def test_text_that_is_not_at_hand() -> None:
    one = replace(PLAIN, span=Span("gone.nimbus", 5, 9))
    assert rendered(one).split("\n")[1] == " --> gone.nimbus"


def test_a_blank_line_between_two() -> None:
    assert "`nope`.\n\nerror[" in render_text([PLAIN, PLAIN], SOURCES)


def test_colours() -> None:
    shown = render_text([PLAIN], SOURCES, colour=True)
    assert "\x1b[31;1merror[NB2001]\x1b[0m" in shown
    assert "\x1b[31;1m^^^^\x1b[0m" in shown


def test_nothing_in_a_spec_drives_the_terminal() -> None:
    sources = SourceSet.of(SourceFile("e\x1b.nimbus", 'let x = "\x1b[31m\x9b\u202e" + nope\n'))
    one = Diagnostic("NB2001", "s", "of \x1b[0m", Span("e\x1b.nimbus", 20, 24), notes=("\x07",))
    assert all(char.isprintable() or char == "\n" for char in render_text([one], sources))


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("日本", 4), ("e\u0301", 1), ("a\tb", 6), ("ｆ", 2), ("😀", 2), ("", 0)],
)
def test_cells(text: str, cells: int) -> None:
    assert columns(text)[-1] == cells


def test_visible() -> None:
    assert visible("a\x00\x1b\x7fb\n\t") == "a␀␛�b\n\t"
    assert one_line("a\nb\tc") == "a␊b␉c"


def test_many_alike_are_told_in_short() -> None:
    remarks = [replace(PLAIN, severity=Severity.INFO)] * 1012
    errors = [PLAIN] * 30
    shown, left = brief([*remarks, *errors])
    assert len(shown) == 10 + 30
    assert left == ["... and 1,002 more info[NB2001]; `--json` tells all"]
    assert brief(errors) == (errors, [])
