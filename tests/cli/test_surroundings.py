"""A machine that is not as it should be: closed and full streams, full disks, missing folders, rights and tools."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


def left(folder: Path) -> list[str]:
    """Everything below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


# --- streams --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [["--help"], ["explain"], ["explain", "--json"], ["--version"]]
)
def test_a_reader_that_stops_reading(nimbus, arguments) -> None:
    process = nimbus.start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0


def test_a_reader_that_stops_reading_changes_no_verdict(nimbus) -> None:
    process = nimbus.start(
        "check", "wrong.nimbus", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    process.stdout.close()
    assert process.wait() == 1


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["explain"], ["check", "--json", "good.nimbus"]]
)
def test_standard_output_on_a_full_disk(nimbus, arguments) -> None:
    with Path("/dev/full").open("wb") as full:
        done = nimbus(*arguments, stdout=full)
    assert done.code == 3
    assert "error[NB6042]" in done.err
    assert "no space left" in done.err


def test_standard_error_on_a_full_disk(nimbus) -> None:
    with Path("/dev/full").open("wb") as full:
        assert nimbus("check", "wrong.nimbus", stderr=full).code == 3


@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [
        (">&-", ["--version"], 0),
        (">&-", ["check", "wrong.nimbus"], 1),
        (">&- 2>&-", ["check", "wrong.nimbus"], 1),
        ("<&- >&- 2>&-", ["compile", "good.nimbus", "-o", "out"], 0),
    ],
)
def test_closed_streams(nimbus, tmp_path: Path, closed, arguments, code) -> None:
    done = nimbus(*arguments, before=("sh", "-c", f'exec "$@" {closed}', "sh"))
    assert done.code == code
    for path in (tmp_path / "out").rglob("*.tf"):
        assert "nimbus" not in path.read_text().lower() or path.name != "stdout"


def test_no_colour_in_a_pipe(nimbus) -> None:
    assert "\x1b" not in nimbus("check", "wrong.nimbus").err


def test_colour_when_forced(nimbus) -> None:
    assert (
        "\x1b[31;1merror[NB2001]" in nimbus("check", "wrong.nimbus", env={"FORCE_COLOR": "1"}).err
    )


def test_no_color_wins(nimbus) -> None:
    forced = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    assert "\x1b" not in nimbus("check", "wrong.nimbus", env=forced).err


def test_colour_on_a_terminal_only_for_people(nimbus) -> None:
    ours, theirs = os.openpty()
    nimbus("check", "wrong.nimbus", stderr=theirs, env={"TERM": "xterm"})
    os.close(theirs)
    assert b"\x1b[31;1merror[NB2001]" in os.read(ours, 65536)
    os.close(ours)
    assert "\x1b" not in nimbus("check", "--json", "wrong.nimbus", env={"FORCE_COLOR": "1"}).out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_terminals_without_unicode(nimbus, tmp_path: Path, encoding) -> None:
    (tmp_path / "ö☁.nimbus").write_text('stack a\nlet ö = "日本" + nope\n')
    environment = {"PYTHONIOENCODING": encoding}
    assert nimbus("check", "ö☁.nimbus", env=environment).code == 1
    document = nimbus("check", "--json", "ö☁.nimbus", env=environment).document
    assert document["stacks"] == ["ö☁.nimbus"]


# --- folders and files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [["check"], ["check", "good.nimbus"], ["compile", "good.nimbus"], ["fmt"]]
)
def test_a_current_folder_that_is_gone(nimbus, arguments) -> None:
    gone = ("sh", "-c", 'mkdir gone && cd gone && rmdir ../gone && exec "$@"', "sh")
    done = nimbus(*arguments, before=gone)
    assert done.code == 3
    assert "error[NB6041]" in done.err


def test_a_current_folder_that_is_gone_for_machines(nimbus) -> None:
    gone = ("sh", "-c", 'mkdir gone && cd gone && rmdir ../gone && exec "$@"', "sh")
    assert nimbus("check", "--json", before=gone).codes == ["NB6041"]


def test_what_needs_no_folder_works_without_one(nimbus) -> None:
    gone = ("sh", "-c", 'mkdir gone && cd gone && rmdir ../gone && exec "$@"', "sh")
    assert nimbus("--version", before=gone).code == 0
    assert nimbus("explain", "NB2001", before=gone).code == 0


