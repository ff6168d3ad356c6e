"""Kubernetes and Helm for real, against the sandbox's API server: what is applied is read back, what is refused says why."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nimbus_lang.sandbox.environment import sandbox_connection
from nimbus_lang.sandbox.sandbox import SandboxOptions, down, up
from nimbus_lang.tools.helm.find import from_wheel
from nimbus_lang.tools.helm.helm import Helm
from nimbus_lang.tools.helm.release import Release
from nimbus_lang.tools.helm.target import HelmTarget
from nimbus_lang.tools.kubernetes.client import Kubernetes
from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.kubernetes.objects import ObjectRef
from nimbus_lang.tools.kubernetes.settle import settle
from nimbus_lang.tools.kubernetes.target import KubernetesTarget
from nimbus_lang.tools.tool import Action, Event, Stage, ToolError

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder = tmp_path_factory.mktemp("sandbox")
    try:
        yield sandbox_connection(up(SandboxOptions(folder=folder, aws=False)))
    finally:
        down(folder)


@pytest.fixture
def client(connection: Connection) -> Kubernetes:
    return Kubernetes(connection)


def namespace(name: str) -> dict[str, Any]:
    labels = {"app.kubernetes.io/managed-by": "nimbus"}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}


def web(space: str) -> list[dict[str, Any]]:
    pod = {
        "metadata": {"labels": {"app": "web"}},
        "spec": {"containers": [{"name": "web", "image": "registry.example/web:1.4.2"}]},
    }
    meta = {"name": "web", "namespace": space}
    return [
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": meta,
            "spec": {
                "replicas": 2,
                "selector": {"matchLabels": {"app": "web"}},
                "template": pod,
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": meta,
            "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]},
        },
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": meta,
            "stringData": {"tls.key": "hunter22"},
        },
        namespace(space),
    ]


def actions(target: KubernetesTarget | HelmTarget, **how: bool) -> dict[str, str]:
    return {c.address: c.action.value for c in target.plan(**how).changes}


def code_of(problem: pytest.ExceptionInfo[ToolError]) -> str:
    return problem.value.diagnostics[0].code


def test_a_web_service_from_nothing_to_nothing(client: Kubernetes) -> None:
    target = KubernetesTarget(client, tuple(web("shop")))
    plan = target.plan()
    assert {c.action for c in plan.changes} == {Action.CREATE}
    assert plan.changes[0].kind == "Namespace"
    assert "hunter22" not in repr(plan)

    events: list[Event] = []
    target.apply(plan, events.append)
    assert [e.stage for e in events].count(Stage.DONE) == 4
    deployment = client.get(ObjectRef("apps/v1", "Deployment", "shop", "web"))
    assert deployment is not None
    assert deployment["spec"]["replicas"] == 2
    assert deployment["spec"]["template"]["spec"]["restartPolicy"] == "Always"

    assert set(actions(target).values()) == {"none"}
    changed = web("shop")
    changed[0]["spec"]["replicas"] = 3
    del changed[1]
    later = KubernetesTarget(
        client, tuple(changed), made=(ObjectRef("v1", "Service", "shop", "web"),)
    )
    assert {a: d for a, d in actions(later).items() if d != "none"} == {
        "apps/v1/Deployment/shop/web": "update",
        "v1/Service/shop/web": "delete",
    }
    later.apply(later.plan())
    assert client.get(ObjectRef("v1", "Service", "shop", "web")) is None

    gone = later.plan(destroy=True)
    assert gone.changes[-1].kind == "Namespace"
    later.apply(gone)
    assert [client.get(client.named(m)) for m in changed] == [None, None, None]


def test_a_plan_is_refused_once_the_cluster_has_changed(client: Kubernetes) -> None:
    manifests = web("moved")[1:]
    target = KubernetesTarget(client, tuple(manifests))
    target.apply(target.plan())
    manifests = copy.deepcopy(manifests)
    manifests[0]["spec"]["ports"][0]["port"] = 81
    target = KubernetesTarget(client, tuple(manifests))
    plan = target.plan()
    other = copy.deepcopy(manifests[0])
    other["metadata"]["labels"] = {"someone": "else"}
    client.apply(other)
    with pytest.raises(ToolError) as problem:
        target.apply(plan)
    assert code_of(problem) == "NB7207"
    assert "`v1/Service/moved/web`" in str(problem.value)


def test_a_field_of_another_manager_is_a_conflict(client: Kubernetes) -> None:
    client.apply(namespace("conflict"))
    deployment = web("conflict")[0]
    without = copy.deepcopy(deployment)
    del without["spec"]["replicas"]
    client.apply(without)
    scaled = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "conflict"},
        "spec": {"replicas": 7},
    }
    resource = client._client().resources.get(api_version="apps/v1", kind="Deployment")
    resource.server_side_apply(
        body=scaled,
        name="web",
        namespace="conflict",
        field_manager="autoscaler",
        force_conflicts=True,
    )
    with pytest.raises(ToolError) as problem:
        KubernetesTarget(client, (deployment,)).plan()
    said = problem.value.diagnostics[0]
    assert said.code == "NB7223"
    assert "`spec.replicas`" in said.detail
    assert any("autoscaler" in note for note in said.notes)
    assert client.apply(deployment, force=True)["spec"]["replicas"] == 2


def test_what_is_not_ours_is_not_deleted(client: Kubernetes) -> None:
    client.apply(namespace("foreign"))
    config = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "theirs", "namespace": "foreign"},
        "data": {"a": "b"},
    }
    resource = client._client().resources.get(api_version="v1", kind="ConfigMap")
    resource.create(body=config, namespace="foreign")
    target = KubernetesTarget(client, (config,))
    assert target.plan(destroy=True).changes == ()
    made = client.named(config)
    assert actions(replace(target, made=(made,)), destroy=True) == {made.address: "delete"}


def test_a_kind_and_its_objects_in_one_apply(client: Kubernetes) -> None:
    schema = {
        "type": "object",
        "properties": {"spec": {"type": "object", "properties": {"size": {"type": "integer"}}}},
    }
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "shops.nimbus.example"},
        "spec": {
            "group": "nimbus.example",
            "names": {"kind": "Shop", "plural": "shops", "singular": "shop"},
            "scope": "Cluster",
            "versions": [
                {
                    "name": "v1",
                    "served": True,
                    "storage": True,
                    "schema": {"openAPIV3Schema": schema},
                }
            ],
        },
    }
    shop = {
        "apiVersion": "nimbus.example/v1",
        "kind": "Shop",
        "metadata": {"name": "corner"},
        "spec": {"size": 3},
    }
    target = KubernetesTarget(client, (shop, definition))
    assert list(actions(target).values()) == ["create", "create"]
    target.apply(target.plan())
    assert (client.get(client.named(shop)) or {})["spec"] == {"size": 3}
    target.apply(target.plan(destroy=True))
    assert client.get(client.named(definition)) is None


def test_everything_that_is_refused_is_said_at_once(client: Kubernetes) -> None:
    bad = web("default")[0]
    bad["spec"]["replica"] = 1
    port = web("default")[1]
    port["spec"]["ports"] = [{"port": 99999}]
    unknown = {"apiVersion": "nobody.example/v1", "kind": "Thing", "metadata": {"name": "x"}}
    lost = web("no-such-namespace")[1]
    with pytest.raises(ToolError) as problem:
        KubernetesTarget(client, (bad, port, unknown, lost)).plan()
    said = problem.value.diagnostics
    assert [d.code for d in said] == ["NB7224", "NB7224", "NB7224", "NB7225", "NB7224"]
    fields = (".spec.replica:", "spec.ports[0].port:", "spec.ports[0].targetPort:")
    assert all(field in one.detail for field, one in zip(fields, said, strict=False))


def test_who_we_are_and_whom_we_trust(connection: Connection) -> None:
    for wrong, code in (
        (replace(connection, token="nobody"), "NB7221"),
        (replace(connection, ca=""), "NB7220"),
        (replace(connection, server="https://127.0.0.1:9"), "NB7220"),
    ):
        with pytest.raises(ToolError) as problem:
            Kubernetes(wrong).version()
        assert code_of(problem) == code


def test_what_may_not_be_done_is_said(client: Kubernetes, connection: Connection) -> None:
    """A service account without any role: the server knows it and forbids."""
    client.apply({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "guest"}})
    resource = client._client().resources.get(api_version="v1", kind="ServiceAccount")
    request = {
        "apiVersion": "authentication.k8s.io/v1",
        "kind": "TokenRequest",
        "spec": {"expirationSeconds": 600},
    }
    token = resource.token.create(name="guest", namespace="default", body=request).status.token
    guest = Kubernetes(replace(connection, token=token))
    with pytest.raises(ToolError) as problem:
        guest.get(ObjectRef("v1", "Secret", "default", "x"))
    assert code_of(problem) == "NB7222"


def test_an_object_that_is_held_is_said(client: Kubernetes) -> None:
    held = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "held", "finalizers": ["nimbus.example/never"]},
    }
    client.apply(held)
    named = client.named(held)
    client.delete(named)
    with pytest.raises(ToolError) as problem:
        client.wait_until_gone(named, seconds=0.5)
    assert code_of(problem) == "NB7228"
    assert "nimbus.example/never" in problem.value.diagnostics[0].detail
    client.apply({**held, "metadata": {"name": "held"}})
    client.wait_until_gone(named, seconds=5)


def test_a_workload_that_does_not_come_up_is_told_with_what_keeps_it(
    client: Kubernetes,
) -> None:
    pod = {
        "metadata": {"labels": {"app": "slow"}},
        "spec": {"containers": [{"name": "a", "image": "example.invalid/a:1"}]},
    }
    spec = {"selector": {"matchLabels": {"app": "slow"}}, "template": pod}
    meta = {"name": "slow", "namespace": "default"}
    manifest = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": meta, "spec": spec}
    client.apply(manifest)
    named = client.named(manifest)
    (problem,) = settle(client, [named], 0.5, lambda _: None)
    assert problem.code == "NB7229"
    assert "0 of 1 pods are ready" in problem.detail or "not seen it" in problem.detail
    client.apply({**manifest, "spec": {**spec, "replicas": 0}})
    assert settle(client, [named], 20, lambda _: None) == ()
    client.delete(named)
    client.wait_until_gone(named)
    assert settle(client, [named], 5, lambda _: None) == ()


CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
data:
  greeting: {{ required "a greeting is needed" .Values.greeting }}
  server: {{ .Capabilities.KubeVersion.Version }}
---
apiVersion: v1
kind: Secret
metadata:
  name: {{ .Release.Name }}
stringData:
  password: hunter22
"""


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    folder = tmp_path / "chart"
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: hello\nversion: 0.3.0\n")
    (folder / "values.yaml").write_text("greeting: hello\n")
    (folder / "templates" / "all.yaml").write_text(CONFIG_MAP)
    return folder


