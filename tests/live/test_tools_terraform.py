"""Terraform for real, against the sandbox's cloud: plan, apply, read back through boto3, interrupt, destroy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nimbus_lang.sandbox.environment import provider_files, sandbox_environment
from nimbus_lang.sandbox.sandbox import SandboxOptions, down, up
from nimbus_lang.tools.aws.access import AwsAccess
from nimbus_lang.tools.aws.read_back import read_back
from nimbus_lang.tools.terraform.find import Program, find_terraform, from_wheel
from nimbus_lang.tools.terraform.messages import TerraformError
from nimbus_lang.tools.terraform.provider_source import provider_source
from nimbus_lang.tools.terraform.terraform import Terraform
from nimbus_lang.tools.tool import Action, Event, Stage, ToolError

pytestmark = pytest.mark.live

CODE = """\
variable "motto" {
  type      = string
  sensitive = true
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_s3_bucket" "files" {
  bucket = "acme-files"
  tags = {
    motto = var.motto
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.20.0.0/16"
}

output "bucket_arn" {
  value = aws_s3_bucket.files.arn
}
"""
SLOW = """\
resource "aws_sqs_queue" "first" {
  name = "first"
}

resource "aws_sqs_queue" "second" {
  name = "after-${aws_sqs_queue.first.name}"
}
"""
SECRET = "correct-horse"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("sandbox")
    try:
        yield sandbox_environment(up(SandboxOptions(folder=folder, kubernetes=False)))
    finally:
        down(folder)


def over(
    folder: Path, environment: dict[str, str], code: str, program: Program | None = None
) -> Terraform:
    for name, text in {"main.tf": code, **provider_files({"main.tf": code})}.items():
        (folder / name).write_text(text)
    program = program or find_terraform()
    variables = {"TF_VAR_motto": SECRET}
    return Terraform(
        program,
        folder,
        provider_source(program.host),
        {**environment, **variables},
        init_environment={},
        secrets=(SECRET,),
    )


def seen(access: AwsAccess, kind: str, **attributes: str) -> bool:
    found = read_back(access, kind, attributes)
    assert found is not None
    return found.exists


def test_from_nothing_to_something_and_back(tmp_path: Path, environment: dict[str, str]) -> None:
    terraform = over(tmp_path, environment, CODE)
    access = AwsAccess(environment, "eu-west-1")
    assert terraform.lock_digest() == ""
    terraform.init()
    assert len(terraform.lock_digest()) == 64
    assert terraform.validate() == ()

    plan = terraform.plan()
    assert [(c.address, c.action) for c in plan.acts()] == [
        ("aws_s3_bucket.files", Action.CREATE),
        ("aws_vpc.main", Action.CREATE),
    ]
    assert SECRET not in repr(plan)
    assert terraform.state_list() == ()

    events: list[Event] = []
    outcome = terraform.apply(plan, events.append)
    assert {e.address for e in outcome.done} == {"aws_s3_bucket.files", "aws_vpc.main"}
    assert [e.stage for e in events if e.address == "aws_vpc.main"] == [Stage.STARTED, Stage.DONE]
    assert terraform.outputs() == {"bucket_arn": "arn:aws:s3:::acme-files"}
    vpc = next(e.identity for e in outcome.done if e.address == "aws_vpc.main")
    assert seen(access, "aws_vpc", id=vpc)
    assert seen(access, "aws_s3_bucket", bucket="acme-files")

    again = terraform.plan()
    assert again.acts() == ()
    with pytest.raises(ToolError) as problem:
        terraform.apply(plan)
    assert problem.value.diagnostics[0].code == "NB7207"

    terraform.apply(terraform.plan(destroy=True))
    assert terraform.state_list() == ()
    assert not seen(access, "aws_vpc", id=vpc)
    assert not seen(access, "aws_s3_bucket", bucket="acme-files")


def test_the_wheel_does_the_same_and_is_interrupted_gently(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    program = from_wheel()
    assert program is not None, "the terraform extra is part of the development setup"
    terraform = over(tmp_path, environment, SLOW, program)
    terraform.init()
    plan = terraform.plan()
    assert len(plan.acts()) == 2
    started: list[str] = []

    def interrupt(event: Event) -> None:
        started.append(event.address)
        if event.stage is Stage.STARTED:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        terraform.apply(plan, interrupt)
    assert "aws_sqs_queue.second" not in started
    assert not (tmp_path / ".terraform.tfstate.lock.info").exists()
    assert "aws_sqs_queue.second" not in terraform.state_list()


def test_what_terraform_refuses_keeps_its_place(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    terraform = over(tmp_path, environment, 'resource "aws_vpc" "v" {\n  cidr_block = "none"\n}\n')
    terraform.init()
    found = terraform.validate()
    assert [(m.path, m.line, m.address) for m in found] == [("main.tf", 2, "aws_vpc.v")]
    with pytest.raises(TerraformError) as problem:
        terraform.plan()
    assert problem.value.messages[0].line == 2
    assert problem.value.diagnostics[0].code == "NB7210"


def test_format_differences_are_shown(tmp_path: Path, environment: dict[str, str]) -> None:
    terraform = over(tmp_path, environment, CODE)
    assert terraform.unformatted() == ""
    (tmp_path / "main.tf").write_text('resource "aws_vpc" "v" {\ncidr_block="10.0.0.0/16"\n}\n')
    assert "+  cidr_block" in terraform.unformatted()


def test_a_provider_that_is_nowhere_is_said(tmp_path: Path) -> None:
    code = 'terraform {\n  required_providers {\n    x = {\n      source = "nobody/nothing"\n    }\n  }\n}\n'
    (tmp_path / "main.tf").write_text(code)
    program = find_terraform()
    with pytest.raises(ToolError) as problem:
        Terraform(program, tmp_path, provider_source(program.host)).init()
    assert problem.value.diagnostics[0].code == "NB7212"


def test_outside_the_sandbox_nothing_can_be_reached(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """Code that names an endpoint of its own does not get out."""
    away = """\
provider "aws" {
  region = "eu-west-1"
  endpoints {
    sts = "http://192.0.2.1"
  }
}

data "aws_caller_identity" "me" {}
"""
    terraform = over(tmp_path, environment, away)
    terraform.init()
    with pytest.raises(ToolError) as problem:
        terraform.plan()
    assert "refused" in str(problem.value)
