"""nimbus.lock: written the same each time, read back as it was, and every damage to it named."""

from __future__ import annotations

from pathlib import Path

import pytest

from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.workspace.lock import Bundled, Lock, Pin, lock_path, parse_lock, read_lock

NAME = 'git+https://example.com/a.git@we"ird'
LOCK = Lock(
    {
        "git+https://example.com/b.git@v2": Pin(
            "b" * 40, {"y.nimbus": "2" * 64, "x.nimbus": "1" * 64}
        ),
        NAME: Pin("a" * 64, {"dir/é.nimbus": "3" * 64}),
    },
    {"hashicorp/aws": Bundled("5.100.0", "4" * 64)},
    charts={"oci://ghcr.io/acme/web@1.2.3": "5" * 64},
)


def test_what_is_written_is_read_back() -> None:
    found, problems = parse_lock(SourceFile("nimbus.lock", LOCK.text()))
    assert problems == ()
    assert found == LOCK
    assert found is not None and found.text() == LOCK.text()


def test_it_is_sorted_whatever_the_order_was() -> None:
    turned = Lock(dict(reversed(LOCK.packages.items())), LOCK.bundled, charts=LOCK.charts)
    assert turned.text() == LOCK.text()


@pytest.mark.parametrize(
    "text",
    [
        "version = 1\n<<<<<<< ours\n",
        "version = 2\n",
        "",
        "version = 1\nextra = 1\n",
        "version = 1\npackages = 1\n",
        'version = 1\n[packages."x"]\n',
        'version = 1\n[packages."x"]\ncommit = "main"\n',
        'version = 1\n[packages."x"]\ncommit = "' + "a" * 40 + '"\nfiles."a" = "short"\n',
        'version = 1\n[packages."x"]\ncommit = "' + "a" * 40 + '"\nfiles = 1\n',
        'version = 1\n[packages."x"]\ncommit = "' + "a" * 40 + '"\nother = 1\n',
        'version = 1\n[bundled]\naws = "5"\n',
    ],
)
def test_damage_is_named(text: str) -> None:
    found, problems = parse_lock(SourceFile("nimbus.lock", text))
    assert found is None
    assert [one.code for one in problems] == ["NB6063"]
    assert problems[0].span is not None and problems[0].span.end <= len(text)


def test_no_lock_is_an_empty_one(tmp_path: Path) -> None:
    assert read_lock(tmp_path / "nimbus.lock", "nimbus.lock") == (Lock(), ())


def test_a_lock_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "nimbus.lock").mkdir()
    found, problems = read_lock(tmp_path / "nimbus.lock", "nimbus.lock")
    assert found is None
    assert [one.code for one in problems] == ["NB6003"]


def test_it_lies_beside_the_nearest_settings(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert lock_path(tmp_path / "a" / "b").parent == tmp_path / "a" / "b"
    (tmp_path / "nimbus.toml").write_text("")
    assert lock_path(tmp_path / "a" / "b") == tmp_path / "nimbus.lock"
    (tmp_path / "a" / "nimbus.lock").write_text("")
    assert lock_path(tmp_path / "a" / "b") == tmp_path / "a" / "nimbus.lock"
    assert lock_path(tmp_path / "a" / "b" / ".." / ".." / "c") == tmp_path / "nimbus.lock"
