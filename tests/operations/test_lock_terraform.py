"""What only terraform can describe, where terraform is not asked: nothing is locked yet, or all of it is here."""

from __future__ import annotations

from pathlib import Path

import pytest

from nimbus_lang.operations import check as checking
from nimbus_lang.operations.lock import Options, lock
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.schemas.build_provider import build_provider
from nimbus_lang.workspace.lock import Lock
from nimbus_lang.workspace.package_cache import digest, keep

BOX = {"resource_schemas": {"thing_box": {"block": {"attributes": {}}}}}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project on a machine without terraform."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", "")
    (tmp_path / "main.nimbus").write_text(
        'stack a\nuse thing from "acme/thing@~> 1.0"\nresource a: thing.box {}\n'
    )
    return tmp_path


def pinned(*versions: str) -> Lock:
    """A lock of the provider at these versions, each kept."""
    texts = {version: build_provider(BOX, "acme/thing", version) for version in versions}
    for text in texts.values():
        keep(text)
    return Lock(terraform={f"acme/thing@{v}": digest(text) for v, text in texts.items()})


def write(lock: Lock) -> None:
    Path("nimbus.lock").write_text(lock.text())


def codes() -> list[str]:
    return [
        one.code for one in checking.check(checking.Options((Path("main.nimbus"),))).diagnostics
    ]


def test_what_is_not_locked_is_new() -> None:
    found = lock(Options(Path(), check=True))
    assert found.outcome is Outcome.SPEC
    assert "`acme/thing@~> 1.0` is new" in found.changes


def test_what_is_locked_and_here_is_left_alone() -> None:
    write(pinned("1.2.0"))
    found = lock(Options(Path()))
    assert found.outcome is Outcome.OK
    assert found.lock.terraform == pinned("1.2.0").terraform
    assert codes() == []


def test_versions_that_nothing_asks_for_go() -> None:
    write(pinned("1.2.0", "1.3.0", "2.0.0"))
    found = lock(Options(Path()))
    assert list(found.lock.terraform) == ["acme/thing@1.3.0"]


def test_another_version_is_told_by_the_check() -> None:
    write(pinned("2.0.0"))
    assert codes() == ["NB6081"]


def test_a_provider_of_a_folder_with_a_lock_of_its_own_is_not_ours() -> None:
    Path("other").mkdir()
    Path("other/nimbus.lock").write_text(Lock().text())
    Path("main.nimbus").rename("other/main.nimbus")
    assert not lock(Options(Path(), check=True)).lock.terraform