@pytest.fixture
def helm(connection: Connection) -> Helm:
    program = from_wheel()
    assert program is not None, "the helm extra is part of the development setup"
    return Helm(program, connection)


def test_a_release_from_nothing_to_nothing(
    helm: Helm, client: Kubernetes, chart: Path, tmp_path: Path
) -> None:
    values = tmp_path / "values.yaml"
    values.write_text("greeting: good morning\n")
    release = Release("hello", str(chart), values, "greetings")
    target = HelmTarget(helm, (release,))
    assert helm.status("hello", "greetings") is None
    plan = target.plan()
    assert [(c.address, c.action) for c in plan.changes] == [("greetings/hello", Action.CREATE)]
    assert "hunter22" not in repr(plan)

    done = target.apply(plan).done
    assert [e.identity for e in done] == ["revision 1"]
    named = ObjectRef("v1", "ConfigMap", "greetings", "hello")
    live = client.get(named)
    assert live is not None
    assert live["data"] == {"greeting": "good morning", "server": f"v{client.version()}"}
    assert actions(target) == {"greetings/hello": "none"}

    values.write_text("greeting: good night\n")
    assert actions(target) == {"greetings/hello": "update"}
    with pytest.raises(ToolError) as problem:
        target.apply(plan)
    assert code_of(problem) == "NB7207"
    target.apply(target.plan())
    assert (client.get(named) or {})["data"]["greeting"] == "good night"
    assert [(r.name, r.revision, r.status) for r in helm.releases()] == [("hello", 2, "deployed")]

    target.apply(target.plan(destroy=True))
    assert helm.releases() == ()
    assert client.get(named) is None


