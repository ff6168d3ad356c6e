"""Unions: the first type that takes a value whole; what is wrong is said of the one that was meant."""

from __future__ import annotations

import pytest

from nimbus_lang.compiler import check_sources
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.values.show import show

SHAPES = """\
type Circle = { kind: "circle"  radius: int = 1 }
type Box = { kind: "box"  side: string = "s" }
"""


def outputs(text: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The outputs of a program as people write them, and its errors."""
    sources = SourceSet.of(SourceFile("main.nimbus", f"stack s\n{text}\n"))
    checked = check_sources(sources, "main.nimbus")
    errors = [(d.code, d.detail) for d in checked.diagnostics if d.severity.value == "error"]
    return {o.name: show(o.value) for o in checked.graph.outputs}, errors


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("string | int", "3", "3"),
        ("string | int", '"3"', '"3"'),
        ("int(1..5) | int(10..20)", "15", "15"),
        ("cidr | ip", '"10.0.0.1"', "10.0.0.1"),
        ("cidr | ip", '"10.0.0.0/8"', "10.0.0.0/8"),
        ("size | duration", "5min", "5min"),
        ("bool | int", "true", "true"),
        ("int | bool", "true", "true"),
        ("percent | int", "50%", "50%"),
        ("list<string> | string", '["x"]', '["x"]'),
        ("list<string> | list<int>", "[1]", "[1]"),
        ("list<string> | list<int>", "[i for i in 1..2]", "[1, 2]"),
        ("map<string> | map<int>", '{ k = 1 for k in ["a"] }', "{ a = 1 }"),
        ('"auto" | int(1..5)', "4", "4"),
        ('"auto" | cidr', '"10.0.0.0/8"', "10.0.0.0/8"),
        ("Circle | Box", '{ kind = "box" }', '{ kind = "box", side = "s" }'),
        ("Circle | Box", '{ side = "t", kind = "box" }', '{ side = "t", kind = "box" }'),
        ("Box | Circle", '{ kind = "circle" }', '{ kind = "circle", radius = 1 }'),
        ("map<Circle | Box>", '{ b = { kind = "box" } }', '{ b = { kind = "box", side = "s" } }'),
        ("list<Circle> | list<Box>", '[{ kind = "box" }]', '[{ kind = "box", side = "s" }]'),
    ],
)
def test_a_value_is_taken_by_the_type_that_it_fits(kind: str, value: str, shown: str) -> None:
    assert outputs(f"{SHAPES}param v: {kind} = {value}\noutput v = v") == ({"v": shown}, [])
    through_any = f"{SHAPES}param a: any = {value}\nparam v: {kind} = a\noutput v = v"
    assert outputs(through_any) == ({"v": shown}, [])


@pytest.mark.parametrize(
    ("kind", "value", "code", "words"),
    [
        ("int(1..5) | int(10..20)", "7", "NB2101", "Expected int(1..5) | int(10..20), got 7."),
        ("cidr | ip", '"hello"', "NB2101", 'Expected cidr | ip, got "hello".'),
        ('"auto" | int(1..5)', "9", "NB3001", "must be 1 to 5"),
        ('"auto" | int(1..5)', '"outo"', "NB3003", 'Did you mean "auto"?'),
        ("list<string> | string", "[[]]", "NB2101", "Expected string"),
    ],
)
def test_what_fits_no_type_is_told_of_the_one_meant(
    kind: str, value: str, code: str, words: str
) -> None:
    made, errors = outputs(f"param v: {kind} = {value}\noutput v = v")
    assert "v" not in made or "(error)" in made["v"]
    assert [found for found, _ in errors] == [code]
    assert words in errors[0][1]
    _, late = outputs(f"param a: any = {value}\nparam v: {kind} = a\noutput v = v")
    assert [found for found, _ in late] == [code]


def test_records_are_told_apart_by_the_field_that_names_them() -> None:
    _, errors = outputs(
        f'{SHAPES}param v: Circle | Box = {{ kind = "box" radius = 2 }}\noutput v = v'
    )
    assert errors == [("NB2103", "This `Box` has no field `radius`. It has: `kind`, `side`.")]
    _, late = outputs(
        f'{SHAPES}param a: any = {{ kind = "box" radius = 2 }}\nparam v: Circle | Box = a\noutput v = v'
    )
    assert [code for code, _ in late] == ["NB2103"]
    assert "Box has no field `radius`" in late[0][1]


def test_a_field_that_only_some_have_is_null_elsewhere() -> None:
    text = f"""{SHAPES}
param shapes: list<Circle | Box> = [{{ kind = "circle" }}, {{ kind = "box" }}]
let either = if length(shapes) == 2 then {{ a = 1 }} else {{ b = 2 }}
output sides = [x.side ?? "none" for x in shapes]
output all = shapes[*].radius
output guarded = [if x.kind == "box" then x.side else "round" for x in shapes]
output b = [either.b, either["b"] ?? 3]
output joined = [{{ id = 1 }}, {{ name = "n" }}][*].id
"""
    assert outputs(text) == (
        {
            "sides": '["none", "s"]',
            "all": "[1, null]",
            "guarded": '["round", "s"]',
            "b": "[null, 3]",
            "joined": "[1, null]",
        },
        [],
    )


def test_a_map_lacks_no_key_in_silence() -> None:
    made, errors = outputs("param m: map<int?> = { a = 1 }\noutput b = m.b")
    assert made == {}
    assert errors == [("NB3008", 'There is no "b" here; the keys are "a".')]
