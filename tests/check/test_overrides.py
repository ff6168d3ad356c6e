"""Assignments from outside: where an overlay may reach, and what is said where it leads nowhere."""

from __future__ import annotations

import pytest

from nimbus_lang.compiler import Checked, CompileOptions, check_sources
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.values.show import show

STACK = """\
stack s
param sizes: list<int> = [1, 2]
resource queue[k in ["a", "b"]]: aws.sqs_queue { name = k  tags = { Team = "x" } }
resource worker[i in 0..1]: aws.sqs_queue { name = "w${i}" }
resource files: aws.s3_bucket {
  bucket    = "files"
  cors_rule = [{ allowed_methods = ["GET"], allowed_origins = ["a", "b"] }]
}
output sizes = sizes
"""


def checked(lines: str) -> Checked:
    text = f"{STACK}overlay o {{ {lines} }}\n"
    sources = SourceSet.of(SourceFile("main.nimbus", text))
    return check_sources(sources, "main.nimbus", CompileOptions(overlay="o"))


def said(found: Checked) -> list[tuple[str, str]]:
    return [(d.code, d.detail) for d in found.diagnostics if d.severity.value == "error"]


def field(found: Checked, address: str, name: str) -> str | None:
    value = found.graph.resources[address].fields.get(name)
    return None if value is None else show(value)


def test_one_instance() -> None:
    found = checked('queue["a"].delay_seconds = 5')
    assert said(found) == []
    assert field(found, 'queue["a"]', "delay_seconds") == "5"
    assert field(found, 'queue["b"]', "delay_seconds") is None


def test_all_instances_beside_what_is_written() -> None:
    found = checked('queue[*].tags.Owner = "y"  worker[*].delay_seconds = 3')
    assert said(found) == []
    tags = {field(found, f'queue["{key}"]', "tags") for key in "ab"}
    assert tags == {'{ Team = "x", Owner = "y" }'}
    assert {field(found, f"worker[{n}]", "delay_seconds") for n in (0, 1)} == {"3"}


def test_every_item_of_a_list() -> None:
    found = checked("files.cors_rule[*].max_age_seconds = 9  sizes[1] = 7")
    assert said(found) == []
    assert "max_age_seconds = 9" in (field(found, "files", "cors_rule") or "")
    assert show(found.graph.outputs[0].value) == "[1, 7]"


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ('queue["c"].delay_seconds = 1', "NB3008", 'no "c" here; the keys are "a", "b"'),
        ("worker[2].delay_seconds = 1", "NB3008", 'no "2" here; the keys are "0", "1"'),
        ("sizes[9] = 1", "NB3009", "Position 9 is asked for, and the positions are 0 to 1"),
        ("files.cors_rule[1].max_age_seconds = 1", "NB3009", "the positions are 0 to 0"),
        ("queue.delay_seconds = 1", "NB2008", "an instance for each key"),
        ('files["x"].tags = {}', "NB2008", "is one resource and has no keys"),
        ("files[*].tags = {}", "NB2008", "is one resource and has no keys"),
        ("sizes[*] = 3", "NB2008", "set a field of them, or the whole list"),
    ],
)
def test_a_path_that_leads_nowhere(line: str, code: str, words: str) -> None:
    ((found, detail),) = said(checked(line))
    assert found == code
    assert words in detail
