"""`nimbus test` as a person or CI runs it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

SPEC = """stack shop
param env: "dev" | "prod" = "dev"
resource jobs: aws.sqs_queue { name = "jobs-${env}"  delay_seconds = if env == "prod" then 60 else 0 }
overlay prod { env = "prod" }
test "quick in dev" { assert jobs.delay_seconds == 0 }
test "slow in prod" { env = "prod" } { assert jobs.delay_seconds == 60 }
"""


def test_a_line_for_each_test(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC)
    done = nimbus("test", "shop.nimbus")
    assert done.code == 0
    assert (
        done.out == "shop.nimbus\n  pass  quick in dev\n  pass  slow in prod\n2 passed, 0 failed\n"
    )


def test_a_failure_is_shown_and_ends_with_1(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC.replace("== 60 }", "== 61 }"))
    done = nimbus("test", "shop.nimbus")
    assert done.code == 1
    assert "  FAIL  slow in prod\n" in done.out
    assert "error[NB6501]" in done.out and "1 passed, 1 failed" in done.out


def test_a_folder_means_every_stack_and_package(nimbus, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    (folder / "lib").mkdir(parents=True)
    (folder / "shop.nimbus").write_text(SPEC)
    (folder / "lib" / "net.nimbus").write_text('let a = 1\ntest "one" { assert a == 1 }\n')
    (folder / "lib" / "none.nimbus").write_text("component a { }\n")
    done = nimbus("test", folder)
    assert (done.code, done.out.splitlines()[-1]) == (0, "3 passed, 0 failed")
    assert "none.nimbus" not in done.out


def test_a_filter(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC)
    assert "1 passed" in nimbus("test", "shop.nimbus", "-k", "QUICK").out
    done = nimbus("test", "shop.nimbus", "-k", "nope")
    assert done.code == 2
    assert "NB6508" in done.err


def test_json(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC.replace("== 60 }", "== 61 }"))
    document = nimbus("test", "--json", "--coverage", "shop.nimbus").document
    assert (document["passed"], document["failed"], document["ok"]) == (1, 1, False)
    wrong = document["tests"][1]
    (failure,) = wrong["failures"]
    assert failure["code"] == "NB6501"
    assert [one["value"] for one in failure["values"]] == ["60", "false"]
    assert failure["values"][0]["text"] == "jobs.delay_seconds"
    assert document["coverage"]["shop.nimbus"]["overlays"] == {"prod": False}


def test_junit_is_written(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC)
    assert nimbus("test", "shop.nimbus", "--junit", "out.xml").code == 0
    assert ET.parse(tmp_path / "out.xml").getroot().attrib["tests"] == "2"
    done = nimbus("test", "shop.nimbus", "--junit", "no/such/out.xml")
    assert done.code == 3


def test_coverage_names_what_no_test_reached(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC.rsplit("\n", 2)[0] + "\n")
    done = nimbus("test", "shop.nimbus", "--coverage")
    assert "shop.nimbus: 1 of 2 branches, 0 of 1 overlays" in done.out
    assert '`env == "prod"` is never true' in done.out
    assert "no test chooses the overlay `prod`" in done.out


def test_golden_files_are_written_compared_and_written_anew(nimbus, tmp_path: Path) -> None:
    spec = tmp_path / "shop.nimbus"
    spec.write_text(SPEC)
    assert "golden" not in nimbus("test", "--snapshot", "shop.nimbus").out
    assert "wrote shop.golden/prod" in nimbus("test", "--update", "shop.nimbus").out
    kept = tmp_path / "shop.golden" / "default" / "terraform"
    assert any("aws_sqs_queue" in path.read_text() for path in kept.glob("*.tf"))
    assert nimbus("test", "--snapshot", "shop.nimbus").code == 0
    spec.write_text("# a comment moves every line\n" + SPEC.replace("jobs-", "work-"))
    done = nimbus("test", "--snapshot", "shop.nimbus")
    assert done.code == 1
    assert "NB6505" in done.out and '-  name          = "jobs-dev"' in done.out
    assert nimbus("test", "--snapshot", "--update", "shop.nimbus").code == 0
    assert nimbus("test", "--snapshot", "shop.nimbus").code == 0


def test_a_comment_changes_no_golden_file(nimbus, tmp_path: Path) -> None:
    spec = tmp_path / "shop.nimbus"
    spec.write_text(SPEC)
    nimbus("test", "--update", "shop.nimbus")
    spec.write_text("# a comment\n\n" + SPEC)
    assert nimbus("test", "--snapshot", "shop.nimbus").code == 0


def test_properties(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC.replace("then 60", "then 6000"))
    done = nimbus("test", "shop.nimbus", "--properties", "20", "--seed", "7", "-k", "quick")
    assert done.code == 1
    assert "seed 7" in done.out
    assert 'With `overlay = "prod"` the program gives NB3001' in " ".join(done.out.split())


def test_nothing_to_test_is_said(nimbus) -> None:
    done = nimbus("test", "good.nimbus")
    assert done.code == 0
    assert "NB6509" in done.err


def test_standard_input(nimbus) -> None:
    assert nimbus("test", "-", stdin=SPEC).out.splitlines()[-1] == "2 passed, 0 failed"


def test_what_cannot_be_read(nimbus) -> None:
    assert nimbus("test", "nowhere.nimbus").code == 3
