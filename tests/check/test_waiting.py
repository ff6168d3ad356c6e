"""What decides what exists must be known before anything is made: proved in components, where no value is at hand."""

from __future__ import annotations

import pytest

from tests.check.programs import check

COMPONENT = """
component inner {{
  param size: int = 1
  resource net: aws.vpc {{ cidr_block = "10.0.0.0/16" }}
  output id = net.id
  output cidr = net.cidr_block
  output size_text = "${{size}}"
}}
component outer {{
  param zones: list<string>
  param mode: string = "a"
  resource net: aws.vpc {{ cidr_block = "10.0.0.0/16", tags = {{ Name = mode }} }}
  resource many[z in zones]: aws.vpc {{ cidr_block = "10.0.0.0/16" }}
  resource in_it: inner {{ }}
  lookup found: aws.vpcs {{ }}
  let ids = [for_all.id for for_all in [net]]
  let id = net.id
  let parts = {{ a = "x", b = net.id }}
  resource mixed: aws.vpc {{ cidr_block = "10.0.0.0/16", tags = parts }}
  resource tested{index}: aws.vpc {when} {{ cidr_block = "10.0.0.0/16" }}
}}
"""

WAITS = {
    "an attribute": "net.id",
    "a let": "id",
    "text around it": '"x-${net.id}"',
    "a function of it": "upper(net.id)",
    "a method of it": "net.id.upper()",
    "one of many": 'many["a"].id',
    "an output that waits": "in_it.id",
    "both branches": 'if mode == "a" then net.id else net.arn',
    "a waiting condition": 'if net.id == "a" then "x" else "y"',
    "the left of ??": 'net.id ?? "x"',
    "an item": "[net.id][0]",
    "a field": "{ a = net.id }.a",
    "a part of a let": "parts.b",
    "what is read of the cloud": "found.ids[0]",
}

KNOWN = {
    "a param": "mode",
    "a written argument": "net.cidr_block",
    "a written tag": 'net.tags["Name"]',
    "a part beside one that waits": "parts.a",
    "a written tag beside one that waits": 'mixed.tags["a"]',
    "an item beside one that waits": '["x", net.id][0]',
    "a literal": '"x"',
    "an output that is written": "in_it.cidr",
    "an output of a param": "in_it.size_text",
    "the number of a list": '"${length([net.id])}"',
    "one branch": 'if mode == "a" then "x" else net.id',
}


@pytest.mark.parametrize("value", WAITS, ids=str)
def test_when_must_not_wait(value: str) -> None:
    result = check(COMPONENT.format(index="", when=f'when ({WAITS[value]}) == "x"'))
    assert [error.split()[0] for error in result.errors] == ["NB3015"]


@pytest.mark.parametrize("value", KNOWN, ids=str)
def test_when_may_use_what_is_written(value: str) -> None:
    assert check(COMPONENT.format(index="", when=f'when ({KNOWN[value]}) == "x"')).errors == []


@pytest.mark.parametrize("value", WAITS, ids=str)
def test_a_key_must_not_wait(value: str) -> None:
    result = check(COMPONENT.format(index=f"[k in [{WAITS[value]}]]", when=""))
    assert [error.split()[0] for error in result.errors] == ["NB3015"]


@pytest.mark.parametrize("value", WAITS | KNOWN, ids=str)
def test_the_values_of_a_map_may_wait(value: str) -> None:
    source = (WAITS | KNOWN)[value]
    assert check(COMPONENT.format(index=f"[k, v in {{ a = {source} }}]", when="")).errors == []


def test_a_count_must_not_wait() -> None:
    result = check(COMPONENT.format(index="[i in 0..net.tags.length()]", when=""))
    assert result.errors == []
    result = check(COMPONENT.format(index="[i in 0..found.ids.length()]", when=""))
    assert [error.split()[0] for error in result.errors] == ["NB3015"]


def test_the_message_names_what_it_waits_for() -> None:
    result = check(COMPONENT.format(index="", when='when net.id == "x"'))
    assert "`net.id`" in result.diagnostics[0].detail
