"""The sandbox for real: up, found again, interrupted, killed, down; nothing left running and nothing off loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from nimbus_lang.sandbox.folder import read_record, write_record
from nimbus_lang.sandbox.sandbox import SandboxOptions, down, status, up
from nimbus_lang.tools.daemon import Daemon, alive

pytestmark = pytest.mark.live

STARTER = """
import sys
from pathlib import Path
from nimbus_lang.sandbox.sandbox import SandboxOptions, up
up(SandboxOptions(folder=Path(sys.argv[1]), on_progress=lambda line: print(line, flush=True)))
print("up", flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "sandbox"
    down(tmp_path / "sandbox")


def daemons(folder: Path) -> list[Daemon]:
    return list(read_record(folder).daemons.values())


def listening(pid: int) -> set[str]:
    """The addresses on which a process listens, as /proc writes them (hexadecimal)."""
    inodes = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(link.readlink())
        except OSError:
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                found.add(fields[1].partition(":")[0])
    return found


def test_up_twice_then_down(folder: Path) -> None:
    lines: list[str] = []
    options = SandboxOptions(folder=folder, on_progress=lines.append)
    first = up(options)
    assert first.absent == ""
    assert first.emulator is not None
    assert first.kubernetes is not None
    running = daemons(folder)
    assert len(running) >= 2
    assert all(alive(d) for d in running)
    assert {a for d in running for a in listening(d.pid)} == {"0100007F"}

    said = len(lines)
    assert up(options) == first == status(folder)
    assert len(lines) == said
    assert daemons(folder) == running

    with urllib.request.urlopen(f"{first.emulator.url}/_ministack/health", timeout=5) as answer:
        assert json.loads(answer.read())
    assert first.kubernetes.version.startswith("v1.")
    assert first.kubernetes.kubeconfig.stat().st_mode & 0o777 == 0o600

    assert not down(folder).running
    assert not any(alive(d) for d in running)
    assert not (folder / "kubernetes").exists()
    assert not status(folder).running


def test_stale_pids_and_a_part_that_died(folder: Path) -> None:
    options = SandboxOptions(folder=folder)
    first = up(options)
    record = read_record(folder)
    emulator = record.daemons["emulator"]
    os.kill(emulator.pid, signal.SIGKILL)
    while alive(emulator):
        time.sleep(0.02)
    assert status(folder).emulator is None
    # A stranger that got the number of one of ours, as after a reboot.
    stranger = Daemon(os.getpid(), emulator.began)
    write_record(folder, record.with_daemon("emulator", stranger))
    assert status(folder).emulator is None

    second = up(options)
    assert second.emulator is not None
    assert second.kubernetes == first.kubernetes
    down(folder)
    assert alive(Daemon(os.getpid(), "")) is False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", ["starting the AWS emulator", "starting the Kubernetes"])
def test_an_interrupted_up_leaves_nothing(
    folder: Path, number: signal.Signals, moment: str
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith(moment):
            break
    time.sleep(0.4)
    child.send_signal(number)
    assert child.wait(60) != 0
    assert "up\n" not in child.stdout.read()
    assert daemons(folder)
    assert not any(alive(d) for d in daemons(folder))


def test_a_killed_up_is_cleaned_away_by_down(folder: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith("starting the Kubernetes"):
            break
    time.sleep(0.4)
    child.kill()
    child.wait()
    child.stdout.close()
    left = daemons(folder)
    assert any(alive(d) for d in left)
    down(folder)
    assert not any(alive(d) for d in left)


def test_what_the_cloud_held_is_kept_only_on_request(folder: Path) -> None:
    from nimbus_lang.sandbox.environment import sandbox_environment
    from nimbus_lang.tools.aws.access import AwsAccess

    options = SandboxOptions(folder=folder, kubernetes=False)

    def access() -> AwsAccess:
        return AwsAccess(sandbox_environment(up(options)))

    def queues() -> int:
        return len((access().call("sqs", "list_queues") or {}).get("QueueUrls", []))

    access().call("sqs", "create_queue", QueueName="kept")
    down(folder, keep=True)
    assert queues() == 1
    down(folder)
    assert queues() == 0
