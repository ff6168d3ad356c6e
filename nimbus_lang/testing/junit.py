"""Results as JUnit XML, the form that CI systems read: a suite for each spec, a case for each test.

Only what the schema of the xUnit family knows: a case has no place of its own, its failure's text tells it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence

from nimbus_lang.diagnostics.cells import visible
from nimbus_lang.testing.model import Failure, Result

Describe = Callable[[Failure], str]
"""A failure in full, as plain text."""


def junit_xml(results: Sequence[Result], describe: Describe) -> str:
    """The document, with a final newline."""
    root = ET.Element("testsuites", _counts(results))
    for main in dict.fromkeys(result.main for result in results):
        inside = [result for result in results if result.main == main]
        named = {"name": _text(main), "file": _text(main)}
        suite = ET.SubElement(root, "testsuite", {**named, **_counts(inside)})
        for result in inside:
            _case(suite, result, describe)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _counts(results: Sequence[Result]) -> dict[str, str]:
    failed = sum(not result.passed for result in results)
    seconds = sum(result.seconds for result in results)
    return {
        "tests": str(len(results)),
        "failures": str(failed),
        "errors": "0",
        "time": f"{seconds:.3f}",
    }


def _case(suite: ET.Element, result: Result, describe: Describe) -> None:
    facts = {
        "name": _text(result.title),
        "classname": _text(result.main),
        "time": f"{result.seconds:.3f}",
    }
    case = ET.SubElement(suite, "testcase", facts)
    for failure in result.failures:
        said = failure.diagnostic
        told = ET.SubElement(
            case, "failure", {"message": _text(f"{said.summary}: {said.detail}"), "type": said.code}
        )
        told.text = _text(describe(failure))


def _text(text: str) -> str:
    """Text without what XML cannot hold."""
    return "".join(char if _allowed(ord(char)) else visible(char) for char in text)


def _allowed(code: int) -> bool:
    return code in (9, 10) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF
