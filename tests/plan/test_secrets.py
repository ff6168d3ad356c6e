"""Where secrets come from, and what is said when they do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nimbus_lang.plan.secrets import KEY_FILE, Secrets
from nimbus_lang.source.span import Span
from nimbus_lang.tools.tool import ToolError
from nimbus_lang.values.model import SecretSource, Value

HERE = Span("a.nimbus", 0, 1)


def nowhere(*_: str) -> str:
    raise AssertionError("not asked")


def reader(folder: Path, account: dict[str, str] | None = None) -> Secrets:
    found = account or {}
    return Secrets(folder, folder, lambda name: found[name], nowhere)


def source(kind: str, **args: str | int) -> SecretSource:
    return SecretSource(kind, {name: Value(data, HERE) for name, data in args.items()})


def test_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB", "s3cret")
    assert reader(tmp_path).read(source("env", name="DB")) == "s3cret"


def test_file_without_its_last_newline(tmp_path: Path) -> None:
    (tmp_path / "db.txt").write_text("s3cret\n")
    assert reader(tmp_path).read(source("file", name="db.txt")) == "s3cret"


def test_a_key_of_a_json_secret(tmp_path: Path) -> None:
    secrets = reader(tmp_path, {"shop/db": json.dumps({"password": "s3cret", "port": 5432})})
    assert secrets.read(source("aws", name="shop/db", key="password")) == "s3cret"
    assert secrets.read(source("aws", name="shop/db", key="port")) == "5432"
    assert set(secrets.seen()) == {"s3cret", "5432"}


def test_a_secret_is_read_once(tmp_path: Path) -> None:
    asked: list[str] = []

    def account(name: str) -> str:
        asked.append(name)
        return "x"

    secrets = Secrets(tmp_path, tmp_path, account, nowhere)
    assert [secrets.read(source("aws", name="a")) for _ in range(3)] == ["x"] * 3
    assert asked == ["a"]


def test_each_version_of_a_generated_secret_is_another(tmp_path: Path) -> None:
    made = [reader(tmp_path).read(source("generate", name="db", version=n)) for n in (1, 2, 3)]
    assert len(set(made)) == 3
    assert made[0] == reader(tmp_path).read(source("generate", name="db"))
    assert made[1] == reader(tmp_path).read(source("generate", name="db", version=2))


def test_a_generated_secret_stays_the_same_and_is_kept_nowhere(tmp_path: Path) -> None:
    one = reader(tmp_path).read(source("generate", name="db", length=40))
    two = reader(tmp_path).read(source("generate", name="db", length=40))
    other = reader(tmp_path).read(source("generate", name="admin"))
    assert one == two
    assert len(one) == 40
    assert one.isalnum()
    assert other != one[:32]
    key = tmp_path / KEY_FILE
    assert key.stat().st_mode & 0o777 == 0o600
    assert one.encode() not in key.read_bytes()


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (source("env", name="NOT_SET_AT_ALL"), "not set"),
        (source("file", name="missing.txt"), "no such file"),
        (source("aws", name="plain", key="a"), "not a JSON object"),
        (source("aws", name="json", key="b"), "no key `b`"),
    ],
)
def test_what_is_not_to_be_had(tmp_path: Path, asked: SecretSource, why: str) -> None:
    secrets = reader(tmp_path, {"plain": "hunter22", "json": "{}"})
    with pytest.raises(ToolError) as refused:
        secrets.read(asked, HERE)
    (said,) = refused.value.diagnostics
    assert said.code == "NB7010"
    assert why in said.detail
    assert said.span == HERE
    assert "hunter22" not in said.detail