def test_a_chart_is_rendered_without_any_cluster(chart: Path) -> None:
    program = from_wheel()
    assert program is not None
    release = Release("hello", str(chart))
    assert "greeting: hello" in Helm(program).template(release)
    with pytest.raises(ToolError) as problem:
        Helm(program).preview(release)
    assert code_of(problem) == "NB7226"


def test_a_template_that_fails_is_said(helm: Helm, chart: Path, tmp_path: Path) -> None:
    values = tmp_path / "values.yaml"
    values.write_text("greeting: ''\n")
    with pytest.raises(ToolError) as problem:
        helm.preview(Release("hello", str(chart), values))
    assert code_of(problem) == "NB7230"
    assert "a greeting is needed" in "\n".join(problem.value.diagnostics[0].notes)


@pytest.mark.parametrize(
    "where",
    [
        {"chart": "oci://127.0.0.1:9/x/y"},
        {"chart": "/no/such/chart"},
        {"chart": "x", "repository": "http://127.0.0.1:9"},
    ],
)
def test_a_chart_that_cannot_be_had_is_said(helm: Helm, where: dict[str, str]) -> None:
    with pytest.raises(ToolError) as problem:
        helm.preview(Release("hello", **where))
    assert code_of(problem) == "NB7231"


def test_helm_without_its_cluster_says_so(helm: Helm, connection: Connection) -> None:
    away = replace(helm, connection=replace(connection, server="https://127.0.0.1:9"))
    with pytest.raises(ToolError) as problem:
        away.status("hello", "default")
    assert code_of(problem) == "NB7220"
