"""`nimbus fmt`: rewriting, asking, showing; the old file or the new one, never half of either."""

from __future__ import annotations

from pathlib import Path

UGLY = "stack   shop\n\nlet a=1 # why\n"
NEAT = "stack shop\n\nlet a = 1  # why\n"


def test_rewrites(nimbus, tmp_path: Path) -> None:
    spec = tmp_path / "u.nimbus"
    spec.write_text(UGLY)
    spec.chmod(0o640)
    done = nimbus("fmt", "u.nimbus")
    assert done.code == 0
    assert done.out == "u.nimbus\n"
    assert spec.read_text() == NEAT
    assert spec.stat().st_mode & 0o777 == 0o640
    assert nimbus("fmt", "u.nimbus").out == ""


def test_check_changes_nothing(nimbus, tmp_path: Path) -> None:
    (tmp_path / "u.nimbus").write_text(UGLY)
    done = nimbus("fmt", "--check", "u.nimbus", "good.nimbus")
    assert done.code == 1
    assert done.out == "u.nimbus\n"
    assert (tmp_path / "u.nimbus").read_text() == UGLY
    assert nimbus("fmt", "--check", "good.nimbus").code == 0


def test_diff_changes_nothing(nimbus, tmp_path: Path) -> None:
    (tmp_path / "u.nimbus").write_text(UGLY)
    done = nimbus("fmt", "--diff", "u.nimbus")
    assert done.code == 0
    assert "-stack   shop\n+stack shop\n" in done.out
    assert (tmp_path / "u.nimbus").read_text() == UGLY


def test_a_folder_of_packages(nimbus, tmp_path: Path) -> None:
    folder = tmp_path / "lib"
    folder.mkdir()
    (folder / "c.nimbus").write_text("type   a = int\n")
    done = nimbus("fmt", "lib")
    assert done.code == 0
    assert done.out == "lib/c.nimbus\n"
    assert (folder / "c.nimbus").read_text() == "type a = int\n"


def test_standard_input(nimbus) -> None:
    done = nimbus("fmt", "-", stdin=UGLY)
    assert done.code == 0
    assert done.out == NEAT
    assert nimbus("fmt", "-", stdin=NEAT).out == NEAT
    assert nimbus("fmt", "--check", "-", stdin=UGLY).code == 1


def test_what_does_not_parse_is_left_alone(nimbus, tmp_path: Path) -> None:
    (tmp_path / "b.nimbus").write_text("stack a\nlet = = 3\n")
    (tmp_path / "u.nimbus").write_text(UGLY)
    done = nimbus("fmt", "b.nimbus", "u.nimbus")
    assert done.code == 1
    assert (tmp_path / "b.nimbus").read_text() == "stack a\nlet = = 3\n"
    assert (tmp_path / "u.nimbus").read_text() == NEAT


def test_a_link_stays_a_link(nimbus, tmp_path: Path) -> None:
    (tmp_path / "real.nimbus").write_text(UGLY)
    (tmp_path / "link.nimbus").symlink_to("real.nimbus")
    assert nimbus("fmt", "link.nimbus").code == 0
    assert (tmp_path / "link.nimbus").is_symlink()
    assert (tmp_path / "real.nimbus").read_text() == NEAT


def test_the_document(nimbus, tmp_path: Path) -> None:
    (tmp_path / "u.nimbus").write_text(UGLY)
    document = nimbus("fmt", "--check", "--json", "u.nimbus").document
    assert document["changed"] == ["u.nimbus"]
    assert document["diagnostics"] == []
