"""Where the control plane's programs come from, and that what would be built is what we say it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nimbus_lang.sandbox import assets
from nimbus_lang.sandbox.sandbox import SandboxOptions, up
from nimbus_lang.tools.tool import ToolError


def programs(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No variable, an empty cache, nothing on the PATH."""
    monkeypatch.delenv(assets.ASSETS_VARIABLE, raising=False)
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setattr(assets, "find_spec", lambda _: None)
    return tmp_path


def test_the_variable_wins(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = programs(bare / "named", *assets.NEEDED)
    programs(assets.build_folder(), *assets.NEEDED)
    monkeypatch.setenv(assets.ASSETS_VARIABLE, str(named))
    found = assets.find_assets()
    assert found is not None
    assert found.folder == named


def test_a_folder_that_lacks_a_program_does_not_count(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(assets.ASSETS_VARIABLE, str(programs(bare / "half", "etcd")))
    assert assets.find_assets() is None
    built = programs(assets.build_folder(), *assets.NEEDED)
    found = assets.find_assets()
    assert found is not None
    assert found.folder == built


def test_a_file_that_is_no_program_does_not_count(bare: Path) -> None:
    folder = programs(assets.build_folder(), *assets.NEEDED)
    (folder / "etcd").chmod(0o644)
    assert assets.find_assets() is None


def test_without_go_and_programs_it_is_said(bare: Path) -> None:
    with pytest.raises(ToolError) as problem:
        assets.find_or_build(print)
    assert problem.value.diagnostics[0].code == "NB7304"


def test_up_goes_on_without_a_cluster_and_says_why_in_one_line(bare: Path) -> None:
    found = up(SandboxOptions(folder=bare / "sandbox", aws=False))
    assert found.kubernetes is None
    assert "KUBEBUILDER_ASSETS" in found.absent
    assert "\n" not in found.absent


def test_a_failed_build_leaves_nothing_and_says_the_last_line(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(programs(bare / "bin", "go")))
    (bare / "bin" / "go").write_text("#!/bin/sh\necho no room >&2\nexit 1\n")
    with pytest.raises(ToolError) as problem:
        assets.find_or_build(print)
    said = problem.value.diagnostics[0]
    assert (said.code, said.notes) == ("NB7305", ("no room",))
    assert [p.name for p in assets.build_folder().parent.iterdir()] == [f"{assets.VERSION}.lock"]


def test_the_module_requires_the_version_that_we_say() -> None:
    text = (assets.MODULE / "go.mod").read_text()
    assert f"k8s.io/kubernetes {assets.VERSION}" in text
    staging = assets.VERSION.replace("v1.", "v0.")
    assert set(re.findall(r"=> k8s\.io/\S+ (\S+)", text)) == {staging}


def test_every_program_has_its_source_in_the_package() -> None:
    for name in (*assets.NEEDED, *assets.CONTROLLERS):
        assert (assets.MODULE / "cmd" / name / "main.go").is_file()
    assert (assets.MODULE / "go.sum").is_file()


def test_the_build_is_stamped_and_takes_no_other_toolchain(tmp_path: Path) -> None:
    go = assets.GoToolchain(Path("/go"), {"GOROOT": "/root"})
    call = assets.build_argv(go, tmp_path)
    assert any(f"gitVersion={assets.VERSION}" in part for part in call)
    env = assets.build_environment(go, tmp_path)
    assert (env["CGO_ENABLED"], env["GOTOOLCHAIN"], env["GOROOT"]) == ("0", "local", "/root")
