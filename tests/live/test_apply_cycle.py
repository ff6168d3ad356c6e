"""A whole life on the sandbox: plan, apply, verify, change, destroy; what is claimed is asked of the APIs themselves."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.execute.events import RunEvent, StageSkipped, Verified
from nimbus_lang.operations import apply, destroy, plan, verify
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.plan.plan_file import read_plan, write_plan
from nimbus_lang.plan.plan_json import sealed
from nimbus_lang.sandbox.environment import sandbox_connection, sandbox_environment
from nimbus_lang.sandbox.sandbox import SandboxOptions, down, up
from nimbus_lang.sandbox.status import SandboxStatus
from nimbus_lang.tools.aws.access import AwsAccess
from nimbus_lang.tools.kubernetes.client import Kubernetes
from nimbus_lang.tools.kubernetes.objects import ObjectRef
from nimbus_lang.tools.tool import Action

pytestmark = pytest.mark.live

REGION = "eu-west-1"
SECRET = "correct-horse-battery"
SPEC = """\
stack cycle

use aws { region = "eu-west-1" }

resource files: aws.s3_bucket { bucket = "nimbus-cycle-files" }
resource lock: aws.s3_bucket_public_access_block {
  bucket                  = files.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource guard: aws.security_group { name = "cycle-guard" }

resource space: k8s.core.v1.Namespace { metadata = { name = "cycle" } }
resource settings: k8s.core.v1.ConfigMap {
  metadata = { name = "settings", namespace = "cycle" }
  data     = { BUCKET = files.arn, GROUP = "group ${guard.id}", MODE = "fast" }
}
resource login: k8s.core.v1.Secret {
  metadata   = { name = "login", namespace = "cycle" }
  stringData = { password = env.secret("CYCLE_PASSWORD"), bucket = files.arn }
}
@after(settings)
resource chart: helm.release {
  chart      = "./chart"
  name       = "cycle"
  namespace  = "cycle"
  values     = { bucket = files.arn, motto = "plain" }
  set_secret = { token = env.secret("CYCLE_PASSWORD") }
}
"""
CHART = {
    "Chart.yaml": "apiVersion: v2\nname: cycle\nversion: 0.1.0\n",
    "templates/facts.yaml": """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-facts
data:
  bucket: {{ .Values.bucket | quote }}
  motto: {{ .Values.motto | quote }}
  length: {{ len .Values.token | quote }}
""",
}


class Project:
    """One folder with a spec, and the verbs on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spec = folder / "cycle.nimbus"
        self.saved = folder / "p.plan"
        self.events: list[RunEvent] = []

    def plan(self, **options: Any) -> plan.Result:
        chosen = {"out": self.saved, "sandbox": True} | options
        return plan.plan(plan.Options(self.spec, **chosen))

    def apply(self, **options: Any) -> apply.Result:
        self.events.clear()
        chosen = {"yes": True, "sandbox": True, "emit": self.events.append} | options
        return apply.apply(apply.Options(self.saved, **chosen))

    def verify(self) -> verify.Result:
        return verify.verify(verify.Options(self.spec, sandbox=True, deep=True))

    def destroy(self, **options: Any) -> apply.Result:
        chosen = {"yes": True, "sandbox": True} | options
        return destroy.destroy(destroy.Options(self.spec, **chosen))

    def edit(self, old: str, new: str) -> None:
        text = self.spec.read_text()
        assert old in text
        self.spec.write_text(text.replace(old, new))


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [d.code for d in diagnostics]


def told(result: plan.Result | apply.Result | verify.Result) -> str:
    return "\n".join(f"{d.code} {d.detail} {d.notes}" for d in result.diagnostics)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxStatus]:
    folder = tmp_path_factory.mktemp("sandbox")
    before = os.environ.get("NIMBUS_SANDBOX_DIR")
    os.environ["NIMBUS_SANDBOX_DIR"] = str(folder)
    os.environ["CYCLE_PASSWORD"] = SECRET
    try:
        yield up(SandboxOptions(folder=folder))
    finally:
        down(folder)
        os.environ.pop("NIMBUS_SANDBOX_DIR")
        if before is not None:
            os.environ["NIMBUS_SANDBOX_DIR"] = before


