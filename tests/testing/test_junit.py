"""JUnit XML: what CI systems read."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import xmlschema

from nimbus_lang.diagnostics.render_text import Paint
from nimbus_lang.testing.describe import failure_text
from nimbus_lang.testing.junit import junit_xml
from nimbus_lang.testing.model import Kind, Result

SCHEMA = xmlschema.XMLSchema(Path(__file__).with_name("junit-10.xsd"))
"""The schema by which the xUnit plugin of Jenkins judges reports."""
SPEC = """stack shop
param n: int = 3
resource jobs: aws.ssm_parameter { name = "jobs" type = "String" description = "jobs<&>${n}" }
test "fine & <good>" { assert n == 3 }
test "wrong" { assert jobs.description == "a" }
"""


def test_suites_cases_and_failures(run) -> None:
    ran = run(SPEC)
    sources = ran.opened.sources
    text = junit_xml(ran.results, lambda one: failure_text(one, sources, Paint()))
    root = ET.fromstring(text)
    assert root.attrib["tests"] == "2" and root.attrib["failures"] == "1"
    (suite,) = root
    assert suite.attrib["name"] == "main.nimbus"
    fine, wrong = suite
    assert (fine.attrib["name"], fine.attrib["classname"]) == ("fine & <good>", "main.nimbus")
    assert list(fine) == []
    (failure,) = wrong
    assert failure.attrib["type"] == "NB6501"
    assert failure.text is not None and 'assert jobs.description == "a"' in failure.text


def test_what_xml_cannot_hold_is_made_visible() -> None:
    title = "a\x07b\x00c\ufffe\x1bd\tü日"
    result = Result(Kind.TEST, title, "x\x01.nimbus", None, (), 0.0)
    root = ET.fromstring(junit_xml([result], lambda one: ""))
    assert root[0][0].attrib["name"] == "a␇b␀c�␛d\tü日"
