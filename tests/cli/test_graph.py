"""`nimbus graph` on the command line."""

from __future__ import annotations

from pathlib import Path

SPEC = """stack shop
resource jobs: aws.sqs_queue { name = "jobs" }
resource rule: aws.sqs_queue_policy { queue_url = jobs.url  policy = "x" }
"""


def test_mermaid_is_printed(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC)
    done = nimbus("graph", "shop.nimbus")
    assert done.code == 0
    assert done.out.startswith("flowchart LR\n")
    assert 'n1 -->|"queue_url"| n0' in done.out


def test_files_are_written(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC)
    for form, first in (("dot", "digraph"), ("svg", "<svg"), ("html", "<!doctype html>")):
        done = nimbus("graph", "shop.nimbus", "--format", form, "-o", f"shop.{form}")
        assert (done.code, done.out) == (0, f"shop.{form}\n")
        assert (tmp_path / f"shop.{form}").read_text().startswith(first)
    assert nimbus("graph", "shop.nimbus", "-o", "no/such/folder.svg").code == 3


def test_a_wrong_spec_is_not_drawn(nimbus) -> None:
    done = nimbus("graph", "wrong.nimbus")
    assert (done.code, done.out) == (1, "")
    assert "NB2001" in done.err


def test_a_missing_library_is_said(nimbus, tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC)
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "networkx.py").write_text("raise ModuleNotFoundError('networkx')\n")
    path = f"{hidden}:{nimbus.environment['PYTHONPATH']}"
    done = nimbus("graph", "shop.nimbus", "--format", "svg", env={"PYTHONPATH": path})
    assert done.code == 3
    assert "NB6610" in done.err
    assert nimbus("graph", "shop.nimbus", env={"PYTHONPATH": path}).code == 0


def test_a_format_that_is_none(nimbus) -> None:
    done = nimbus("graph", "good.nimbus", "--format", "png")
    assert done.code == 2
