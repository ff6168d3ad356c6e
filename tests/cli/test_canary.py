"""A secret whose value a command has in its hands is in nothing that the command says or writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Nimbus

CANARY = "c4n4ry-7731"
SPEC = """\
stack birds
param token: secret<string(min = 3)>
param port: secret<int(1..9)> = 3
param many: map<secret<string>> = {}
component box {
  param given: secret<string>
  output shown = "x-${given}"
}
resource b: box { given = token }
resource k: k8s.core.v1.Secret { stringData = { a = "Bearer ${b.shown}", c = base64encode(token) } }
resource p: aws.ssm_parameter { name = "p", type = "SecureString", value = token }
output hash: secret<string> = sha256(token)
output keys = many.keys()
output all: secret<list<string>> = [v for k, v in many]
overlay wrong { port = 4711 }
"""
SET = ("--set", f'token="{CANARY}"', "--set", f'many={{ a = "{CANARY}" }}')
COMMANDS = [
    ("check", "birds.nimbus"),
    ("check", "birds.nimbus", "--json"),
    ("check", "birds.nimbus", "--format", "sarif"),
    ("check", "birds.nimbus", "--format", "github"),
    ("check", "birds.nimbus", "--overlay", "wrong"),
    ("compile", "birds.nimbus"),
    ("graph", "birds.nimbus"),
    ("plan", "birds.nimbus"),
    *(("why", place, "birds.nimbus") for place in ("token", "many", "k.stringData", "p.value", "hash", "all")),
    ("why", "b.given", "birds.nimbus", "--json"),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_tells_a_secret(nimbus: Nimbus, command: tuple[str, ...]) -> None:
    spec = nimbus.folder / "birds.nimbus"
    spec.write_text(SPEC)
    done = nimbus(*command, *SET, env={"NIMBUS_DEBUG": "1"})
    assert done.out + done.err
    assert CANARY not in done.out + done.err
    assert [path for path in nimbus.folder.rglob("*") if path.is_file() and holds(path)] == []


def holds(path: Path) -> bool:
    """Whether the value was written into a file."""
    return CANARY.encode() in path.read_bytes()


@pytest.mark.parametrize("assertion", ["port == 3", "token == null", 'keys == ["b"]', "nope"])
def test_no_test_tells_one(nimbus: Nimbus, assertion: str) -> None:
    told = f'test "t" {{\n  token = "{CANARY}"\n}} {{\n\n\n\n  assert {assertion}\n}}\n'
    (nimbus.folder / "birds.nimbus").write_text(SPEC + told)
    for form in ((), ("--json",), ("--properties", "3"), ("--coverage",)):
        done = nimbus("test", "birds.nimbus", *form)
        assert CANARY not in done.out + done.err
