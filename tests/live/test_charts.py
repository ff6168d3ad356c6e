"""Charts for real: helm renders what a typed release lowers to, and fetches a registry's chart for `nimbus lock`."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from nimbus_lang.compiler import compile_sources
from nimbus_lang.operations.check import Options as CheckOptions
from nimbus_lang.operations.check import check
from nimbus_lang.operations.lock import Options, lock
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.tools.helm.find import find_helm
from nimbus_lang.tools.helm.helm import Helm
from nimbus_lang.tools.helm.release import Release, manifest_objects
from nimbus_lang.workspace.load import load

pytestmark = pytest.mark.live

FILES = {
    "Chart.yaml": "apiVersion: v2\nname: web\nversion: {version}\n",
    "values.yaml": "replicas: 1\n",
    "values.schema.json": json.dumps(
        {
            "type": "object",
            "required": ["image", "replicas"],
            "properties": {"image": {"type": "string"}, "replicas": {"type": "integer"}},
            "additionalProperties": False,
        }
    ),
    "templates/note.yaml": (
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n"
        "data:\n  image: {{ .Values.image }}\n  replicas: {{ .Values.replicas | quote }}\n"
    ),
}


def files(version: str) -> dict[str, str]:
    return FILES | {"Chart.yaml": FILES["Chart.yaml"].format(version=version)}


def archive(version: str, *without: str) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for path, text in files(version).items():
            if path in without:
                continue
            member = tarfile.TarInfo(f"web/{path}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return made.getvalue()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "nimbus.toml").write_text("")
    return tmp_path


def test_helm_renders_what_a_typed_release_says(here: Path) -> None:
    for path, text in files("1.2.3").items():
        (here / "charts" / "web" / path).parent.mkdir(parents=True, exist_ok=True)
        (here / "charts" / "web" / path).write_text(text)
    text = 'stack shop\nuse web from "./charts/web"\n'
    (here / "a.nimbus").write_text(
        text + 'resource site: web.release { values = { image = "a:1" } }\n'
    )
    loaded, _ = load(Path("a.nimbus"))
    assert loaded is not None
    artifacts = compile_sources(loaded.sources, "a.nimbus").artifacts
    assert artifacts is not None
    values = here / "values.yaml"
    values.write_text(artifacts.texts()["helm/site/values.yaml"])
    shown = Helm(find_helm()).template(Release("site", str(here / "charts" / "web"), values))
    (note,) = manifest_objects(shown).values()
    assert note["data"] == {"image": "a:1", "replicas": "1"}


class Registry(BaseHTTPRequestHandler):
    """As much of a registry as serves one chart in a few versions."""

    charts: ClassVar[dict[str, bytes]] = {}

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        kind, body = self.found(self.path.partition("?")[0])
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Docker-Content-Digest", digest(body))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def found(self, path: str) -> tuple[str, bytes]:
        if path == "/v2/":
            return "application/json", b"{}"
        if path == "/v2/acme/web/tags/list":
            return "application/json", json.dumps(
                {"name": "acme/web", "tags": [*self.charts]}
            ).encode()
        last = path.rpartition("/")[2]
        for version, data in self.charts.items():
            about = json.dumps({"name": "web", "version": version, "apiVersion": "v2"}).encode()
            manifest = self.manifest(about, data)
            if last in (version, digest(manifest)):
                return "application/vnd.oci.image.manifest.v1+json", manifest
            for blob in (about, data):
                if last == digest(blob):
                    return "application/octet-stream", blob
        return "text/plain", b""

    def manifest(self, about: bytes, data: bytes) -> bytes:
        def part(kind: str, content: bytes) -> dict[str, object]:
            media = f"application/vnd.cncf.helm.{kind}"
            return {"mediaType": media, "digest": digest(content), "size": len(content)}

        layer = part("chart.content.v1.tar+gzip", data)
        whole = {"schemaVersion": 2, "config": part("config.v1+json", about), "layers": [layer]}
        return json.dumps(whole, sort_keys=True).encode()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.fixture
def registry() -> Iterator[str]:
    Registry.charts = {
        version: archive(version) for version in ("1.1.9", "1.2.0", "1.2.3", "2.0.0")
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"oci://127.0.0.1:{server.server_address[1]}/acme/web"
    server.shutdown()


def codes(here: Path) -> list[str]:
    return [one.code for one in check(CheckOptions((here,))).diagnostics]


def test_a_registrys_chart_is_locked_and_then_read_without_a_network(
    here: Path, registry: str
) -> None:
    use = f'stack shop\nuse web from "{registry}@1.2"\n'
    (here / "a.nimbus").write_text(use + 'resource site: web.release { values = { imag = "a" } }\n')
    assert codes(here) == ["NB6060"]
    found = lock(Options(here))
    assert (found.outcome, [one.code for one in found.diagnostics]) == (Outcome.OK, [])
    assert list(found.lock.charts) == [f"{registry}@1.2.3"]
    Registry.charts = {}
    assert codes(here) == ["NB4001"]
    assert lock(Options(here, check=True)).outcome is Outcome.OK
    (here / "a.nimbus").write_text(use.replace("@1.2", "@1.1"))
    assert codes(here) == ["NB6081"]


def test_a_chart_that_was_published_anew_is_noticed(here: Path, registry: str) -> None:
    (here / "a.nimbus").write_text(f'stack shop\nuse web from "{registry}@1.2.0"\n')
    assert lock(Options(here)).outcome is Outcome.OK
    Registry.charts["1.2.0"] = archive("1.2.0", "values.schema.json")
    for path in (here / "cache").rglob("*"):
        if path.is_file():
            path.unlink()
    assert "NB6082" in [one.code for one in lock(Options(here)).diagnostics]


def test_a_chart_that_cannot_be_had_is_said_at_its_use(here: Path, registry: str) -> None:
    (here / "a.nimbus").write_text(f'stack shop\nuse web from "{registry}@3"\n')
    found = lock(Options(here))
    assert found.outcome is Outcome.ENVIRONMENT
    assert found.diagnostics[0].code.startswith("NB72")
    assert found.diagnostics[0].span is not None
