"""From generated lines to the spec and back."""

from __future__ import annotations

from nimbus_lang.backends.registry import lower_all
from nimbus_lang.backends.trace import lines_from, origin_of
from tests.backends.by_hand import SOURCES, cleared, graph, resource


def test_both_ways() -> None:
    made = graph(resource("db", "aws.db_instance", {"identifier": "db", "tags": {"Name": "x"}}))
    artifacts, _ = lower_all(cleared(made), SOURCES)
    path = "terraform/main.tf"
    at = artifacts.files[path].text.splitlines().index('  identifier = "db"') + 1
    found = origin_of(artifacts, path, at)
    assert found is not None
    assert (found.address, found.field) == ("db", "identifier")
    assert found.span == made.resources["db"].fields["identifier"].span
    place = SOURCES[found.span.path].position(found.span.start)
    back = list(lines_from(artifacts, SOURCES, found.span.path, place.line))
    assert (path, at, '  identifier = "db"') in [(one.path, one.line, one.text) for one in back]


def test_a_blank_line_belongs_to_the_one_above() -> None:
    made = graph(resource("db", "aws.db_instance", {"identifier": "db", "tags": {"Name": "x"}}))
    artifacts, _ = lower_all(cleared(made), SOURCES)
    lines = artifacts.files["terraform/main.tf"].text.splitlines()
    found = origin_of(artifacts, "terraform/main.tf", lines.index("") + 1)
    assert found is not None and found.field == "identifier"


def test_unknown_places() -> None:
    artifacts, _ = lower_all(cleared(graph()), SOURCES)
    assert origin_of(artifacts, "nowhere.tf", 1) is None
    assert list(lines_from(artifacts, SOURCES, "nowhere.nimbus", 1)) == []
