"""The doctor finds what is there, says what to do about what is not, and never shows a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from nimbus_lang.sandbox.doctor import Found, Health, examine

NAMES = {
    "python", "aws provider", "kubectl", "go", "kubernetes control plane", "aws emulator",
    "aws credentials", "kube context", "model", "cache",
}  # fmt: skip


def by_name() -> dict[str, Found]:
    return {found.name: found for found in examine()}


def test_everything_is_looked_at_and_everything_missing_has_advice() -> None:
    found = examine()
    assert {f.name for f in found} >= NAMES
    assert len(found) == len(NAMES) + 2
    assert [f for f in found if f.status is not Health.OK and not f.advice] == []


def test_on_a_bare_machine_nothing_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("KUBEBUILDER_ASSETS", "KUBECONFIG", "TF_CLI_CONFIG_FILE", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    found = by_name()
    assert found["kubectl"].status is Health.WARNING
    assert found["kube context"].status is Health.WARNING
    assert found["cache"].status is Health.OK


def test_a_tool_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "terraform").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "terraform").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = by_name()["terraform"]
    assert found.status is Health.MISSING
    assert "NB7203" in found.advice


def test_a_cache_that_cannot_be_written_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert by_name()["cache"].status is Health.WARNING


def test_names_of_keys_are_shown_and_never_their_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA-value")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-value")
    found = by_name()
    assert "AWS_ACCESS_KEY_ID" in found["aws credentials"].where
    assert "OPENAI_API_KEY" in found["model"].where
    assert "-value" not in repr(found)
