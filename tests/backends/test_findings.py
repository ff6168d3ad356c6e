"""JSON that tools write, read as sentences; what is no such JSON, or a broken one, is left to others."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nimbus_lang.backends.findings import Finding, findings
from nimbus_lang.backends.mentions import FileMention


@pytest.mark.parametrize(
    "text", ["", "Error: x", "{", "[1, 2]", '"x"', "[" * 100_000, '{"a": 1}', "{}\nno"]
)
def test_what_is_not_known(text: str) -> None:
    assert findings(text) is None


@pytest.mark.parametrize("key", ["runs", "diagnostic", "diagnostics", "results"])
@pytest.mark.parametrize("inside", [{}, [], [None], [{}], {"failed_checks": [{"check_id": 3}]}])
def test_a_document_that_lacks_what_it_should_have(key: str, inside: Any) -> None:
    findings(json.dumps({key: inside}))


def test_sarif_uris() -> None:
    place = {
        "artifactLocation": {"uri": "file:///a%20b/terraform/main.tf"},
        "region": {"startLine": 3},
    }
    result = {"message": {"text": "m"}, "locations": [{"physicalLocation": place}]}
    assert findings(json.dumps({"runs": [{"results": [result]}]})) == [
        Finding("m", (FileMention("/a b/terraform/main.tf", 3),))
    ]