@pytest.fixture(scope="module")
def project(sandbox: SandboxStatus, tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project(tmp_path_factory.mktemp("project"))
    made.spec.write_text(SPEC)
    for name, text in CHART.items():
        path = made.folder / "chart" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return made


@pytest.fixture(scope="module")
def cloud(sandbox: SandboxStatus) -> AwsAccess:
    return AwsAccess(sandbox_environment(sandbox, REGION), REGION)


@pytest.fixture(scope="module")
def cluster(sandbox: SandboxStatus) -> Kubernetes:
    return Kubernetes(sandbox_connection(sandbox))


def buckets(cloud: AwsAccess) -> list[str]:
    found = cloud.call("s3", "list_buckets") or {}
    return [b["Name"] for b in found.get("Buckets", [])]


def groups(cloud: AwsAccess) -> dict[str, str]:
    found = cloud.call("ec2", "describe_security_groups") or {}
    return {g["GroupName"]: g["GroupId"] for g in found["SecurityGroups"]}


SETTINGS = ObjectRef("v1", "ConfigMap", "cycle", "settings")
LOGIN = ObjectRef("v1", "Secret", "cycle", "login")
FACTS = ObjectRef("v1", "ConfigMap", "cycle", "cycle-facts")


def test_1_a_plan_tells_everything_and_changes_nothing(project: Project, cloud: AwsAccess) -> None:
    result = project.plan()
    assert result.outcome is Outcome.OK, told(result)
    assert result.plan is not None
    found = {c.address: c for c in result.plan.changes}
    assert set(found) == {"files", "lock", "guard", "space", "settings", "login", "chart"}
    assert {c.action for c in found.values()} == {Action.CREATE}
    assert found["settings"].waits_for == ("files", "guard")
    assert found["files"].span is not None
    assert buckets(cloud) == []
    assert SECRET not in str(result.plan)


def test_2_a_plan_for_another_account_is_refused(project: Project, cloud: AwsAccess) -> None:
    saved, _ = read_plan(project.saved)
    assert saved is not None
    aws, *others = saved.plan.identities
    other = replace(aws, facts={**aws.facts, "account": "999999999999"})
    theirs = sealed(replace(saved.plan, identities=(other, *others)))
    path = project.folder / "theirs.plan"
    assert write_plan(replace(saved, plan=theirs), path) == ()
    result = apply.apply(apply.Options(path, yes=True, sandbox=True))
    assert result.outcome is Outcome.REFUSED
    assert codes(result.diagnostics) == ["NB7101"]
    assert (
        "the account of AWS is `000000000000` and was `999999999999`"
        in result.diagnostics[0].detail
    )
    assert buckets(cloud) == []


def test_2_other_providers_are_refused(project: Project) -> None:
    lock = project.folder / ".nimbus/cycle/sandbox-default/terraform/.terraform.lock.hcl"
    text = lock.read_text()
    lock.write_text(text + "# touched\n")
    result = project.apply()
    lock.write_text(text)
    assert result.outcome is Outcome.REFUSED
    assert "provider lock" in result.diagnostics[0].detail


def test_2_a_changed_spec_is_refused(project: Project) -> None:
    project.edit('"fast"', '"slow"')
    result = project.apply()
    project.edit('"slow"', '"fast"')
    assert result.outcome is Outcome.REFUSED
    assert codes(result.diagnostics) == ["NB7101"]
    assert "the spec `cycle.nimbus` was changed" in result.diagnostics[0].detail


def test_2_a_spec_that_is_gone_or_broken_is_refused(project: Project) -> None:
    text = project.spec.read_text()
    project.spec.write_text(text + "resource")
    broken = project.apply()
    project.spec.unlink()
    gone = project.apply()
    project.spec.write_text(text)
    for result in (broken, gone):
        assert result.outcome is Outcome.REFUSED
        assert result.diagnostics[-1].code == "NB7101"


def test_2_other_generated_files_are_refused(project: Project) -> None:
    """As if another release had compiled the same spec to other code."""
    saved, _ = read_plan(project.saved)
    assert saved is not None
    name = "kubernetes/settings.yaml"
    text = saved.artifacts[name] + "# another release\n"
    digests = {**saved.plan.artifacts, name: sha256(text.encode()).hexdigest()}
    older = sealed(replace(saved.plan, artifacts=digests))
    path = project.folder / "older.plan"
    write_plan(replace(saved, plan=older, artifacts={**saved.artifacts, name: text}), path)
    result = apply.apply(apply.Options(path, yes=True, sandbox=True))
    assert result.outcome is Outcome.REFUSED
    assert codes(result.diagnostics) == ["NB7101"]
    assert f"the generated file `{name}` was changed" in result.diagnostics[0].detail


def test_2_what_was_shown_must_be_what_terraform_does(project: Project) -> None:
    saved, _ = read_plan(project.saved)
    assert saved is not None
    changes = tuple(c for c in saved.plan.changes if c.address != "guard")
    path = project.folder / "fewer.plan"
    write_plan(replace(saved, plan=sealed(replace(saved.plan, changes=changes))), path)
    result = apply.apply(apply.Options(path, yes=True, sandbox=True))
    assert result.outcome is Outcome.REFUSED
    assert "what was shown of `aws_security_group.guard`" in result.diagnostics[0].detail


def test_2_a_changed_plan_is_refused(project: Project) -> None:
    data = project.saved.read_bytes()
    path = project.folder / "touched.plan"
    path.write_bytes(data.replace(b"terraform.tfplan", b"terraform.tfplam"))
    result = apply.apply(apply.Options(path, yes=True, sandbox=True))
    assert result.outcome in (Outcome.REFUSED, Outcome.ENVIRONMENT)
    assert codes(result.diagnostics)[0] in ("NB7002", "NB7003")


def test_2_a_plan_for_the_sandbox_stays_there(project: Project) -> None:
    result = project.apply(sandbox=False)
    assert result.outcome is Outcome.REFUSED
    assert codes(result.diagnostics) == ["NB7113"]


def test_2_without_approval_nothing_happens(project: Project, cloud: AwsAccess) -> None:
    shown: list[str] = []

    def no(found: Any) -> bool:
        shown.append(found.id)
        return False

    assert codes(project.apply(yes=False, ask=no).diagnostics) == ["NB7103"]
    assert codes(project.apply(yes=False).diagnostics) == ["NB7104"]
    assert len(shown) == 1
    assert buckets(cloud) == []


def test_3_apply_makes_it_and_values_cross(
    project: Project, cloud: AwsAccess, cluster: Kubernetes
) -> None:
    result = project.apply()
    assert result.outcome is Outcome.OK, told(result)
    assert (result.changed, result.verified) == (7, 7)
    assert all(e.ok for e in project.events if isinstance(e, Verified))
    assert buckets(cloud) == ["nimbus-cycle-files"]
    group = groups(cloud)["cycle-guard"]
    settings = cluster.get(SETTINGS)
    assert settings is not None
    assert settings["data"] == {
        "BUCKET": "arn:aws:s3:::nimbus-cycle-files",
        "GROUP": f"group {group}",
        "MODE": "fast",
    }
    login = cluster.get(LOGIN)
    assert login is not None
    assert base64.b64decode(login["data"]["password"]).decode() == SECRET
    assert base64.b64decode(login["data"]["bucket"]).decode() == "arn:aws:s3:::nimbus-cycle-files"
    facts = cluster.get(FACTS)
    assert facts is not None
    assert facts["data"] == {
        "bucket": "arn:aws:s3:::nimbus-cycle-files",
        "motto": "plain",
        "length": str(len(SECRET)),
    }


def test_4_the_secret_is_in_no_file(project: Project) -> None:
    for path in project.folder.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path


def test_4_the_same_plan_is_not_applied_twice(project: Project) -> None:
    result = project.apply()
    assert result.outcome is Outcome.REFUSED
    assert codes(result.diagnostics) == ["NB7102"]


def test_4_verify_finds_all_and_no_drift(project: Project) -> None:
    result = project.verify()
    assert result.outcome is Outcome.OK, told(result)
    assert (result.checked, result.unread) == (7, ())


def test_5_verify_tells_what_was_changed_by_hand(project: Project, cluster: Kubernetes) -> None:
    live = dict(cluster.get(SETTINGS) or {})
    cluster.delete(SETTINGS)
    result = project.verify()
    assert result.outcome is Outcome.PARTIAL
    assert codes(result.diagnostics) == ["NB7109"]
    assert "`settings`" in result.diagnostics[0].detail
    assert live["kind"] == "ConfigMap"


def test_6_a_new_plan_mends_changes_and_prunes(project: Project, cluster: Kubernetes) -> None:
    start, end = SPEC.index("resource login"), SPEC.index("@after(settings)")
    less = SPEC[:start] + SPEC[end:].replace('"plain"', '"fancy"')
    project.spec.write_text(less.replace('"fast"', '"slow"'))
    result = project.plan()
    assert result.plan is not None, told(result)
    acts = {c.address: c.action for c in result.plan.acts()}
    assert acts == {
        "settings": Action.CREATE,
        "chart": Action.UPDATE,
        "login": Action.DELETE,
    }
    applied = project.apply()
    assert applied.outcome is Outcome.OK, told(applied)
    settings = cluster.get(SETTINGS)
    assert settings is not None
    assert settings["data"]["MODE"] == "slow"
    assert cluster.get(LOGIN) is None
    facts = cluster.get(FACTS)
    assert facts is not None
    assert facts["data"]["motto"] == "fancy"


def test_7_a_cluster_that_changed_after_the_plan_is_refused(
    project: Project, cluster: Kubernetes
) -> None:
    project.edit('"slow"', '"calm"')
    assert project.plan().outcome is Outcome.OK
    live = cluster.get(SETTINGS)
    assert live is not None
    cluster.apply(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "settings", "namespace": "cycle", "labels": {"by": "hand"}},
            "data": dict(live["data"]) | {"MORE": "x"},
        }
    )
    result = project.apply()
    assert result.outcome in (Outcome.REFUSED, Outcome.PARTIAL)
    assert "NB7207" in codes(result.diagnostics)
    found = cluster.get(SETTINGS)
    assert found is not None
    assert found["data"]["MODE"] == "slow"


def test_7_what_is_protected_is_neither_replaced_nor_destroyed(
    project: Project, cloud: AwsAccess
) -> None:
    text = project.spec.read_text()
    project.edit("resource files", "@protect\nresource files")
    gone = project.destroy()
    assert gone.outcome is Outcome.REFUSED
    assert codes(gone.diagnostics) == ["NB7001"]
    project.edit("nimbus-cycle-files", "nimbus-cycle-other")
    replaced = project.plan()
    assert replaced.outcome is Outcome.REFUSED
    found = next(d for d in replaced.diagnostics if d.code == "NB7001")
    assert "`files`" in found.detail
    assert found.span is not None
    assert project.spec.read_text()[found.span.start : found.span.end] == "files"
    project.spec.write_text(text)
    assert buckets(cloud) == ["nimbus-cycle-files"]


def test_7_what_was_made_in_one_region_is_not_looked_for_in_another(
    project: Project, cloud: AwsAccess
) -> None:
    project.edit('"eu-west-1"', '"eu-west-2"')
    results: tuple[plan.Result | apply.Result, ...] = (project.plan(), project.destroy())
    project.edit('"eu-west-2"', '"eu-west-1"')
    for result in results:
        assert result.outcome is Outcome.REFUSED
        assert "NB7013" in codes(result.diagnostics)
    assert "cycle-guard" in groups(cloud)


