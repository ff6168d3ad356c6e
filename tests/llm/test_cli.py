"""`nimbus ask` as a person runs it: streams, files, questions, exit codes, interruption, and what it loads."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.llm.model_server import Reply, serving

ROOT = Path(__file__).parents[2]
SENTENCE = (
    "a VPC over three zones in eu-west-1 with an EKS cluster and a private Postgres with 100 GB"
    " and 30 days of backups"
)
SPEC = '```nimbus\nstack jobs\n\nuse aws { region = "eu-west-1" }\n\nresource jobs: std.aws.queue {}\n```'


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "NIMBUS_DEBUG": "1", **more}


def nimbus(*arguments: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nimbus_lang", "ask", *arguments],
        input=stdin, capture_output=True, text=True, env=environment(**more), timeout=120,
    )  # fmt: skip


def test_the_sentence_of_the_first_page(alone: Path) -> None:
    done = nimbus(SENTENCE)
    assert done.returncode == 0
    assert done.stdout == (alone / "shop.nimbus").read_text()
    assert "Understood:" in done.stderr and "Assumed:" in done.stderr
    assert "30 days of backups  `database.backups = 30d`" in done.stderr
    assert "100 GB of storage as `100Gi`" in done.stderr
    assert "Written to shop.nimbus" in done.stderr
    check = subprocess.run(
        [sys.executable, "-m", "nimbus_lang", "check", "shop.nimbus"],
        capture_output=True, text=True, env=environment(),
    )  # fmt: skip
    assert check.returncode == 0


def test_twice_into_one_file_whose_name_has_a_blank(alone: Path) -> None:
    for _ in range(2):
        done = nimbus("a queue called a-team", "-o", "my spec.nimbus")
        assert done.returncode == 0
        assert "nimbus check 'my spec.nimbus'" in done.stderr
    assert "resource a_team:" in (alone / "my spec.nimbus").read_text()


def test_what_is_not_understood_writes_nothing(alone: Path) -> None:
    done = nimbus("a bucket that turns water into wine")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "NB8001" in done.stderr and "turns water" in done.stderr
    assert "resource bucket: std.aws.bucket" in done.stderr  # the draft, beside the result
    assert list(alone.iterdir()) == []


def test_beyond_the_limits_is_told_by_the_checker(alone: Path) -> None:
    done = nimbus("a Postgres with 90 days of backups")
    assert done.returncode == 1
    assert "NB3001" in done.stderr and "NB8010" in done.stderr
    assert list(alone.iterdir()) == []


def test_print_writes_no_file(alone: Path) -> None:
    done = nimbus("--print", "a", "queue", "called", "jobs")
    assert done.returncode == 0
    assert "resource jobs: std.aws.queue" in done.stdout
    assert list(alone.iterdir()) == []


def test_from_standard_input(alone: Path) -> None:
    done = nimbus("-", "-o", "first.nimbus", stdin="a private bucket\nand a queue in Ireland\n")
    assert done.returncode == 0
    assert "stack first\n" in (alone / "first.nimbus").read_text()


def test_the_stack_is_called_as_the_sentence_says(alone: Path) -> None:
    assert nimbus("a stack called billing with a queue").returncode == 0
    assert "stack billing\n" in (alone / "billing.nimbus").read_text()


def test_json() -> None:
    done = nimbus("--json", "a queue in Ireland")
    data = json.loads(done.stdout)
    assert (data["ok"], data["path"], data["model"]) == (True, "shop.nimbus", None)
    assert {"phrase": "queue", "meaning": "`queue`: std.aws.queue"} in data["understood"]
    refused = json.loads(nimbus("--json", "a purple queue").stdout)
    assert (refused["ok"], refused["spec"], refused["not_understood"]) == (False, None, ["purple"])
    assert refused["diagnostics"][0]["start"] == {"line": 1, "column": 3}
    assert refused["diagnostics"][0]["path"] == "sentence"


@pytest.mark.parametrize("text", ["", "  \n", "x" * 5000, "a queue\x00", "a\x1bqueue"])
def test_what_is_no_sentence(text: str) -> None:
    done = nimbus("-", stdin=text)
    assert (done.returncode, done.stdout) == (1, "")
    assert "NB8008" in done.stderr


def test_bytes_that_are_no_text() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nimbus_lang", "ask", "-"],
        input=b"a queue \xff\xfe", capture_output=True, env=environment(),
    )  # fmt: skip
    assert done.returncode == 1
    assert b"NB8008" in done.stderr


def test_a_credential_is_refused_and_not_repeated(alone: Path) -> None:
    done = nimbus("a Postgres with password hunter2")
    assert done.returncode == 4
    assert "NB8007" in done.stderr
    assert "hunter2" not in done.stdout + done.stderr
    assert list(alone.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--model", "x/y", "--offline", "a queue"],
        ["--timeout", "0", "a queue"],
        ["--timeout", "x", "a"],
    ],
)
def test_usage(arguments: list[str]) -> None:
    assert nimbus(*arguments).returncode == 2


def test_an_existing_file_is_left_when_nobody_can_be_asked(alone: Path) -> None:
    (alone / "shop.nimbus").write_text("stack mine\n")
    done = nimbus("a queue")
    assert done.returncode == 4
    assert "NB8009" in done.stderr
    assert "resource queue" in done.stdout  # what was made is not lost
    assert (alone / "shop.nimbus").read_text() == "stack mine\n"
    assert nimbus("a queue", "--force").returncode == 0
    assert "std.aws.queue" in (alone / "shop.nimbus").read_text()
    assert nimbus("a queue").returncode == 0  # the same again changes nothing


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 4), ("", 4)])
def test_an_existing_file_is_asked_about(alone: Path, answer: str, code: int) -> None:
    (alone / "shop.nimbus").write_text("stack mine\n")
    master, slave = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "nimbus_lang", "ask", "a queue"],
        stdin=slave, stdout=slave, stderr=slave, env=environment(),
    )  # fmt: skip
    os.close(slave)
    shown = b""
    while b"Overwrite it? [y/N]" not in shown:
        shown += os.read(master, 4096)
    os.write(master, answer.encode() + b"\n")
    assert _ends(child, master) == code
    assert ((alone / "shop.nimbus").read_text() == "stack mine\n") == (code != 0)


def _ends(child: subprocess.Popen[bytes], master: int) -> int:
    """The exit code of a child on a terminal, which must be read until it ends."""
    try:
        while os.read(master, 4096):
            pass
    except OSError:
        pass
    finally:
        os.close(master)
    return child.wait(60)


@pytest.mark.parametrize("path", ["missing/x.nimbus", "folder"])
def test_where_nothing_can_be_written(alone: Path, path: str) -> None:
    (alone / "folder").mkdir()
    done = nimbus("a queue", "-o", path, "--force")
    assert done.returncode == 3
    assert "NB60" in done.stderr
    assert [one.name for one in alone.rglob("*")] == ["folder"]


def test_offline_loads_no_library_of_models() -> None:
    code = (
        "import sys; from nimbus_lang.cli.main import main;"
        "main(['ask', 'a queue', '--print', '--offline']);"
        "print(sorted({n.split('.')[0] for n in sys.modules} & {'litellm', 'httpx', 'openai', 'lark', 'rich'}))"
    )
    run = [sys.executable, "-c", code]
    subprocess.run(run, capture_output=True, env=environment(), check=True)  # fills the cache
    done = subprocess.run(run, capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# --- with a model ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "variable", "key"),
    [
        ("openai/gpt-5.1", "OPENAI_API_BASE", "OPENAI_API_KEY"),
        ("anthropic/claude-sonnet-4-5", "ANTHROPIC_API_BASE", "ANTHROPIC_API_KEY"),
    ],
)
def test_a_model_by_its_address_in_the_environment(
    alone: Path, model: str, variable: str, key: str
) -> None:
    with serving(SPEC) as server:
        done = nimbus("a queue", "--model", model, **{variable: server.url, key: "k-for-tests"})
    assert (done.returncode, len(server.requests)) == (0, 1)
    assert done.stdout == (alone / "jobs.nimbus").read_text()
    assert f"nimbus: asking {model} ..." in done.stderr
    assert f"By {model} (--model). Read it before you use it." in done.stderr
    assert "Written to jobs.nimbus" in done.stderr


def test_a_fault_is_one_diagnostic_and_no_noise(alone: Path) -> None:
    with serving(Reply("wrong key", 401)) as server:
        done = nimbus(
            "a queue", "--model", "openai/gpt-5.1", "--api-base", server.url, OPENAI_API_KEY="k"
        )
    assert (done.returncode, done.stdout) == (3, "")
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert lines[0] == "nimbus: asking openai/gpt-5.1 ..."
    assert lines[1].startswith("error[NB8022]")
    assert all(line.startswith("  ") for line in lines[2:])
    assert list(alone.iterdir()) == []


def test_control_c_while_a_model_thinks(alone: Path) -> None:
    with serving(Reply(after=60.0)) as server:
        child = subprocess.Popen(
            [sys.executable, "-m", "nimbus_lang", "ask", "a queue", "--model", "openai/x",
             "--api-base", server.url],
            stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(OPENAI_API_KEY="k"),
        )  # fmt: skip
        while not server.requests:
            time.sleep(0.05)
            assert child.poll() is None
        begun = time.monotonic()
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=30)
        took = time.monotonic() - begun
    assert (child.returncode, out) == (130, "")
    assert "interrupted" in err.lower()
    assert "Traceback" not in err
    assert took < 10
    assert list(alone.iterdir()) == []


def test_the_configured_model_is_asked(alone: Path) -> None:
    (alone / "nimbus.toml").write_text('[ask]\nmodel = "openai/from-the-file"\n')
    with serving(SPEC) as server:
        done = nimbus("a queue", "--api-base", server.url, OPENAI_API_KEY="k")
        assert nimbus("a queue", "--offline", "--print").returncode == 0
    assert done.returncode == 0
    assert [one.body["model"] for one in server.requests] == ["from-the-file"]
    assert "(nimbus.toml)" in done.stderr


def test_a_broken_project_file_is_told(alone: Path) -> None:
    (alone / "nimbus.toml").write_text("[ask\n")
    done = nimbus("a queue")
    assert done.returncode == 1
    assert "nimbus.toml cannot be understood" in done.stderr
