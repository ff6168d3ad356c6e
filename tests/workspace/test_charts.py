"""Charts on this disk: a release's values are held against the chart's own schema, and nothing else is read."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from nimbus_lang.compiler import Compiled, compile_sources
from nimbus_lang.workspace.load import load

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["image", "replicas"],
    "properties": {
        "image": {"type": "string"},
        "replicas": {"type": "integer", "minimum": 1},
        "service": {"$ref": "#/definitions/service"},
    },
    "definitions": {
        "service": {"type": "object", "properties": {"type": {"enum": ["ClusterIP", "NodePort"]}}}
    },
}
USE = 'stack shop\nuse web from "./charts/web"\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    chart(tmp_path / "charts" / "web")
    return tmp_path


def chart(
    folder: Path, schema: Any = SCHEMA, about: str = "apiVersion: v2\nname: web\nversion: 1.2.3\n"
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Chart.yaml").write_text(about)
    (folder / "values.yaml").write_text("replicas: 1\n")
    (folder / "values.schema.json").write_text(
        schema if isinstance(schema, str) else json.dumps(schema)
    )


def compiled(here: Path, text: str, name: str = "main.nimbus") -> Compiled:
    (here / name).write_text(text)
    loaded, problems = load(Path(name))
    assert loaded is not None
    result = compile_sources(loaded.sources, name)
    return Compiled(result.checked, result.artifacts, (*problems, *result.diagnostics))


def codes(here: Path, text: str) -> list[str]:
    return [one.code for one in compiled(here, text).diagnostics]


def release(values: str) -> str:
    return f"{USE}resource site: web.release {{ values = {{ {values} }} }}\n"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ('image = "a"', []),
        ('image = "a" replicas = 3 service = { type = "NodePort" }', []),
        ('image = "a" replicas = 0', ["NB3001"]),
        ('image = "a" replica = 3', ["NB4001"]),
        ("replicas = 3", ["NB4002"]),
        ('image = "a" service = { type = "Nodeport" }', ["NB3003"]),
    ],
)
def test_values_are_held_against_the_schema(here: Path, values: str, expected: list[str]) -> None:
    assert codes(here, release(values)) == expected


def test_the_chart_and_its_version_are_filled_in(here: Path) -> None:
    found = compiled(here, release('image = "a"') + "output version = site.version\n")
    assert found.artifacts is not None
    text = found.artifacts.texts()["helm/site/values.yaml"]
    assert text.startswith("# helm upgrade --install site charts/web --version 1.2.3 ")
    assert text.endswith("image: a\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f'{USE}resource site: web.release {{ chart = "x" values = {{ image = "a" }} }}\n',
            ["NB4003"],
        ),
        (f"{USE}resource site: web.release {{ }}\n", ["NB4002"]),
        (f'{USE}resource site: web.release {{ set_secret = {{ image = env.secret("A") }} }}\n', []),
        (
            f'{USE}resource site: web.release {{ set_secret = {{ }} values = {{ imag = "" }} }}\n',
            ["NB4001"],
        ),
        (f"{USE}resource site: web.realese {{ }}\n", ["NB4007"]),
        ('stack shop\nuse web from "./charts/none"\n', ["NB2021"]),
        ('stack shop\nuse web from "./charts"\n', ["NB4112"]),
        ('stack shop\nuse web from "../charts"\n', ["NB6069"]),
        ('stack shop\nuse web from "oci://ghcr.io/acme/web"\n', ["NB2023"]),
        ('stack shop\nuse web from "oci://ghcr.io/acme/web@1.2"\n', ["NB6060"]),
    ],
)
def test_what_is_wrong_is_said(here: Path, text: str, expected: list[str]) -> None:
    (here / "nimbus.toml").write_text("")
    (here.parent / "charts").mkdir(exist_ok=True)
    assert codes(here, text) == expected


@pytest.mark.parametrize(
    ("schema", "about"),
    [("{", "name: web\n"), ("3", "name: web\n"), ("{}", "a: ["), ("{}", "version: 1\n")],
)
def test_a_broken_chart(here: Path, schema: str, about: str) -> None:
    chart(here / "charts" / "web", schema, about)
    assert codes(here, USE) == ["NB4112"]


def test_one_without_a_schema_takes_any_values_and_it_is_said_once(here: Path) -> None:
    (here / "charts" / "web" / "values.schema.json").unlink()
    text = release("anything = [1]") + "resource other: web.release { }\n"
    assert codes(here, text) == ["NB4111"]


def test_a_policy_on_releases_sees_it(here: Path) -> None:
    text = (
        release('image = "a"')
        + 'policy "named" on helm.release as r { deny "no" when r.values.image == "a" }\n'
    )
    assert codes(here, text) == ["NB5901"]


def test_an_archive_is_read_where_it_lies(here: Path) -> None:
    with tarfile.open(here / "charts" / "web-1.2.3.tgz", "w:gz") as archive:
        archive.add(here / "charts" / "web", "web")
    text = release('imag = "a"').replace("charts/web", "charts/web-1.2.3.tgz")
    assert codes(here, text) == ["NB4001"]


@pytest.mark.parametrize("data", [b"", b"no archive", b"\x1f\x8b" + b"\0" * 30])
def test_what_is_no_archive(here: Path, data: bytes) -> None:
    (here / "charts" / "web.tgz").write_bytes(data)
    assert codes(here, USE.replace("charts/web", "charts/web.tgz")) == ["NB4112"]


def test_an_archive_that_unpacks_without_end(here: Path) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        member = tarfile.TarInfo("web/big")
        member.size = 64 * 1024 * 1024
        archive.addfile(member, io.BytesIO(bytes(member.size)))
    (here / "charts" / "web.tgz").write_bytes(made.getvalue())
    assert codes(here, USE.replace("charts/web", "charts/web.tgz")) == ["NB4112"]


def test_every_file_of_the_chart_binds_a_plan(here: Path) -> None:
    def texts() -> str:
        return compiled(here, USE).checked.sources["chart:charts/web"].text

    before = texts()
    assert texts() == before
    (here / "charts" / "web" / "templates").mkdir()
    (here / "charts" / "web" / "templates" / "a.yaml").write_text("kind: Pod\n")
    assert texts() != before


def test_a_name_that_is_nearly_a_known_one_is_pointed_at_where_any_will_do(here: Path) -> None:
    chart(here / "charts" / "web", {**SCHEMA, "additionalProperties": True})
    text = release('image = "a" replica = 2 other = 3 servicE = { type = "NodePort", tpye = "a" }')
    assert codes(here, text) == ["NB4113", "NB4113"]
