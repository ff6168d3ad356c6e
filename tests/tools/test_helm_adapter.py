"""The Helm adapter apart from a cluster: arguments, and that the stand-in understands every one of them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nimbus_lang.tools.helm import argv, sdk_child
from nimbus_lang.tools.helm.find import find_helm, from_wheel
from nimbus_lang.tools.helm.release import Release, manifest_objects, without_secrets

KUBECONFIG = Path("/k")
RELEASE = Release("web", "./chart", Path("v.yaml"), "shop", "1.2.3", "https://charts.example")
CALLS = {
    "version": argv.version(),
    "pull": argv.pull("oci://ghcr.io/acme/web", ">= 1.2.0, < 1.3.0", Path("/in"), plain=True),
    "template": argv.template(RELEASE),
    "upgrade": argv.upgrade(RELEASE, KUBECONFIG),
    "preview": argv.upgrade(RELEASE, KUBECONFIG, dry_run=True),
    "status": argv.status("web", "shop", KUBECONFIG),
    "uninstall": argv.uninstall("web", "shop", KUBECONFIG),
    "list": argv.list_all(KUBECONFIG),
}


@pytest.mark.parametrize("call", CALLS)
def test_the_stand_in_understands_every_call(call: str) -> None:
    options = sdk_child._parser().parse_args(CALLS[call])
    assert options.command in sdk_child.COMMANDS


def test_a_preview_changes_nothing() -> None:
    assert "--dry-run=server" in CALLS["preview"]
    assert "--dry-run=server" not in CALLS["upgrade"]


def test_waiting_is_asked_for() -> None:
    assert "--wait" not in CALLS["upgrade"]
    waiting = Release("web", "./chart", wait=True, timeout=7)
    assert {"--wait", "--timeout=7s"} <= set(argv.upgrade(waiting, KUBECONFIG))


def test_what_a_release_asks_for_is_handed_on() -> None:
    plain = set(argv.upgrade(RELEASE, KUBECONFIG))
    assert not plain & {"--atomic", "--skip-crds", "--wait"}
    assert "--create-namespace" in plain
    asked = replace(RELEASE, atomic=True, skip_crds=True, create_namespace=False)
    call = argv.upgrade(asked, KUBECONFIG)
    assert {"--atomic", "--skip-crds"} <= set(call)
    assert "--create-namespace" not in call
    preview = argv.upgrade(asked, KUBECONFIG, dry_run=True)
    assert "--atomic" not in preview
    assert {"--skip-crds", "--create-namespace"} <= set(preview)
    assert sdk_child._parser().parse_args(call).atomic


def test_a_chart_without_its_definitions(tmp_path: Path) -> None:
    import helm_python

    chart, inner = tmp_path / "made" / "shop", tmp_path / "inner"
    for folder, name in ((chart, "shop"), (inner, "inner")):
        (folder / "crds").mkdir(parents=True)
        (folder / "crds" / "crd.yaml").write_text("kind: CustomResourceDefinition\n")
        (folder / "templates" / "crds").mkdir(parents=True)
        (folder / "templates" / "crds" / "x.yaml").write_text("kind: ConfigMap\n")
        (folder / "Chart.yaml").write_text(f"apiVersion: v2\nname: {name}\nversion: 0.1.0\n")
    (chart / "charts").mkdir()
    helm_python.package(inner, destination=chart / "charts")
    options = sdk_child._parser().parse_args(["upgrade", "x", str(chart), "--skip-crds"])
    with sdk_child._chart(options) as where:
        left = sorted(p.name for p in Path(where["chart"]).rglob("*.yaml"))
        assert Path(where["chart"]) != chart
    assert left == ["Chart.yaml", "Chart.yaml", "x.yaml", "x.yaml"]
    assert (chart / "crds" / "crd.yaml").exists()


def test_what_is_not_said_is_not_asked() -> None:
    assert argv.template(Release("a", "b")) == ["template", "a", "b", "--namespace=default"]


MANIFEST = """\
---
# Source: c/templates/a.yaml
apiVersion: v1
kind: Secret
metadata: {name: s}
stringData: {password: hunter2}
---
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: n}
"""


def test_manifests_become_objects_by_address() -> None:
    assert list(manifest_objects(MANIFEST)) == ["v1/Secret/s", "v1/ConfigMap/n/c"]


def test_what_secrets_hold_is_hidden() -> None:
    assert "hunter2" not in repr(without_secrets(manifest_objects(MANIFEST)))


def test_a_binary_on_the_path_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "helm").write_text("#!/bin/sh\n")
    (tmp_path / "helm").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_helm().name == "helm"


def test_the_stand_in_needs_nothing_of_ours() -> None:
    """It runs in a child that may not see our packages: only Helm's own is imported."""
    program = from_wheel()
    assert program is not None, "the helm extra is part of the development setup"
    result = subprocess.run(
        [*program.argv, "version", "--short"], cwd="/", capture_output=True, text=True, check=True
    )
    assert result.stdout.startswith("v4.")
    assert program.argv[0] == sys.executable
