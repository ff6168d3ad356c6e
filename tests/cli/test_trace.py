"""`nimbus trace` on the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

RECORDED = Path(__file__).with_name("recorded")
"""What checkov 3.3.30, kubectl 1.32 (of an API server 1.34.4) and terraform 1.11.4 really said of what `shop.nimbus` compiles to,
after a value in it had been spoiled: `delay_secondz`, `containerPort: 99999`, `replicaz: 3`, `GREETING: 5`.
"""
JOBS = "5:10"
DELAY = "7:19"
DEPLOYMENT = "12:12"
REPLICAS = "14:12"
PORTS = "18:71"
PORT = "18:90"
IMAGE = "24:31"
SETTINGS = "26:10"
GREETING = "26:64"

SPEC = """stack shop
param delay: int = 5
resource jobs: aws.sqs_queue {
  name          = "jobs"
  delay_seconds = delay
}
resource app: k8s.core.v1.ConfigMap { data = { MODE = "x" } }
overlay slow { delay = 60 }
"""


def ready(nimbus, tmp_path: Path, *options: str) -> int:
    """Compile into `build`; the line of `delay_seconds` in the generated file."""
    (tmp_path / "shop.nimbus").write_text(SPEC)
    assert nimbus("compile", "shop.nimbus", "-o", "build", *options).code == 0
    lines = (tmp_path / "build/terraform/main.tf").read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if "delay_seconds" in line)


def test_from_a_generated_line_to_the_spec(nimbus, tmp_path: Path) -> None:
    line = ready(nimbus, tmp_path)
    done = nimbus("trace", f"build/terraform/main.tf:{line}", "shop.nimbus")
    assert done.code == 0
    assert done.out.splitlines() == [
        f"terraform/main.tf:{line}: delay_seconds = 5",
        "  jobs.delay_seconds",
        "  --> shop.nimbus:5:19: delay_seconds = delay",
        "      shop.nimbus:2:20: param delay: int = 5",
    ]


def test_from_the_spec_to_generated_lines(nimbus, tmp_path: Path) -> None:
    line = ready(nimbus, tmp_path)
    done = nimbus("trace", "shop.nimbus:2")
    assert done.out.splitlines() == ["terraform/main.tf", f"  {line:>4}  delay_seconds = 5"]


def test_the_overlay_that_a_file_was_compiled_with_is_found(nimbus, tmp_path: Path) -> None:
    line = ready(nimbus, tmp_path, "--overlay", "slow")
    done = nimbus("trace", f"build/terraform/main.tf:{line}", "shop.nimbus")
    assert done.out.startswith(f"terraform/main.tf:{line}: delay_seconds = 60\n")
    assert "shop.nimbus:8:16" in done.out
    assert done.err == ""


def test_a_stale_file_is_said(nimbus, tmp_path: Path) -> None:
    line = ready(nimbus, tmp_path)
    (tmp_path / "shop.nimbus").write_text(SPEC.replace("= 5", "= 6"))
    done = nimbus("trace", f"build/terraform/main.tf:{line}", "shop.nimbus")
    assert done.code == 0
    assert "NB6625" in done.err


def test_the_output_of_a_tool(nimbus, tmp_path: Path) -> None:
    line = ready(nimbus, tmp_path)
    output = (
        "Error: \x1b[31mUnsupported argument\x1b[0m\n"
        f'  on main.tf line {line}, in resource "aws_sqs_queue" "jobs":\n'
        'The ConfigMap "app" is invalid: data.MODE: Invalid value\n'
        'ConfigMap.v1 "app" is forbidden: no\n'
    )
    done = nimbus("trace", "-", "shop.nimbus", stdin=output)
    assert done.out.splitlines() == [
        "Error: Unsupported argument",
        f'  on main.tf line {line}, in resource "aws_sqs_queue" "jobs":',
        "    --> shop.nimbus:5:19: delay_seconds = delay",
        'The ConfigMap "app" is invalid: data.MODE: Invalid value',
        '    --> shop.nimbus:7:55: resource app: k8s.core.v1.ConfigMap { data = { MODE = "x" } }',
        'ConfigMap.v1 "app" is forbidden: no',
        '    --> shop.nimbus:7:10: resource app: k8s.core.v1.ConfigMap { data = { MODE = "x" } }',
    ]


def test_json(nimbus, tmp_path: Path) -> None:
    line = ready(nimbus, tmp_path)
    document = nimbus("trace", "--json", f"main.tf:{line}", "shop.nimbus").document
    assert document["generated"]["field"] == "delay_seconds"
    assert document["origin"]["start"]["line"] == 5
    document = nimbus("trace", "--json", "shop.nimbus:4").document
    assert [one["text"].strip() for one in document["makes"]] == ['name          = "jobs"']
    document = nimbus("trace", "--json", "-", "shop.nimbus", stdin=f"main.tf:{line}: x\n").document
    assert document["output"][0]["places"][0]["path"] == "shop.nimbus"


def test_places_that_are_not_there(nimbus, tmp_path: Path) -> None:
    ready(nimbus, tmp_path)
    for place, code in (
        ("nowhere", "NB6621"),
        ("nowhere.tf:1", "NB6622"),
        ("main.tf:999", "NB6623"),
        ("shop.nimbus:999", "NB6623"),
    ):
        done = nimbus("trace", place, "shop.nimbus")
        assert (done.code, done.out) == (2, "")
        assert code in done.err


def test_a_wrong_spec_has_no_lines(nimbus) -> None:
    done = nimbus("trace", "main.tf:1", "wrong.nimbus")
    assert done.code == 1
    assert "NB2001" in done.err


@pytest.mark.parametrize(
    ("output", "places"),
    [
        ("checkov.txt", [JOBS, DEPLOYMENT, SETTINGS]),
        ("checkov.json", [JOBS, IMAGE, SETTINGS]),
        ("checkov.sarif", [JOBS, DEPLOYMENT, SETTINGS]),
        ("terraform.txt", [DELAY]),
        ("terraform.json", [DELAY]),
        ("terraform-plan.jsonl", [DELAY]),
        (
            "kubectl.txt",
            [GREETING, PORT, SETTINGS, PORT, SETTINGS, REPLICAS, PORTS, PORT],
        ),
    ],
)
def test_what_tools_really_say(nimbus, tmp_path: Path, output: str, places: list[str]) -> None:
    shutil.copy(RECORDED / "shop.nimbus", tmp_path)
    said = (RECORDED / output).read_text()
    document = nimbus("trace", "--json", "-", "shop.nimbus", stdin=said).document
    found = [place["start"] for one in document["output"] for place in one["places"]]
    assert [f"{at['line']}:{at['column']}" for at in found] == places


def test_a_finding_in_json_is_told_as_a_sentence(nimbus, tmp_path: Path) -> None:
    shutil.copy(RECORDED / "shop.nimbus", tmp_path)
    said = (RECORDED / "checkov.json").read_text()
    assert nimbus("trace", "-", "shop.nimbus", stdin=said).out.splitlines()[:2] == [
        "CKV_AWS_27: Ensure all data stored in the SQS queue is encrypted (aws_sqs_queue.jobs)",
        "    --> shop.nimbus:5:10: resource jobs: aws.sqs_queue {",
    ]
