"""Fixes, tried on every wrong program there is: a safe one takes its diagnostic away and breaks nothing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from nimbus_lang.compiler import check_text
from nimbus_lang.diagnostics.apply_fixes import apply_fixes
from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix
from nimbus_lang.operations.check import Options
from nimbus_lang.operations.fix import fix as fix_targets
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.parse import parse
from tests.errors.harness import Program, programs

PATH = "main.nimbus"


def mended(text: str, *edits: Edit, safe: bool = True) -> str:
    """A text after one diagnostic for each edit."""
    found = [
        Diagnostic("NB1", "s", "d", edit.span, fixes=(Fix("t", (edit,), safe),)) for edit in edits
    ]
    sources, _ = apply_fixes(found, SourceSet.of(SourceFile(PATH, text)), [PATH])
    return sources[PATH].text


def edit(start: int, end: int, text: str, path: str = PATH) -> Edit:
    return Edit(Span(path, start, end), text)


@pytest.mark.parametrize(
    ("edits", "after"),
    [
        ([edit(0, 1, "X")], "Xbcdef"),
        ([edit(0, 1, "X"), edit(1, 2, "Y")], "XYcdef"),
        ([edit(0, 3, "X"), edit(2, 4, "Y")], "Xdef"),
        ([edit(4, 5, "Y"), edit(0, 1, "longer")], "longerbcdYf"),
        ([edit(3, 3, "+")], "abc+def"),
        ([edit(3, 3, "+"), edit(3, 3, "-")], "abc+def"),
        ([edit(0, 3, "X"), edit(3, 3, "+")], "Xdef"),
        ([edit(0, 6, "")], ""),
        ([edit(0, 1, "X", path="std/aws/bucket.nimbus")], "abcdef"),
    ],
)
def test_edits(edits: list[Edit], after: str) -> None:
    assert mended("abcdef", *edits) == after


def test_only_safe_fixes() -> None:
    assert mended("abcdef", edit(0, 1, "X"), safe=False) == "abcdef"


def test_a_fix_is_put_in_whole_or_not_at_all() -> None:
    first = Diagnostic("NB1", "s", "d", None, fixes=(Fix("t", (edit(0, 2, "X"),)),))
    both = Fix("t", (edit(1, 2, "Y"), edit(4, 5, "Z")))
    second = Diagnostic("NB1", "s", "d", None, fixes=(both,))
    sources, applied = apply_fixes(
        [first, second], SourceSet.of(SourceFile(PATH, "abcdef")), [PATH]
    )
    assert sources[PATH].text == "Xcdef"
    assert [one.diagnostic for one in applied] == [first]


@pytest.mark.parametrize("program", programs(), ids=lambda program: program.name)
def test_no_fix_is_at_odds_with_itself(program: Program) -> None:
    fixes = [fix for one in check_text(program.text, PATH) for fix in one.fixes]
    for fix in fixes:
        places = sorted(edit.span for edit in fix.edits)
        assert all(one.end <= other.start for one, other in pairwise(places)), fix.title


@pytest.mark.parametrize("program", programs(), ids=lambda program: program.name)
def test_what_was_fixed_stays_so(program: Program, tmp_path: Path) -> None:
    spec = tmp_path / "main.nimbus"
    spec.write_bytes(program.text.encode())
    fix_targets(Options((spec,)))
    once = spec.read_bytes()
    assert fix_targets(Options((spec,))).fixed == ()
    assert spec.read_bytes() == once


@pytest.mark.parametrize("program", programs(), ids=lambda program: program.name)
def test_every_safe_fix_of_a_wrong_program(program: Program) -> None:
    found = check_text(program.text, PATH)
    sources = SourceSet.of(SourceFile(PATH, program.text))
    before = len(parse(sources[PATH])[1])
    for one in found:
        if not any(fix.safe for fix in one.fixes):
            continue
        after, applied = apply_fixes([one], sources, [PATH])
        assert len(applied) == 1, f"{one.code} touches more than the spec"
        assert len(parse(after[PATH])[1]) <= before, f"{one.code}: {after[PATH].text}"
        left = [(d.code, d.detail) for d in check_text(after[PATH].text, PATH)]
        assert left.count((one.code, one.detail)) < [(d.code, d.detail) for d in found].count(
            (one.code, one.detail)
        ), f"{one.code} is still there:\n{after[PATH].text}"
