"""What terraform really says of generated code, brought back to the spec."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from nimbus_lang.tools.terraform.terraform import open_terraform
from tests.cli.conftest import Nimbus

pytestmark = pytest.mark.live

SPEC = """stack shop
resource jobs: aws.sqs_queue {
  name          = "jobs"
  delay_seconds = 5
}
"""


def test_a_message_of_terraform_finds_the_line_of_the_spec(tmp_path: Path) -> None:
    (tmp_path / "shop.nimbus").write_text(SPEC)
    nimbus = Nimbus(tmp_path, tmp_path / "cache")
    assert nimbus("compile", "shop.nimbus", "-o", "build").code == 0
    folder = tmp_path / "build" / "terraform"
    main = folder / "main.tf"
    main.write_text(main.read_text().replace("delay_seconds =", "delay_secondz ="))
    terraform = open_terraform(folder, {})
    terraform.init()
    (message,) = terraform.validate()
    said = f'  on {message.path} line {message.line}, in resource "aws_sqs_queue" "jobs":\n'
    done = nimbus("trace", "-", "shop.nimbus", stdin=f"Error: {message.summary}\n\n{said}")
    assert "    --> shop.nimbus:4:19: delay_seconds = 5" in done.out.splitlines()


def test_terraforms_own_words(tmp_path: Path) -> None:
    """A syntax error needs no provider: the sentence as people see it, colours and frame included."""
    from nimbus_lang.tools.terraform.find import find_terraform

    (tmp_path / "shop.nimbus").write_text(SPEC)
    nimbus = Nimbus(tmp_path, tmp_path / "cache")
    assert nimbus("compile", "shop.nimbus", "-o", "build").code == 0
    main = tmp_path / "build" / "terraform" / "main.tf"
    main.write_text(main.read_text().replace("delay_seconds =", "delay_seconds = ="))
    argv = find_terraform().argv

    done = subprocess.run([*argv, "fmt", str(main)], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    traced = nimbus("trace", "-", "shop.nimbus", stdin=done.stderr + done.stdout)
    assert "    --> shop.nimbus:4:19: delay_seconds = 5" in traced.out.splitlines()
