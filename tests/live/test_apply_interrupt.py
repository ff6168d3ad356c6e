"""An apply that is interrupted, or killed, leaves a record from which the same plan goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nimbus_lang.sandbox.environment import sandbox_environment
from nimbus_lang.sandbox.sandbox import SandboxOptions, down, up
from nimbus_lang.state.journal import Status, last_run, steps
from nimbus_lang.state.store import Store
from nimbus_lang.tools.aws.access import AwsAccess

pytestmark = pytest.mark.live

SPEC = """\
stack NAME

use aws { region = "eu-west-1" }

resource first: aws.instance {
  ami               = "ami-0abcdef1234567890"
  instance_type     = "t3.micro"
  metadata_options  = { http_tokens = "required" }
  root_block_device = { encrypted = true }
  tags              = { Name = "NAME-first" }
}
resource second: aws.s3_bucket { bucket = "NAME-second"  tags = { machine = first.id } }
"""


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AwsAccess, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("sandbox")
    try:
        running = up(SandboxOptions(folder=folder, kubernetes=False))
        access = AwsAccess(sandbox_environment(running, "eu-west-1"), "eu-west-1")
        yield access, {**os.environ, "NIMBUS_SANDBOX_DIR": str(folder)}
    finally:
        down(folder)


def nimbus(folder: Path, env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nimbus_lang", *words]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def planned(folder: Path, env: dict[str, str], name: str) -> None:
    (folder / "s.nimbus").write_text(SPEC.replace("NAME", name))
    done = nimbus(folder, env, "plan", "s.nimbus", "--sandbox", "--out", "p.plan")
    assert done.returncode == 0, done.stderr


def begun(folder: Path, env: dict[str, str]) -> subprocess.Popen[str]:
    """An apply that has just begun to make the first resource."""
    command = [sys.executable, "-m", "nimbus_lang", "apply", "p.plan"]
    child = subprocess.Popen(
        [*command, "--sandbox", "--yes", "--json"],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stdout is not None
    for line in child.stdout:
        event: dict[str, Any] = json.loads(line)
        if event["event"] == "ObjectMoved":
            assert event["address"] == "first"
            return child
    raise AssertionError(child.stderr.read() if child.stderr else "")


def made(access: AwsAccess, name: str) -> list[str]:
    """What the cloud has of the two: machines that are not gone, and buckets."""
    machines = access.call("ec2", "describe_instances") or {}
    found = [i for r in machines["Reservations"] for i in r["Instances"]]
    found = [i for i in found if i["State"]["Name"] not in ("terminated", "shutting-down")]
    names = [tag["Value"] for one in found for tag in one.get("Tags", []) if tag["Key"] == "Name"]
    names += [b["Name"] for b in (access.call("s3", "list_buckets") or {}).get("Buckets", [])]
    return sorted(n for n in names if n.startswith(name + "-"))


def status(folder: Path, name: str) -> tuple[Status, list[Status]]:
    with Store(folder / ".nimbus" / name / "sandbox-default" / "nimbus.db") as store:
        run = last_run(store)
        assert run is not None
        return run.status, [s.status for s in steps(store, run.id)]


def test_ctrl_c_stops_gently_and_the_plan_goes_on(
    cloud: tuple[AwsAccess, dict[str, str]], tmp_path: Path
) -> None:
    access, env = cloud
    planned(tmp_path, env, "gentle")
    child = begun(tmp_path, env)
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate(timeout=120)
    assert child.returncode == 130
    end = json.loads(out.splitlines()[-1])
    assert end["outcome"] == "interrupted"
    assert [d["code"] for d in end["diagnostics"]] == ["NB7106"]
    assert "--resume" in end["diagnostics"][0]["detail"]
    assert "gentle-second" not in made(access, "gentle")
    assert status(tmp_path, "gentle") == (Status.INTERRUPTED, [Status.INTERRUPTED])

    done = nimbus(tmp_path, env, "apply", "p.plan", "--sandbox", "--yes", "--resume")
    assert done.returncode == 0, done.stderr
    assert made(access, "gentle") == ["gentle-first", "gentle-second"]
    assert status(tmp_path, "gentle") == (Status.DONE, [Status.DONE])
    again = nimbus(tmp_path, env, "apply", "p.plan", "--sandbox", "--yes", "--resume")
    assert again.returncode == 4
    assert "NB7102" in again.stderr
    gone = nimbus(tmp_path, env, "destroy", "s.nimbus", "--sandbox", "--yes")
    assert gone.returncode == 0, gone.stderr
    assert made(access, "gentle") == []


def test_a_killed_apply_goes_on_too(
    cloud: tuple[AwsAccess, dict[str, str]], tmp_path: Path
) -> None:
    access, env = cloud
    planned(tmp_path, env, "killed")
    child = begun(tmp_path, env)
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=120)
    for _ in range(600):
        if not (
            tmp_path / ".nimbus/killed/sandbox-default/terraform/.terraform.tfstate.lock.info"
        ).exists():
            break
        time.sleep(0.1)
    done = nimbus(tmp_path, env, "apply", "p.plan", "--sandbox", "--yes", "--resume")
    assert done.returncode == 0, done.stderr
    assert made(access, "killed") == ["killed-first", "killed-second"]
    assert status(tmp_path, "killed") == (Status.DONE, [Status.DONE])