def test_7_what_somebody_removed_is_told_and_made_again(project: Project, cloud: AwsAccess) -> None:
    cloud.call("ec2", "delete_security_group", GroupId=groups(cloud)["cycle-guard"])
    result = project.plan()
    assert result.plan is not None, told(result)
    (gone,) = [d for d in result.diagnostics if d.code == "NB7014"]
    assert "`guard`" in gone.detail
    assert {c.address: c.action for c in result.plan.acts()}["guard"] is Action.CREATE


def test_8_destroy_asks_and_leaves_nothing(
    project: Project, cloud: AwsAccess, cluster: Kubernetes
) -> None:
    assert codes(project.destroy(yes=False).diagnostics) == ["NB7104"]
    assert buckets(cloud) == ["nimbus-cycle-files"]
    result = project.destroy()
    assert result.outcome is Outcome.OK, told(result)
    assert buckets(cloud) == []
    assert "cycle-guard" not in groups(cloud)
    assert cluster.get(SETTINGS) is None
    assert cluster.get(FACTS) is None
    assert cluster.get(ObjectRef("v1", "Namespace", "", "cycle")) is None


def test_9_a_plan_that_stopped_goes_on(project: Project, cloud: AwsAccess) -> None:
    project.spec.write_text(SPEC)
    assert project.plan().outcome is Outcome.OK
    password = os.environ.pop("CYCLE_PASSWORD")
    stopped = project.apply()
    os.environ["CYCLE_PASSWORD"] = password
    assert stopped.outcome is Outcome.PARTIAL
    assert {"NB7010", "NB7105"} <= set(codes(stopped.diagnostics))
    assert buckets(cloud) == ["nimbus-cycle-files"]
    resumed = project.apply(resume=True)
    assert resumed.outcome is Outcome.OK, told(resumed)
    assert [e.number for e in project.events if isinstance(e, StageSkipped)] == [0]
    assert project.destroy().outcome is Outcome.OK
    assert buckets(cloud) == []
