"""Writing generated files: all or nothing, only our own, the same bytes twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nimbus_lang.workspace.write import MANIFEST, refusal, write_files


def tree(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): p.read_text()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != MANIFEST
    }


def test_files_land_where_they_belong(tmp_path: Path) -> None:
    written, problems = write_files({"terraform/main.tf": "a\n"}, tmp_path / "deep" / "build")
    assert problems == ()
    assert written is not None
    assert written.written == ("terraform/main.tf",)
    assert tree(tmp_path / "deep" / "build") == {"terraform/main.tf": "a\n"}


def test_a_second_write_changes_nothing(tmp_path: Path) -> None:
    write_files({"a": "1", "b/c": "2"}, tmp_path)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}
    written, _ = write_files({"a": "1", "b/c": "2"}, tmp_path)
    assert written is not None
    assert (written.written, written.unchanged) == ((), ("a", "b/c"))
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")} == before


def test_what_is_no_longer_generated_goes_with_its_empty_folder(tmp_path: Path) -> None:
    write_files({"a": "1", "b/c": "2"}, tmp_path)
    (tmp_path / "mine").write_text("keep")
    written, _ = write_files({"a": "9"}, tmp_path)
    assert written is not None
    assert (written.written, written.removed) == (("a",), ("b/c",))
    assert tree(tmp_path) == {"a": "9", "mine": "keep"}
    assert not (tmp_path / "b").exists()


def test_an_edited_leftover_stays(tmp_path: Path) -> None:
    write_files({"a": "1", "b": "2"}, tmp_path)
    (tmp_path / "b").write_text("edited")
    _, problems = write_files({"a": "1"}, tmp_path)
    assert [d.code for d in problems] == ["NB6014"]
    assert tree(tmp_path) == {"a": "1", "b": "edited"}


def test_what_was_edited_is_not_overwritten(tmp_path: Path) -> None:
    write_files({"a": "1", "b": "2", "c/d": "3"}, tmp_path)
    (tmp_path / "a").write_text("edited")
    (tmp_path / "c" / "d").write_text("edited too")
    new = {"a": "1", "b": "9", "c/d": "9"}
    assert refusal(new, tmp_path) is not None
    written, (problem,) = write_files(new, tmp_path)
    assert (written, problem.code) == (None, "NB6015")
    assert f"`{tmp_path / 'a'}`, `{tmp_path / 'c' / 'd'}`" in problem.detail
    assert tree(tmp_path) == {"a": "edited", "b": "2", "c/d": "edited too"}


def test_force_overwrites_edits_and_nothing_else(tmp_path: Path) -> None:
    write_files({"a": "1"}, tmp_path)
    (tmp_path / "a").write_text("edited")
    (tmp_path / "mine").write_text("mine")
    assert [d.code for d in write_files({"a": "1", "mine": "2"}, tmp_path, force=True)[1]] == [
        "NB6013"
    ]
    assert refusal({"a": "1"}, tmp_path, force=True) is None
    assert write_files({"a": "1"}, tmp_path, force=True)[1] == ()
    assert tree(tmp_path) == {"a": "1", "mine": "mine"}


def test_an_edit_that_the_spec_says_now_is_no_edit(tmp_path: Path) -> None:
    write_files({"a": "1"}, tmp_path)
    (tmp_path / "a").write_text("2")
    assert write_files({"a": "2"}, tmp_path)[1] == ()
    assert write_files({"a": "3"}, tmp_path)[1] == ()


def test_a_file_that_was_deleted_comes_back(tmp_path: Path) -> None:
    write_files({"a": "1"}, tmp_path)
    (tmp_path / "a").unlink()
    assert write_files({"a": "1"}, tmp_path)[1] == ()
    assert tree(tmp_path) == {"a": "1"}


_KILLED_HALFWAY = """
import os, sys
from pathlib import Path
from nimbus_lang.workspace.write import write_files
folder, moves = Path(sys.argv[1]), int(sys.argv[2])
write_files({"a": "1", "b": "1", "old": "1"}, folder)
replace = Path.replace
def dying(self, target):
    global moves
    if not moves:
        os.kill(os.getpid(), 9)
    moves -= 1
    return replace(self, target)
