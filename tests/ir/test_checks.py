"""Checks of resources: what is judged now, what is kept for an apply, and for whom."""

from __future__ import annotations

import pytest

from nimbus_lang.backends.crossings import crossings
from nimbus_lang.compiler import Compiled, compile_sources
from nimbus_lang.plan.stages import turns
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.syntax.print import format_source


def compiled(text: str) -> Compiled:
    return compile_sources(SourceSet.of(SourceFile("main.nimbus", text)), "main.nimbus")


def code(text: str) -> str:
    """The Terraform code of a stack."""
    result = compiled("stack shop\n" + text)
    assert result.artifacts is not None, [one.detail for one in result.diagnostics]
    return result.artifacts.files["terraform/main.tf"].text


def test_what_holds_is_written_nowhere() -> None:
    assert "condition" not in code('resource a: aws.sqs_queue { name = "a" check a.name == "a" }')


def test_what_waits_is_a_precondition() -> None:
    text = code(
        'resource a: aws.sqs_queue { name = "a" }\n'
        'resource b: aws.sqs_queue { name = "b" check a.arn != "" else "no ${a.arn}" }\n'
    )
    assert 'condition     = aws_sqs_queue.a.arn != ""' in text
    assert 'error_message = "no ${aws_sqs_queue.a.arn}"' in text
    assert "precondition" in text


@pytest.mark.parametrize("keys", ["", '[k in ["x"]]', "[i in 0..1]"])
def test_what_reads_itself_is_a_postcondition(keys: str) -> None:
    key = "${k}" if "k in" in keys else "${i}" if "i in" in keys else ""
    text = code(f'resource a{keys}: aws.sqs_queue {{ name = "a{key}" check a.arn != "" }}')
    assert 'condition     = self.arn != ""' in text
    assert "postcondition" in text


def test_another_instance_is_not_itself() -> None:
    text = code(
        'resource a: aws.sqs_queue { name = "a" }\n'
        'resource b[k in ["x", "y"]]: aws.sqs_queue { name = k check a.arn != b.arn }\n'
    )
    assert "condition     = aws_sqs_queue.a.arn != self.arn" in text


def test_a_failure_tells_the_value_of_every_part() -> None:
    text = 'param n: int = 1\nresource a: aws.sqs_queue { name = "a" check n > 2 or n == 3 else "n is ${n}" }\n'
    (said,) = compiled(text).diagnostics
    assert said.detail.startswith("n is 1. ")
    file = SourceFile("main.nimbus", text)
    assert [(file.slice(one.span), one.text) for one in said.labels] == [
        ("n", "1"),
        ("n > 2", "false"),
        ("n", "1"),
        ("n == 3", "false"),
    ]


MIXED = 'resource q: aws.sqs_queue { name = "q" }\n'


@pytest.mark.parametrize("read", ["d.tags.a", 'd.tags["a"]', "d.tags.c"])
def test_a_part_is_known_where_the_whole_is_not(read: str) -> None:
    declared = 'resource d: aws.sqs_queue { name = "d" tags = { a = "x", b = q.arn, c = "x" } '
    (said,) = compiled(MIXED + declared + f'check {read} == "y" }}\n').diagnostics
    assert said.code == "NB3041"
    assert "condition" not in code(MIXED + declared + f'check {read} == "x" }}\n')
    assert 'self.tags["b"] == "y"' in code(MIXED + declared + 'check d.tags.b == "y" }\n')


def test_a_part_of_an_object_is_known_where_the_whole_is_not() -> None:
    declared = (
        'resource c: k8s.core.v1.ConfigMap { metadata = { name = "c" } '
        'data = { a = "x", b = q.arn } check c.data.'
    )
    said = {
        check: [one.code for one in compiled(f"{MIXED}{declared}{check} }}\n").diagnostics]
        for check in ('a == "x"', 'a == "y"', 'b == "x"')
    }
    assert said == {'a == "x"': [], 'a == "y"': ["NB3041"], 'b == "x"': ["NB3042"]}


def test_a_part_of_another_is_known_and_stays_a_reference() -> None:
    text = code(
        MIXED
        + 'resource d: aws.sqs_queue { name = "d" tags = { a = "x", b = q.arn } }\n'
        + 'resource e: aws.sqs_queue { name = "e" tags = d.tags check e.tags.a == "x" }\n'
        + 'resource f[k in [d.tags.a]]: aws.sqs_queue { name = k fifo_queue = d.tags.a == "z" }\n'
    )
    assert "condition" not in text
    assert "aws_sqs_queue.d.tags" in text
    assert 'aws_sqs_queue.d.tags["a"] == "z"' in text


def test_a_component_names_its_callers() -> None:
    text = (
        "component box { param n: int\n"
        'resource q: aws.sqs_queue { name = "q" check n > 1 } }\nresource mine: box { n = 1 }\n'
    )
    (said,) = compiled(text).diagnostics
    assert said.code == "NB3041"
    assert [one.start for one in said.callers] == [text.index("mine")]


def test_an_object_waits_for_what_its_check_reads() -> None:
    graph = compiled(
        "resource a: k8s.core.v1.ConfigMap { data = {} }\n"
        'resource b: k8s.core.v1.ConfigMap { data = {} check a.metadata.uid != "" }\n'
        'resource q: aws.sqs_queue { name = "q" }\n'
        'resource c: k8s.core.v1.ConfigMap { data = {} check q.arn != "" }\n'
    ).checked.graph
    assert [turn.addresses for turn in turns(graph)] == [("q",), ("a", "c"), ("b",)]
    assert {one.uses[0].field for one in crossings(graph)} == {"check[0].condition"}


def test_a_field_may_be_called_check() -> None:
    text = code('resource a: aws.sqs_queue { name = "a" tags = { check = "x", type = "y" } }')
    assert 'check = "x"' in text


def test_the_layout() -> None:
    text = 'resource a: aws.sqs_queue {\nname="a"\n# why\ncheck   a.name=="a" else "b"\ndelay_seconds=1 }\n'
    formatted, _ = format_source(SourceFile("main.nimbus", text))
    assert formatted == (
        "resource a: aws.sqs_queue {\n"
        '  name = "a"\n'
        "  # why\n"
        '  check a.name == "a" else "b"\n'
        "  delay_seconds = 1\n"
        "}\n"
    )