def test_an_output_folder_that_may_not_be_written(nimbus, tmp_path: Path, powerless) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o500)
    done = nimbus("compile", "--json", "good.nimbus", "-o", "out", before=powerless)
    assert done.code == 3
    assert done.codes[-1] == "NB6010"
    assert left(out) == []


def test_an_output_folder_that_is_a_file(nimbus, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    done = nimbus("compile", "--json", "good.nimbus", "-o", "out")
    assert done.code == 3
    assert done.codes[-1] == "NB6012"
    assert (tmp_path / "out").read_text() == "mine"


def test_a_spec_that_may_not_be_rewritten(nimbus, tmp_path: Path, powerless) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    (folder / "u.nimbus").write_text("stack   a\n")
    folder.chmod(0o500)
    try:
        done = nimbus("fmt", "shut/u.nimbus", before=powerless)
        assert done.code == 3
        assert "error[NB6010]" in done.err
        assert left(folder) == ["u.nimbus"]
        assert (folder / "u.nimbus").read_text() == "stack   a\n"
    finally:
        folder.chmod(0o700)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder with room for next to nothing: a disk of its own where one can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True
    )
    yield folder
    if mounted.returncode == 0:
        subprocess.run(["umount", str(folder)], check=True)


def small_files() -> None:
    """No file may have more than 64 bytes: what a full disk is to one who cannot mount one."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))


def test_a_full_disk(nimbus, tmp_path: Path, tiny_disk: Path) -> None:
    body = "\n".join(f'resource q{n}: aws.sqs_queue {{ name = "q{n}" }}' for n in range(300))
    (tmp_path / "big.nimbus").write_text(f"stack big\n\n{body}\n")
    mounted = os.path.ismount(tiny_disk)
    limit = None if mounted else small_files
    done = nimbus("compile", "big.nimbus", "-o", "disk/out", preexec_fn=limit)
    assert done.code == 3
    assert f"error[{'NB6011' if mounted else 'NB6010'}]" in done.err
    assert left(tiny_disk) == []


def test_a_full_disk_keeps_what_was_compiled_before(
    nimbus, tmp_path: Path, tiny_disk: Path
) -> None:
    assert nimbus("compile", "good.nimbus", "-o", "disk/out").code == 0
    before = {p: p.read_bytes() for p in tiny_disk.rglob("*") if p.is_file()}
    body = "\n".join(f'resource q{n}: aws.sqs_queue {{ name = "q{n}" }}' for n in range(300))
    (tmp_path / "good.nimbus").write_text(f"stack shop\n\n{body}\n")
    limit = None if os.path.ismount(tiny_disk) else small_files
    assert nimbus("compile", "good.nimbus", "-o", "disk/out", preexec_fn=limit).code == 3
    assert {p: p.read_bytes() for p in tiny_disk.rglob("*") if p.is_file()} == before


def test_a_full_disk_keeps_the_spec(nimbus, tmp_path: Path, tiny_disk: Path) -> None:
    spec = tiny_disk / "u.nimbus"
    text = "stack   a\n" + "".join(f"let  a{n}=1\n" for n in range(3500))
    spec.write_text(text)
    limit = None if os.path.ismount(tiny_disk) else small_files
    done = nimbus("fmt", "disk/u.nimbus", preexec_fn=limit)
    assert done.code == 3
    assert spec.read_text() == text
    assert left(tiny_disk) == ["u.nimbus"]


# --- caches and homes -----------------------------------------------------------------------------


def test_a_cache_that_may_not_be_written(nimbus, tmp_path: Path, powerless) -> None:
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o500)
    done = nimbus("check", "good.nimbus", env={"NIMBUS_CACHE_DIR": str(cache)}, before=powerless)
    assert done.code == 0
    assert done.err.count("error") == 0
    assert left(cache) == []


@pytest.mark.parametrize("place", ["/dev/null", "/proc/nimbus", "good.nimbus"])
def test_a_cache_that_cannot_be(nimbus, place) -> None:
    assert nimbus("check", "good.nimbus", env={"NIMBUS_CACHE_DIR": place}).code == 0


def test_a_cache_that_is_damaged(nimbus, tmp_path: Path) -> None:
    environment = {"NIMBUS_CACHE_DIR": str(tmp_path / "cache")}
    assert nimbus("check", "good.nimbus", env=environment).code == 0
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert nimbus("check", "good.nimbus", env=environment).code == 0


def test_no_home(nimbus) -> None:
    bare = {"HOME": None, "NIMBUS_CACHE_DIR": None, "XDG_CACHE_HOME": None}
    assert nimbus("check", "good.nimbus", env=bare).code == 0


def test_nobody_without_a_home(nimbus, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        assert nimbus("check", "good.nimbus", env={"HOME": None}).code == 0
        return
    tmp_path.chmod(0o777)
    bare = {"HOME": None, "NIMBUS_CACHE_DIR": None, "XDG_CACHE_HOME": None}
    keep_reading = "--bounding-set=-all,+dac_read_search"
    stranger = ("setpriv", "--reuid=54321", "--clear-groups", "--inh-caps=+dac_read_search",
                "--ambient-caps=+dac_read_search", keep_reading)  # fmt: skip
    assert nimbus("check", "good.nimbus", env=bare, before=stranger).code == 0
    assert not (tmp_path / "~").exists()


# --- interruptions --------------------------------------------------------------------------------


@pytest.mark.parametrize("json", [False, True])
def test_an_interrupted_check(nimbus, tmp_path: Path, json) -> None:
    body = "\n".join(f"let a{n} = [x + {n} for x in range(0, 50)]" for n in range(20_000))
    (tmp_path / "long.nimbus").write_text(f"stack long\n{body}\n")
    arguments = ["check", "long.nimbus", *(["--json"] if json else [])]
    process = nimbus.start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert (b"NB6043" in out) == json
    assert (b"NB6043" in err) != json


def test_an_interrupted_wait_for_input(nimbus) -> None:
    process = nimbus.start("check", "-", stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 130
    assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize(
    "arguments",
    [["compile", "long.nimbus"], ["graph", "long.nimbus", "-o", "g.txt"], ["fmt", "long.nimbus"]],
    ids=lambda arguments: arguments[0],
)
@pytest.mark.parametrize("after", [0.5, 1.0])
def test_an_interrupt_leaves_nothing_half_written(
    nimbus, tmp_path: Path, arguments: list[str], after: float
) -> None:
    body = "\n".join(f'resource q{n}: aws.sqs_queue {{ name =   "q{n}" }}' for n in range(800))
    text = f"stack long\n\n{body}\n"
    (tmp_path / "long.nimbus").write_text(text)
    there = left(tmp_path)
    process = nimbus.start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (
        b"nimbus_lang" not in err
    )  # Python's own start may be what is interrupted; ours shows no trace
    assert err.count(b"NB6043") <= 1
    made = sorted(set(left(tmp_path)) - set(there))
    assert made in ([], ["g.txt"], WHOLE)
    if process.returncode != 0 and arguments[0] != "fmt":
        assert (tmp_path / "long.nimbus").read_text() == text


WHOLE = [
    "build",
    *(f"build/long{rest}" for rest in ("", "/.nimbus-manifest.json", "/graph.json")),
    *(f"build/long/{rest}" for rest in ("sourcemap.json", "terraform", "terraform/main.tf")),
    "build/long/terraform/versions.tf",
]


def test_a_drawing_is_not_put_over_a_spec(nimbus, tmp_path: Path) -> None:
    before = (tmp_path / "good.nimbus").read_text()
    done = nimbus("graph", "good.nimbus", "-o", "good.nimbus")
    assert done.code == 3
    assert "error[NB6013]" in done.err
    assert (tmp_path / "good.nimbus").read_text() == before


def test_a_spec_where_a_plan_belongs(nimbus) -> None:
    done = nimbus("apply", "good.nimbus")
    assert done.code == 3
    assert "`nimbus plan good.nimbus --out good.plan`" in " ".join(done.err.split())


# --- tools ----------------------------------------------------------------------------------------


def test_doctor_without_any_tool(nimbus) -> None:
    done = nimbus("doctor", "--json", env={"PATH": "/nonexistent"})
    assert done.code in (0, 3)
    assert {"name", "status", "version", "where", "advice"} <= done.document["found"][0].keys()
