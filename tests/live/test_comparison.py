"""What docs/comparison.md says of HCL, asked of terraform: its programs are laid out and valid, its mistakes are found when it says."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from nimbus_lang.tools.terraform.terraform import Terraform, open_terraform
from nimbus_lang.tools.tool import ToolError

pytestmark = pytest.mark.live

CHECKOUT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("fences", CHECKOUT / "tests/docs/fences.py")
assert SPEC is not None and SPEC.loader is not None
fences = sys.modules["fences"] = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(fences)

PROGRAMS = [
    block.text
    for block in fences.blocks(CHECKOUT / "docs/comparison.md")
    if block.language == "terraform"
]
NETWORK, DATABASE, WEB, LATE, SILENT, MODULE, CALLER = PROGRAMS
AROUND = """\
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
"""


def opened(folder: Path, program: str) -> Terraform:
    """A program beside a provider that asks nobody, ready to be looked at."""
    (folder / "main.tf").write_text(program, encoding="utf-8")
    (folder / "around.tf").write_text(AROUND, encoding="utf-8")
    terraform = open_terraform(folder, {})
    terraform.init()
    return terraform


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_it_is_laid_out_as_terraform_would(program: str, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(program, encoding="utf-8")
    assert open_terraform(tmp_path, {}).unformatted() == ""


@pytest.mark.parametrize("program", [NETWORK, DATABASE], ids=["network", "database"])
def test_the_programs_are_valid(program: str, tmp_path: Path) -> None:
    assert opened(tmp_path, program).validate() == ()


def test_a_late_key_is_found_by_plan_alone(tmp_path: Path) -> None:
    terraform = opened(tmp_path, LATE)
    assert terraform.validate() == ()
    with pytest.raises(ToolError, match="Invalid for_each argument"):
        terraform.plan()


def test_a_shown_secret_and_an_overlap_are_not_found(tmp_path: Path) -> None:
    terraform = opened(tmp_path, SILENT)
    assert terraform.validate() == ()
    assert terraform.plan() is not None


def test_an_error_inside_a_module_does_not_name_the_line_of_its_caller(tmp_path: Path) -> None:
    (tmp_path / "mailbox").mkdir()
    (tmp_path / "mailbox" / "main.tf").write_text(MODULE, encoding="utf-8")
    terraform = opened(tmp_path, CALLER)
    assert terraform.validate() == ()
    with pytest.raises(ToolError) as refused:
        terraform.plan()
    told = str(refused.value)
    assert "expected message_retention_seconds to be in the range" in told
    assert "mailbox/main.tf" in told
    assert "days = 40" not in told
