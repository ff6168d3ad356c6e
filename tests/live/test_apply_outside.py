"""Without `--sandbox`: the user's own variables and kubeconfig decide. Here they name the sandbox's addresses, so that the
ways to a real account and a real cluster are taken for real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nimbus_lang.operations import apply, destroy, plan
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.sandbox.environment import sandbox_connection, sandbox_environment
from nimbus_lang.sandbox.sandbox import SandboxOptions, down, up
from nimbus_lang.sandbox.status import SandboxStatus
from nimbus_lang.tools.kubernetes.client import Kubernetes
from nimbus_lang.tools.kubernetes.objects import ObjectRef

pytestmark = pytest.mark.live

BY_CONTEXT = """\
stack outside

use aws { region = "eu-west-1", skip_metadata_api_check = "true", max_retries = 2 }
use k8s { kubeconfig = "kubeconfig", context = "CONTEXT", namespace = "kube-public" }

resource guard: aws.security_group { name = "outside-guard" }
resource note: k8s.core.v1.ConfigMap { metadata = { name = "note" }  data = { group = guard.id } }
"""
OWN_CLUSTER = """\
stack own

use aws { region = "eu-west-1" }
use k8s { cluster = cluster }

resource network: std.aws.network { cidr = 10.20.0.0/16  zones = 2 }
resource cluster: std.aws.kubernetes { network = network }
resource note: k8s.core.v1.ConfigMap { metadata = { name = "note" }  data = { a = "b" } }
resource chart: helm.release { chart = "./chart"  values = { a = 1 } }
"""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxStatus]:
    folder = tmp_path_factory.mktemp("sandbox")
    try:
        yield up(SandboxOptions(folder=folder))
    finally:
        down(folder)


@pytest.fixture(autouse=True)
def own_variables(sandbox: SandboxStatus, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in sandbox_environment(sandbox, "eu-west-1").items():
        monkeypatch.setenv(name, value)


def test_a_kubeconfig_and_an_account(sandbox: SandboxStatus, tmp_path: Path) -> None:
    assert sandbox.kubernetes is not None
    cluster = Kubernetes(sandbox_connection(sandbox))
    (tmp_path / "kubeconfig").write_text(sandbox_connection(sandbox).kubeconfig())
    spec, saved = tmp_path / "outside.nimbus", tmp_path / "p.plan"
    spec.write_text(BY_CONTEXT.replace("CONTEXT", "nimbus"))
    planned = plan.plan(plan.Options(spec, saved))
    assert planned.outcome is Outcome.OK, planned.diagnostics
    assert planned.plan is not None
    assert {i.target for i in planned.plan.identities} == {"aws", "cluster"}
    applied = apply.apply(apply.Options(saved, yes=True))
    assert applied.outcome is Outcome.OK, applied.diagnostics
    note = cluster.get(ObjectRef("v1", "ConfigMap", "kube-public", "note"))
    assert note is not None
    assert note["data"]["group"].startswith("sg-")
    assert (tmp_path / ".nimbus" / "outside" / "default" / "nimbus.db").exists()
    gone = destroy.destroy(destroy.Options(spec, yes=True))
    assert gone.outcome is Outcome.OK, gone.diagnostics
    assert cluster.get(ObjectRef("v1", "ConfigMap", "kube-public", "note")) is None


def test_a_context_that_does_not_exist(sandbox: SandboxStatus, tmp_path: Path) -> None:
    (tmp_path / "kubeconfig").write_text(sandbox_connection(sandbox).kubeconfig())
    spec = tmp_path / "outside.nimbus"
    spec.write_text(BY_CONTEXT.replace("CONTEXT", "nowhere"))
    planned = plan.plan(plan.Options(spec))
    assert planned.outcome is Outcome.ENVIRONMENT
    assert "NB7226" in {d.code for d in planned.diagnostics}


def test_objects_of_a_cluster_that_is_yet_to_be_made(tmp_path: Path) -> None:
    spec = tmp_path / "own.nimbus"
    spec.write_text(OWN_CLUSTER)
    planned = plan.plan(plan.Options(spec))
    assert planned.outcome is Outcome.OK, planned.diagnostics
    assert planned.plan is not None
    waiting = {c.address: c.waits_for for c in planned.plan.changes if c.waits_for}
    assert set(waiting) == {"note", "chart"}
    assert waiting["note"] == ("cluster.control_plane",)
    assert [i.target for i in planned.plan.identities] == ["aws"]
