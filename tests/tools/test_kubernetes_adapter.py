"""The Kubernetes adapter apart from a cluster: kubeconfigs, names, and what refusals become."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from nimbus_lang.tools.kubernetes.connection import Connection
from nimbus_lang.tools.kubernetes.faults import refusals
from nimbus_lang.tools.kubernetes.kubeconfig import connect, current_context, kubeconfig_paths
from nimbus_lang.tools.kubernetes.objects import (
    comparable,
    in_order,
    managed_by,
    ref,
    sensitive_paths,
)
from nimbus_lang.tools.tool import ToolError

PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"


def write(path: Path, **parts: Any) -> Path:
    path.write_text(json.dumps(parts))
    return path


def config(path: Path, user: dict[str, Any], **cluster: Any) -> Path:
    return write(
        path,
        **{"current-context": "here"},
        clusters=[{"name": "c", "cluster": {"server": "https://10.0.0.1:6443", **cluster}}],
        users=[{"name": "u", "user": user}],
        contexts=[{"name": "here", "context": {"cluster": "c", "user": "u", "namespace": "shop"}}],
    )


def refused(path: Path, context: str = "") -> str:
    with pytest.raises(ToolError) as problem:
        connect(context, (path,))
    return problem.value.diagnostics[0].code


def test_inline_data_and_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text(PEM)
    (tmp_path / "token").write_text("abc\n")
    path = config(
        tmp_path / "config", {"tokenFile": "token"}, **{"certificate-authority": "ca.pem"}
    )
    found = connect(paths=(path,))
    assert (found.server, found.ca, found.token) == ("https://10.0.0.1:6443", PEM, "abc")
    assert found.namespace == "shop"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    mine = Connection("https://10.0.0.1", PEM, "tok", PEM, "-----KEY-----\n", "name.example")
    (tmp_path / "config").write_text(mine.kubeconfig())
    assert connect(paths=(tmp_path / "config",)) == mine


def test_the_first_file_that_says_something_wins(tmp_path: Path) -> None:
    first = write(
        tmp_path / "a", contexts=[{"name": "here", "context": {"cluster": "c", "user": "v"}}]
    )
    second = config(tmp_path / "b", {"token": "t"})
    third = write(tmp_path / "c", users=[{"name": "v", "user": {"token": "mine"}}])
    assert connect(paths=(first, second, third)).token == "mine"


def test_a_plugin_gives_the_token(tmp_path: Path) -> None:
    code = (
        "import json, os; info = json.loads(os.environ['KUBERNETES_EXEC_INFO']);"
        "print(json.dumps({'kind': info['kind'], 'status': {'token': os.environ['GIVEN']}}))"
    )
    plugin = {
        "apiVersion": "client.authentication.k8s.io/v1",
        "command": sys.executable,
        "args": ["-c", code],
        "env": [{"name": "GIVEN", "value": "from-plugin"}],
    }
    assert connect(paths=(config(tmp_path / "config", {"exec": plugin}),)).token == "from-plugin"


@pytest.mark.parametrize(
    ("code", "expected"), [("raise SystemExit(4)", "NB7203"), ("print('hello')", "NB7204")]
)
def test_a_plugin_that_fails_is_a_diagnostic(tmp_path: Path, code: str, expected: str) -> None:
    plugin = {"command": sys.executable, "args": ["-c", code]}
    assert refused(config(tmp_path / "config", {"exec": plugin})) == expected


def test_no_file_no_context_no_yaml(tmp_path: Path) -> None:
    path = config(tmp_path / "config", {})
    (tmp_path / "bad").write_text("a: [")
    assert refused(tmp_path / "gone") == "NB7226"
    assert refused(path, "elsewhere") == "NB7226"
    assert refused(tmp_path / "bad") == "NB7226"


def test_an_unverified_cluster_is_refused(tmp_path: Path) -> None:
    path = config(tmp_path / "config", {}, **{"insecure-skip-tls-verify": True})
    assert refused(path) == "NB7226"


def test_the_variable_names_the_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = config(tmp_path / "config", {})
    monkeypatch.setenv("KUBECONFIG", f"{path}:{tmp_path / 'other'}")
    assert kubeconfig_paths() == (path, tmp_path / "other")
    assert current_context() == "here"


def test_a_connection_hides_its_secrets() -> None:
    shown = repr(Connection("https://x", token="my-token", key="my-key"))
    assert "my-token" not in shown
    assert "my-key" not in shown


def test_who_we_are_does_not_change_which_cluster_it_is() -> None:
    one, two = Connection("https://x", PEM, "a"), Connection("https://x", PEM, "b")
    assert one.identity == two.identity
    assert one.identity != Connection("https://y", PEM, "a").identity


def manifest(kind: str, name: str = "n", **rest: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, **rest}


def test_what_others_live_in_comes_first_and_the_rest_stays() -> None:
    kinds = ["Service", "CustomResourceDefinition", "Deployment", "Namespace", "ConfigMap"]
    found = [m["kind"] for m in in_order([manifest(k) for k in kinds])]
    assert found == ["Namespace", "CustomResourceDefinition", "Service", "Deployment", "ConfigMap"]


def test_addresses() -> None:
    assert ref(manifest("Service"), "shop").address == "v1/Service/shop/n"
    assert ref(manifest("Namespace")).address == "v1/Namespace/n"


def test_the_servers_own_bookkeeping_is_not_compared() -> None:
    live = {
        **manifest("Service"),
        "metadata": {"name": "n", "uid": "1", "resourceVersion": "2", "managedFields": []},
        "status": {"x": 1},
    }
    assert comparable(live) == manifest("Service")


def test_only_what_secrets_hold_is_sensitive() -> None:
    assert sensitive_paths(manifest("Secret", data={"tls.crt": "x"})) == {"data.tls.crt"}
    assert sensitive_paths(manifest("ConfigMap", data={"a": "x"})) == set()


def test_only_an_apply_makes_an_object_ours() -> None:
    def live(manager: str, operation: str) -> dict[str, Any]:
        field = {"manager": manager, "operation": operation}
        return {"metadata": {"managedFields": [field]}}

    assert managed_by(live("nimbus", "Apply"), "nimbus")
    assert not managed_by(live("nimbus", "Update"), "nimbus")
    assert not managed_by(live("kubectl", "Apply"), "nimbus")


def body(message: str, *causes: dict[str, str]) -> str:
    return json.dumps({"kind": "Status", "message": message, "details": {"causes": list(causes)}})


@pytest.mark.parametrize(
    ("status", "text", "expected"),
    [
        (401, body("Unauthorized"), "NB7221"),
        (403, body("forbidden"), "NB7222"),
        (409, body("already exists"), "NB7224"),
        (
            409,
            body("conflict", {"reason": "FieldManagerConflict", "field": ".spec.replicas"}),
            "NB7223",
        ),
        (422, body("invalid", {"field": "spec.x", "message": "must be"}), "NB7224"),
        (
            500,
            body("failed to create typed patch object (x): .spec.y: field not declared"),
            "NB7224",
        ),
        (503, "upstream is down", "NB7227"),
        (500, "", "NB7227"),
    ],
)
def test_refusals(status: int, text: str, expected: str) -> None:
    assert [one.code for one in refusals(status, text, "`x`", "https://s")] == [expected]


def test_every_field_is_told_once_and_by_itself() -> None:
    causes = [{"field": "spec.x", "message": "must be"}, {"field": "spec.y", "message": "no"}]
    said = refusals(422, body("all at once", *causes, causes[0]), "`d`", "https://s")
    assert [one.detail.split(". ")[0] for one in said] == [
        "`d`: spec.x: must be",
        "`d`: spec.y: no",
    ]


def test_a_conflict_names_the_field_and_its_owner() -> None:
    cause = {
        "reason": "FieldManagerConflict",
        "field": ".spec.replicas",
        "message": 'conflict with "autoscaler"',
    }
    (said,) = refusals(409, body("conflict", cause), "`d`", "https://s")
    assert "`spec.replicas`" in said.detail
    assert any("autoscaler" in note for note in said.notes)


def test_base64_in_a_kubeconfig_is_decoded(tmp_path: Path) -> None:
    data = base64.b64encode(PEM.encode()).decode()
    path = config(tmp_path / "config", {}, **{"certificate-authority-data": data})
    assert connect(paths=(path,)).ca == PEM
