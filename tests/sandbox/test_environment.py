"""What tools get in order to work in the sandbox, and what they cannot reach from there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nimbus_lang.sandbox.environment import (
    OVERRIDE_FILE,
    PROVIDER_FILE,
    aws_configurations,
    provider_files,
    sandbox_connection,
    sandbox_environment,
)
from nimbus_lang.sandbox.status import ClusterStatus, EmulatorStatus, SandboxStatus
from nimbus_lang.tools.process import run
from nimbus_lang.tools.tool import ToolError

HERE = Path("/somewhere")


def status(url: str = "http://127.0.0.1:4566") -> SandboxStatus:
    return SandboxStatus(HERE, EmulatorStatus(url, 1, "1.0", HERE / "log"))


def code_of(problem: pytest.ExceptionInfo[ToolError]) -> str:
    return problem.value.diagnostics[0].code


def test_dummy_keys_and_one_endpoint() -> None:
    env = sandbox_environment(status(), "eu-west-1")
    assert env["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4566"
    assert env["AWS_REGION"] == "eu-west-1"
    assert env["AWS_SHARED_CREDENTIALS_FILE"] == "/dev/null"


def test_an_emulator_elsewhere_is_refused() -> None:
    with pytest.raises(ToolError) as problem:
        sandbox_environment(status("http://10.1.2.3:4566"))
    assert code_of(problem) == "NB7301"


def test_a_sandbox_that_is_down_is_said() -> None:
    with pytest.raises(ToolError) as problem:
        sandbox_environment(SandboxStatus(HERE))
    assert code_of(problem) == "NB7306"


def test_a_sandbox_without_a_cluster_says_why() -> None:
    without = SandboxStatus(HERE, status().emulator, absent="There is no Go.")
    with pytest.raises(ToolError) as problem:
        sandbox_connection(without)
    assert code_of(problem) == "NB7309"
    assert problem.value.diagnostics[0].detail == "There is no Go."


def test_the_connection_trusts_the_clusters_own_certificate(tmp_path: Path) -> None:
    (tmp_path / "ca").write_text("PEM")
    cluster = ClusterStatus(
        "https://127.0.0.1:6443", tmp_path / "ca", "tok", 1, "v1", tmp_path, tmp_path
    )
    found = sandbox_connection(SandboxStatus(tmp_path, kubernetes=cluster))
    assert (found.server, found.ca, found.token) == ("https://127.0.0.1:6443", "PEM", "tok")
    assert "tok'" not in repr(cluster)


def test_nothing_but_loopback_can_be_reached_from_within() -> None:
    """A program that honours proxies, as terraform's providers do, ends at a closed door."""
    code = (
        "import urllib.request as r\n"
        "try: r.urlopen('http://192.0.2.1/', timeout=20)\n"
        "except Exception as e: print(e)"
    )
    env = sandbox_environment(status())
    said = run([sys.executable, "-c", code], env=env, timeout=30)
    assert "refused" in said.stdout
    assert said.seconds < 10


PLAIN = 'provider "aws" {\n  region = "eu-west-1"\n}\n'
ALIASED = 'provider "aws" {\n  alias  = "us"\n  region = "us-east-1"\n}\n'


def test_every_configuration_is_found_by_its_alias() -> None:
    assert list(aws_configurations(PLAIN + ALIASED)) == [None, "us"]
    assert list(aws_configurations('resource "aws_vpc" "v" {}\n')) == []


def test_every_configuration_is_overridden() -> None:
    files = provider_files({"providers.tf": PLAIN + ALIASED})
    assert set(files) == {OVERRIDE_FILE}
    assert files[OVERRIDE_FILE].count('provider "aws" {') == 2
    assert 'alias                       = "us"' in files[OVERRIDE_FILE]
    assert "skip_requesting_account_id" not in files[OVERRIDE_FILE]


def test_code_without_a_provider_block_gets_one_that_overrides_nothing() -> None:
    assert set(provider_files({"main.tf": 'resource "aws_vpc" "v" {}\n'})) == {PROVIDER_FILE}


def test_a_backend_becomes_a_local_one() -> None:
    code = 'terraform {\n  backend "s3" {\n    bucket = "b"\n  }\n}\n'
    assert 'backend "local" {}' in provider_files({"main.tf": code + PLAIN})[OVERRIDE_FILE]
    assert "backend" not in provider_files({"main.tf": PLAIN})[OVERRIDE_FILE]
