"""Files that are no specs: each a diagnostic with its exit code, and never a hang or a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def fifo(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def nul(path: Path) -> None:
    path.write_bytes(b"stack a\nlet x = \x001\n")


def latin(path: Path) -> None:
    path.write_bytes("stack a\n# größe\n".encode("latin-1"))


def huge(path: Path) -> None:
    path.write_text("stack a\nlet x = [" + "1, " * 1_700_000 + "]\n")


def absent(path: Path) -> None:
    """Nothing there."""


CASES = [
    (absent, "NB6001", 3),
    (dangling, "NB6001", 3),
    (loop, "NB6002", 3),
    (folder, "NB6007", 3),
    (fifo, "NB6003", 3),
    (device, "NB6003", 3),
    (latin, "NB6004", 3),
    (nul, "NB6005", 3),
    (huge, "NB6006", 3),
]


@pytest.mark.parametrize(
    ("make", "code", "exit_code"), CASES, ids=lambda v: getattr(v, "__name__", v)
)
def test_what_is_no_spec(nimbus, tmp_path: Path, make, code, exit_code) -> None:
    make(tmp_path / "x.nimbus")
    done = nimbus("check", "--json", "x.nimbus")
    assert done.code == exit_code
    assert done.codes == [code]
    assert done.err == ""


@pytest.mark.parametrize("verb", ["check", "compile", "fmt"])
@pytest.mark.parametrize(
    ("make", "code", "exit_code"), CASES[:1] + CASES[6:8], ids=lambda v: getattr(v, "__name__", v)
)
def test_other_verbs_say_the_same(nimbus, tmp_path: Path, verb, make, code, exit_code) -> None:
    make(tmp_path / "x.nimbus")
    done = nimbus(verb, "x.nimbus")
    assert done.code == exit_code
    assert f"error[{code}]" in done.err
    assert "x.nimbus" in done.err


@pytest.mark.parametrize("data", [b"stack a\n\x00", b"stack a\n\xff\xfe", b"x" * 4_200_000])
def test_standard_input_that_is_no_spec(nimbus, data) -> None:
    done = nimbus("check", "-", stdin=data)
    assert done.code == 3
    assert "<stdin>" in done.err


def test_standard_input_that_is_closed(nimbus) -> None:
    done = nimbus("check", "-", before=("sh", "-c", 'exec "$@" <&-', "sh"))
    assert done.code == 3 or done.codes == []


def test_one_very_long_line(nimbus, tmp_path: Path) -> None:
    (tmp_path / "long.nimbus").write_text(
        "stack a\nlet x = [" + "1, " * 9_000 + f'"{"y" * 3_000_000}", nope]\n'
    )
    done = nimbus("check", "long.nimbus")
    assert done.code == 1
    assert "error[NB2001]" in done.err
    assert max(map(len, done.err.splitlines())) < 300


def test_a_file_that_may_not_be_read(nimbus, tmp_path: Path, powerless) -> None:
    (tmp_path / "good.nimbus").chmod(0)
    done = nimbus("check", "--json", "good.nimbus", before=powerless)
    assert done.code == 3
    assert done.codes == ["NB6002"]


def test_a_folder_that_may_not_be_read(nimbus, tmp_path: Path, powerless) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut").chmod(0)
    try:
        done = nimbus("check", "--json", before=powerless)
        assert done.code == 3
        assert done.codes[0] == "NB6002"
        assert done.document["stacks"] == ["good.nimbus", "wrong.nimbus"]
    finally:
        (tmp_path / "shut").chmod(0o700)


def test_control_characters_do_not_reach_the_terminal(nimbus, tmp_path: Path) -> None:
    (tmp_path / "x.nimbus").write_bytes(b'stack a\nlet x = nope + "\x1b[31m\xe2\x80\xae"\n')
    done = nimbus("check", "x.nimbus")
    assert "\x1b" not in done.err
    assert "\u202e" not in done.err


def test_control_characters_in_a_path(nimbus, tmp_path: Path) -> None:
    (tmp_path / "x\x1b[31m\n.nimbus").write_text("stack a\nlet x = nope\n")
    done = nimbus("check", "x\x1b[31m\n.nimbus")
    assert "\x1b" not in done.err + done.out
