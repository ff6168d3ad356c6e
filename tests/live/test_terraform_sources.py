"""Providers and modules from elsewhere, whole: locked through terraform, checked without it, and accepted by it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from nimbus_lang.operations import check as checking
from nimbus_lang.operations import compile as compiling
from nimbus_lang.operations.lock import Options, lock
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.tools.terraform.find import find_terraform
from nimbus_lang.tools.terraform.provider_source import (
    MIRROR_VARIABLE,
    add_on_mirrors,
    implied_mirrors,
)
from nimbus_lang.tools.terraform.terraform import open_terraform

pytestmark = pytest.mark.live

OTHER = "5.101.0"
"""A version that is not the bundled one; in a mirror it is the same provider under another number."""
SPEC = """stack elsewhere

use aws from "hashicorp/aws@{wanted}" {{ region = "eu-west-1" }}
use near from "tf:./modules/near"
use far from "tf:git::file://{repository}//net?ref=v1"

resource jobs: aws.sqs_queue {{ name = "jobs", message_retention_seconds = 4d }}
resource one: near.module {{ name = jobs.name }}
resource two: far.module {{ name = one.id, sizes = {{ a = 1 }} }}
output id: string = two.id
"""
NEAR = 'variable "name" {\n  type = string\n}\noutput "id" {\n  value = "near-${var.name}"\n}\n'
FAR = 'variable "sizes" {\n  type = map(number)\n}\n' + NEAR


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with blanks in its path that uses another version of the provider, a folder and a repository."""
    folder, repository = tmp_path / "my project", tmp_path / "repository"
    (folder / "modules" / "near").mkdir(parents=True)
    (folder / "modules" / "near" / "main.tf").write_text(NEAR)
    (repository / "net").mkdir(parents=True)
    (repository / "net" / "main.tf").write_text(FAR)
    for command in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "net"],
        ["tag", "v1"],
    ):
        subprocess.run(["git", *command], cwd=repository, check=True)
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(tmp_path / "cache"))
    wanted = another_version(tmp_path / "mirror", monkeypatch)
    text = SPEC.format(wanted=wanted, repository=repository)
    (folder / "main.nimbus").write_text(text)
    monkeypatch.chdir(folder)
    return folder


def another_version(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A constraint that the bundled version does not meet; where providers come from a mirror, one that has such a version."""
    host = find_terraform().host
    within = Path(host) / "hashicorp" / "aws"
    mirrors = (*implied_mirrors(), *add_on_mirrors(("/opt", "/usr/share", "/usr/local/share")))
    held = next((found for one in mirrors for found in sorted((one / within).glob("*/*"))), None)
    if held is None:
        return "~> 5.99.0"
    (mirror / within / OTHER).mkdir(parents=True)
    (mirror / within / OTHER / held.name).symlink_to(held)
    monkeypatch.setenv(MIRROR_VARIABLE, str(mirror))
    return f"= {OTHER}"


def codes() -> list[str]:
    found = checking.check(checking.Options((Path("main.nimbus"),))).diagnostics
    return [one.code for one in found]


def test_from_the_lock_to_terraform(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(codes()) == {"NB6060"}
    locked = lock(Options(Path()))
    assert locked.outcome is Outcome.OK, [one.detail for one in locked.diagnostics]
    assert len(locked.lock.terraform) == 2

    without_terraform = monkeypatch.context()
    with without_terraform as alone:
        alone.setenv("PATH", "")
        assert codes() == []
        assert lock(Options(Path(), check=True)).changes == ()

    made = compiling.compile_stacks(compiling.Options(Path("main.nimbus"), Path("build")))
    assert made.outcome is Outcome.OK
    terraform = open_terraform(Path("build/terraform"), {})
    terraform.init()
    assert terraform.validate() == ()
    assert terraform.unformatted() == ""

    (kept,) = [
        path for path in Path(project.parent, "cache", "packages").rglob("*") if is_far(path)
    ]
    kept.unlink()
    assert codes() == ["NB6061"]
    again = lock(Options(Path()))
    assert again.outcome is Outcome.OK and again.changes == () and codes() == []


def is_far(path: Path) -> bool:
    """Whether a text of the cache describes the module of the repository."""
    return path.is_file() and "git::file" in path.read_text(encoding="utf-8")[:200]
