"""`nimbus check --fix` and the forms of its answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

WRONG = """\
stack shop

param days: int = "7"

resource jobs: aws.sqs_queue { nmae = "jobs-${days}" }

let x = nope
"""
MENDED = WRONG.replace('"7"', "7").replace("nmae", "name")


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A spec with two mistakes that a machine may mend, and one that it may not."""
    path = tmp_path / "s.nimbus"
    path.write_text(WRONG)
    path.chmod(0o640)
    return path


def test_mends_what_is_sure_and_tells_the_rest(nimbus, spec: Path) -> None:
    done = nimbus("check", "--fix", "s.nimbus")
    assert done.code == 1
    assert spec.read_text() == MENDED
    assert spec.stat().st_mode & 0o777 == 0o640
    assert done.out.splitlines()[:2] == [
        "fixed s.nimbus:3:19: write `7` (NB2101)",
        "fixed s.nimbus:5:32: change it to `name` (NB4001)",
    ]
    assert done.err.count("error[") == 1
    assert "error[NB2001]" in done.err


def test_a_second_time_changes_nothing(nimbus, spec: Path) -> None:
    nimbus("check", "--fix", "s.nimbus")
    before = spec.stat().st_mtime_ns
    assert "fixed" not in nimbus("check", "--fix", "s.nimbus").out
    assert spec.stat().st_mtime_ns == before


def test_diff_shows_only(nimbus, spec: Path) -> None:
    done = nimbus("check", "--fix", "--diff", "s.nimbus")
    assert done.code == 1
    assert spec.read_text() == WRONG
    assert '-param days: int = "7"\n+param days: int = 7\n' in done.out
    assert "left would be" in done.err


def test_diff_alone_is_a_usage_error(nimbus, spec: Path) -> None:
    assert nimbus("check", "--diff", "s.nimbus").code == 2


def test_what_a_fix_uncovers_is_mended_too(nimbus, tmp_path: Path) -> None:
    spec = tmp_path / "two.nimbus"
    spec.write_text('stack two\n\nresource q: aws.sqs_queue { nmae: "q" }\n')
    done = nimbus("check", "--fix", "two.nimbus")
    assert done.code == 0
    assert spec.read_text() == 'stack two\n\nresource q: aws.sqs_queue { name = "q" }\n'


def test_standard_input(nimbus) -> None:
    done = nimbus("check", "--fix", "-", stdin=WRONG)
    assert done.code == 1
    assert done.out == MENDED
    assert "fixed <stdin>:3:19" in done.err


def test_used_files_are_mended_too(nimbus, tmp_path: Path) -> None:
    (tmp_path / "lib.nimbus").write_text(
        'component c { resource q: aws.sqs_queue { nmae = "q" } }\n'
    )
    (tmp_path / "main.nimbus").write_text(
        'stack a\nuse lib from "./lib.nimbus"\nresource c: lib.c {}\n'
    )
    assert nimbus("check", "--fix", "main.nimbus").code == 0
    assert "name =" in (tmp_path / "lib.nimbus").read_text()


def test_for_machines(nimbus, spec: Path) -> None:
    document = nimbus("check", "--fix", "--json", "s.nimbus").document
    assert [(one["code"], one["line"]) for one in document["fixed"]] == [
        ("NB2101", 3),
        ("NB4001", 5),
    ]
    assert [one["code"] for one in document["diagnostics"] if one["severity"] == "error"] == [
        "NB2001"
    ]
    assert spec.read_text() == MENDED


def test_a_file_that_may_not_be_written(nimbus, spec: Path, powerless) -> None:
    folder = spec.parent / "shut"
    folder.mkdir()
    (folder / "s.nimbus").write_text(WRONG)
    folder.chmod(0o500)
    try:
        done = nimbus("check", "--fix", "--json", "shut/s.nimbus", before=powerless)
        assert done.code == 3
        assert "NB6010" in done.codes
        assert (folder / "s.nimbus").read_text() == WRONG
    finally:
        folder.chmod(0o700)


def test_sarif(nimbus, spec: Path) -> None:
    done = nimbus("check", "--format", "sarif", "s.nimbus")
    assert done.code == 1
    (run,) = json.loads(done.out)["runs"]
    assert {result["ruleId"] for result in run["results"]} >= {"NB2001", "NB2101", "NB4001"}


def test_github(nimbus, spec: Path) -> None:
    done = nimbus("check", "--format", "github", "s.nimbus")
    assert done.code == 1
    assert "::error file=s.nimbus,line=3,endLine=3,col=19,endColumn=22,title=NB2101" in done.out


def test_json_by_its_other_name(nimbus, spec: Path) -> None:
    assert (
        nimbus("check", "--format", "json", "s.nimbus").out
        == nimbus("check", "--json", "s.nimbus").out
    )
    assert nimbus("check", "--format=json", "--nonsense").codes == ["NB6040"]


def test_an_unknown_format(nimbus, spec: Path) -> None:
    done = nimbus("check", "--format", "jsn", "s.nimbus")
    assert done.code == 2
    assert "Did you mean `json`?" in done.err
