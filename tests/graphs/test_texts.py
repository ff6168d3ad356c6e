"""Mermaid, DOT, SVG and the page: whole, escaped, the same each time."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from nimbus_lang.compiler import Checked, check_sources
from nimbus_lang.graphs.dot import dot, quote
from nimbus_lang.graphs.facts import facts
from nimbus_lang.graphs.mermaid import escape, mermaid
from nimbus_lang.graphs.page import page
from nimbus_lang.graphs.picture import picture_of
from nimbus_lang.graphs.svg import svg
from nimbus_lang.source.source_file import SourceFile, SourceSet
from tests.graphs.test_picture import MIXED

NASTY = """stack shop
param password: secret<string> = env.secret("DB_PASSWORD")
## Ends </script> and <!-- begins.
resource jobs[name in ["a\\"b", "<i>#|`", "x\\\\y"]]: aws.sqs_queue { tags = { note = "</script><script>alert(1)</script>" } }
resource note: aws.secretsmanager_secret_version { secret_id = "x"  secret_string = password }
"""


def checked(text: str) -> Checked:
    return check_sources(SourceSet.of(SourceFile("main.nimbus", text)), "main.nimbus")


def a_page(text: str) -> str:
    found = checked(text)
    picture = picture_of(found.graph)
    return page(picture, facts(picture, found.graph, found.sources))


def test_mermaid() -> None:
    text = mermaid(picture_of(checked(MIXED).graph))
    assert text.startswith("flowchart LR\n")
    assert 'subgraph g0["Terraform"]' in text
    assert 'subgraph g1["post[#quot;a#quot;]"]' in text
    assert '["jobs<br/>aws.sqs_queue"]' in text
    assert '-->|"queue_url, policy"|' in text
    assert text.count("subgraph") == text.count("\n  end") + text.count("\n    end")


def test_mermaid_shows_any_text_as_it_is() -> None:
    assert escape('a"b <i> #1 | `x`\ny & z') == (
        "a#quot;b #lt;i#gt; #35;1 #124; #96;x#96; y #amp; z"
    )
    text = mermaid(picture_of(checked(NASTY).graph))
    inside = re.findall(r'\["(.*?)"\]', text)
    assert all('"' not in label for label in inside)


def test_dot() -> None:
    text = dot(picture_of(checked(MIXED).graph))
    assert text.startswith('digraph "shop" {') and text.endswith("}\n")
    assert "subgraph cluster_g0 {" in text
    assert '[label = "queue_url, policy"]' in text
    assert text.count("{") == text.count("}")
    assert quote('a"b\\c\nd') == '"a\\"b\\\\c\\nd"'


def test_dot_is_read_by_graphviz_where_it_is_there() -> None:
    found = shutil.which("dot")
    if found is None:  # the text is tested above; a machine with graphviz tests it for good
        return
    text = dot(picture_of(checked(NASTY).graph))
    done = subprocess.run([found, "-Tsvg"], input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_svg_is_xml_with_every_node_and_line() -> None:
    for text in (MIXED, NASTY):
        picture = picture_of(checked(text).graph)
        root = ET.fromstring(svg(picture))
        drawn = [one for one in root.iter() if one.attrib.get("class", "").startswith("node ")]
        assert [one.attrib["id"] for one in drawn] == [node.id for node in picture.nodes]
        lines = [one for one in root.iter() if one.attrib.get("class") == "line"]
        assert len(lines) == len(picture.lines)


def test_svg_is_the_same_each_time() -> None:
    picture = picture_of(checked(MIXED).graph)
    assert svg(picture) == svg(picture_of(checked(MIXED).graph))


class _Reader(HTMLParser):
    """What a browser would make of the page: its tags, and the text of its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "script" and self.scripts:
            self.scripts[-1] += data


def read(text: str) -> tuple[_Reader, Any]:
    reader = _Reader()
    reader.feed(text)
    return reader, json.loads(reader.scripts[0])


def test_the_page_loads_nothing() -> None:
    text = a_page(MIXED)
    reader, _ = read(text)
    assert reader.links == []
    assert "default-src 'none'" in text
    assert not re.search(r"https?://(?!www\.w3\.org/)", text)


def test_the_page_tells_fields_places_and_docs() -> None:
    _, told = read(a_page(NASTY))
    node = told["n0"]
    assert node["target"] == "Terraform"
    (resource,) = node["resources"]
    assert resource["places"] == ["main.nimbus:4:10"]
    assert resource["fields"]["tags"]["note"] == "</script><script>alert(1)</script>"
    assert resource["doc"].startswith("Ends </script>")


def test_nothing_in_a_spec_becomes_markup() -> None:
    reader, _ = read(a_page(NASTY))
    assert reader.tags.count("script") == 2
    assert reader.tags.count("i") == 1  # the key of the one target


def test_a_secret_is_hidden() -> None:
    text = a_page(NASTY)
    assert "DB_PASSWORD" not in text


def test_an_empty_stack_is_drawn() -> None:
    picture = picture_of(checked("stack empty\n").graph)
    assert mermaid(picture) == "flowchart LR\n"
    ET.fromstring(svg(picture))
    read(a_page("stack empty\n"))


def test_a_browser_draws_the_page_where_there_is_one(tmp_path: Path) -> None:
    """Its script runs to the end under its own policy, and nothing that a spec says runs at all."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if (
        found is None
    ):  # what the page holds is tested above; a machine with a browser tests what it does
        return
    place = tmp_path / "page.html"
    place.write_text(a_page(NASTY), encoding="utf-8")
    argv = [
        found,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    done = subprocess.run(
        [*argv, "--dump-dom", place.as_uri()], capture_output=True, timeout=120, check=False
    )
    drawn = done.stdout.decode()
    assert "Click a resource to see its fields" in drawn.split("<aside>")[1].split("</aside>")[0]
    assert re.search(r"<g[^>]* transform=\"translate\(", drawn)
    assert "<script>alert" not in drawn