Path.replace = dying
write_files({"a": "2", "b": "2", "c": "2"}, folder)
"""


@pytest.mark.parametrize("moves", range(5))
def test_after_a_crash_each_file_is_whole_and_known_to_be_ours(tmp_path: Path, moves: int) -> None:
    argv = [sys.executable, "-c", _KILLED_HALFWAY, str(tmp_path), str(moves)]
    assert subprocess.run(argv, check=False).returncode == -9
    assert set(tree(tmp_path).values()) <= {"1", "2"}
    _, problems = write_files({"a": "3", "b": "2"}, tmp_path)
    assert problems == ()
    assert tree(tmp_path) == {"a": "3", "b": "2"}


_INTERRUPTED = """
import os, signal, sys
from pathlib import Path
from nimbus_lang.workspace.write import write_files
folder = Path(sys.argv[1])
replace = Path.replace
def slow(self, target):
    os.kill(os.getpid(), signal.SIGINT)
    return replace(self, target)
Path.replace = slow
try:
    write_files({"a": "2", "b": "2"}, folder)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupt_waits_until_all_files_are_moved(tmp_path: Path) -> None:
    write_files({"a": "1", "b": "1"}, tmp_path)
    argv = [sys.executable, "-c", _INTERRUPTED, str(tmp_path)]
    assert subprocess.run(argv, check=True, capture_output=True).stdout == b"interrupted\n"
    assert tree(tmp_path) == {"a": "2", "b": "2"}


def test_a_foreign_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("mine")
    written, problems = write_files({"a": "1", "b": "2"}, tmp_path)
    assert written is None
    assert [d.code for d in problems] == ["NB6013"]
    assert tree(tmp_path) == {"b": "mine"}


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("mine")
    assert [d.code for d in write_files({"a": "1"}, tmp_path / "build")[1]] == ["NB6012"]
    assert [d.code for d in write_files({"a": "1"}, tmp_path / "build" / "x")[1]] == ["NB6012"]


def test_a_file_in_place_of_a_folder_inside(tmp_path: Path) -> None:
    (tmp_path / "terraform").write_text("mine")
    _, problems = write_files({"a": "1", "terraform/main.tf": "2"}, tmp_path)
    assert [d.code for d in problems] == ["NB6012"]
    assert tree(tmp_path) == {"terraform": "mine"}


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert [d.code for d in write_files({"a": "1"}, tmp_path)[1]] == ["NB6012"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "terraform").symlink_to(tmp_path / "outside")
    _, problems = write_files({"terraform/main.tf": "1"}, tmp_path / "build")
    assert [d.code for d in problems] == ["NB6012"]
    assert tree(tmp_path / "outside") == {}


def test_a_damaged_manifest_makes_nothing_ours(tmp_path: Path) -> None:
    write_files({"a": "1"}, tmp_path)
    (tmp_path / MANIFEST).write_text("{")
    assert [d.code for d in write_files({"a": "2"}, tmp_path)[1]] == ["NB6013"]


def test_a_manifest_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("x")
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / MANIFEST).write_text('{"files": {"../precious": "x"}}')
    write_files({"a": "2"}, tmp_path / "build")
    assert (tmp_path / "precious").read_text() == "x"


def test_leftovers_of_a_crash_are_cleared(tmp_path: Path) -> None:
    (tmp_path / ".nimbus-new-dead").mkdir()
    write_files({"a": "1"}, tmp_path)
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == []


_ON_A_SMALL_DISK = """
import sys
from pathlib import Path
from nimbus_lang.workspace.write import write_files
folder = Path(sys.argv[1])
print([d.code for d in write_files({"a": "1"}, folder / "build")[1]])
print([d.code for d in write_files({"a": "2", "big": "x" * 400_000}, folder / "build")[1]])
print(sorted(p.name for p in (folder / "build").iterdir()), (folder / "build" / "a").read_text())
"""

_ON_A_READ_ONLY_DISK = """
import sys
from pathlib import Path
from nimbus_lang.workspace.write import write_files
print([d.code for d in write_files({"a": "1"}, Path(sys.argv[1]) / "build")[1]])
"""


def on_a_disk(options: str, script: str, folder: Path) -> str:
    """Run a script with a disk of its own mounted at `folder`, in a mount namespace that ends with it."""
    mount = f'mount -t tmpfs -o {options} none "$1" && exec "$2" -c "$3" "$1"'
    result = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mount, "sh", str(folder), sys.executable, script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk")
def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path) -> None:
    said = on_a_disk("size=128k", _ON_A_SMALL_DISK, tmp_path)
    assert said.splitlines() == ["[]", "['NB6011']", f"['{MANIFEST}', 'a'] 1"]


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk")
def test_a_read_only_disk(tmp_path: Path) -> None:
    assert on_a_disk("ro", _ON_A_READ_ONLY_DISK, tmp_path).splitlines() == ["['NB6010']"]
