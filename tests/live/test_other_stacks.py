"""Two stacks on the sandbox: one reads what the other made, is refused before that, and stale after a change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nimbus_lang.operations import apply, destroy, plan
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.sandbox.sandbox import SandboxOptions, down, up

pytestmark = pytest.mark.live

NETWORK = """stack network
use aws { region = "eu-west-1" }
param names: list<string> = ["a"]
resource guard: aws.security_group { name = "guard" }
output guard_id = guard.id
output names = names
overlay prod { names = ["a", "b"] }
"""
SHOP = """stack shop
use aws { region = "eu-west-1" }
lookup base[o in ["prod"]]: stack.network { overlay = o }
let read = base["prod"]
resource jobs[name in read.names]: aws.ssm_parameter {
  name  = "/${name}"
  type  = "String"
  value = read.guard_id
}
output guard = read.guard_id
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NIMBUS_SANDBOX_DIR", str(tmp_path / "sandbox"))
    (tmp_path / "nimbus.toml").touch()
    for name, text in (("network", NETWORK), ("shop", SHOP)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.nimbus").write_text(text)
    up(SandboxOptions(kubernetes=False))
    yield tmp_path
    down()


def made(spec: str, saved: str, overlay: str | None = None) -> plan.Result:
    """A plan of a stack, saved."""
    options = plan.Options(Path(spec), out=Path(saved), overlay=overlay, sandbox=True)
    return plan.plan(options)


def done(saved: str) -> apply.Result:
    """A saved plan, carried out."""
    return apply.apply(apply.Options(Path(saved), yes=True, sandbox=True))


def codes(result: plan.Result | apply.Result) -> list[str]:
    return [one.code for one in result.diagnostics]


def test_a_stack_is_read_once_it_is_there(project: Path) -> None:
    assert codes(made("shop/main.nimbus", "shop.plan")) == ["NB7020"]
    assert made("network/main.nimbus", "net.plan", "prod").outcome is Outcome.OK
    assert done("net.plan").outcome is Outcome.OK

    planned = made("shop/main.nimbus", "shop.plan")
    assert planned.plan is not None, planned.diagnostics
    assert len(planned.plan.acts()) == 2
    assert set(planned.plan.reads) == {'base["prod"]'}
    assert done("shop.plan").outcome is Outcome.OK

    stale = made("shop/main.nimbus", "shop.plan")
    spec = project / "network" / "main.nimbus"
    spec.write_text(NETWORK.replace('"guard"', '"guardian"'))
    assert made("network/main.nimbus", "net.plan", "prod").outcome is Outcome.OK
    assert done("net.plan").outcome is Outcome.OK
    assert stale.outcome is Outcome.OK
    assert codes(done("shop.plan")) == ["NB7101"]

    spec.write_text(spec.read_text().replace('["a", "b"]', '["a", "c"]'))
    assert codes(made("shop/main.nimbus", "shop.plan")) == ["NB7022"]
    for stack, overlay in (("network", "prod"), ("shop", None)):
        target = project / stack / "main.nimbus"
        options = destroy.Options(target, overlay=overlay, yes=True, sandbox=True)
        assert destroy.destroy(options).outcome is Outcome.OK, stack
