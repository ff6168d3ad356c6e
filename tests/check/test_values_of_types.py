"""Values in the shape of their types: optional fields, sets, ranges, and what `any` turns out to be."""

from __future__ import annotations

import pytest

from nimbus_lang.compiler import check_sources
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.values.show import show

ANY = """\
stack s
component box { param v: any  output o = EXPR }
resource b: box { v = VALUE }
output o = b.o
"""


def outputs(text: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The outputs of a program as people write them, and its errors."""
    checked = check_sources(SourceSet.of(SourceFile("main.nimbus", text)), "main.nimbus")
    errors = [(d.code, d.detail) for d in checked.diagnostics if d.severity.value == "error"]
    return {o.name: show(o.value) for o in checked.graph.outputs}, errors


@pytest.mark.parametrize("kind", ["{ a: int  note?: string }", "Named"])
def test_an_optional_field_that_is_not_written_is_null(kind: str) -> None:
    text = f"""\
stack s
type Named = {{ a: int  note?: string }}
param one: {kind} = {{ a = 1 }}
param several: map<{kind}> = {{ x = {{ a = 1 }}, y = {{ a = 2, note = "n" }} }}
output a = one.note
output b = several.x.note ?? "none"
output c = [v.note for k, v in several]
output d: Named = {{ a = 1 }}
"""
    assert outputs(text) == (
        {"a": "null", "b": '"none"', "c": '[null, "n"]', "d": "{ a = 1, note = null }"},
        [],
    )


def test_a_set_holds_each_once_in_the_order_written() -> None:
    text = """\
stack s
param names: set<string> = ["b", "a", "b"]
resource queue[name in names]: aws.sqs_queue { name = name }
output names = names
output count = names.length()
output keys = queue.keys()
"""
    names = '["b", "a"]'
    assert outputs(text) == ({"names": names, "count": "2", "keys": '["a", "b"]'}, [])


def test_a_range_has_positions() -> None:
    made, errors = outputs("stack s\noutput a = (5..9)[2]\noutput b = (5..9)[5]\n")
    assert made == {"a": "7"}
    assert errors == [("NB3009", "Position 5 is asked for, and the positions are 0 to 4.")]


@pytest.mark.parametrize(
    ("value", "expression", "code"),
    [
        ("1", "v.a", "NB2116"),
        ('"t"', "v.a", "NB2116"),
        ("[1]", "v.a", "NB2116"),
        ("1..3", "v.size", "NB2116"),
        ("1", "v[0]", "NB2111"),
        ("[1]", 'v["a"]', "NB2111"),
        ("true", "[x for x in v]", "NB2110"),
        ("1", "{ (x) = 1 for x in v }", "NB2110"),
        ("[1]", "{ ...v }", "NB2117"),
        ('"t"', "{ ...v }", "NB2117"),
        ('{ a = "t" }', "v.a.b", "NB2116"),
        ('{ a = "t" }', "v.b", "NB3008"),
        ("1", "upper(v)", "NB3010"),
        ('"t"', "v + 1", "NB3010"),
    ],
)
def test_what_any_turns_out_to_be_is_judged(value: str, expression: str, code: str) -> None:
    made, errors = outputs(ANY.replace("VALUE", value).replace("EXPR", expression))
    assert made == {}
    assert [found for found, _ in errors] == [code]


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("int", '"3"', "NB2101"),
        ("int", "2.5", "NB2101"),
        ("int", "3Gi", "NB2101"),
        ("int", "true", "NB2101"),
        ("number", '"3"', "NB2101"),
        ("string", "3", "NB2101"),
        ("string", "[1]", "NB2101"),
        ("bool", '"true"', "NB2101"),
        ("size", "3", "NB2101"),
        ("size", "3d", "NB2101"),
        ("cpu", "3d", "NB2101"),
        ("percent", "0.5", "NB2101"),
        ("cidr", "10.0.0.1", "NB2101"),
        ("cidr", '"10.0.0.1"', "NB3005"),
        ("ip", "10.0.0.0/8", "NB2101"),
        ("port", "70000", "NB3001"),
        ("range", "[1, 2]", "NB2101"),
        ("list<int>", '"a"', "NB2101"),
        ("list<int>", '[1, "a"]', "NB2101"),
        ("set<int>", "{ a = 1 }", "NB2101"),
        ("map<int>", "[1]", "NB2101"),
        ("map<int>", '{ a = "b" }', "NB2101"),
        ("{ a: int }", "1", "NB2101"),
        ("{ a: int }", '{ a = "b" }', "NB2101"),
        ("{ a: int }", "{}", "NB2102"),
        ("{ a: int }", "{ a = 1, b = 2 }", "NB2103"),
        ('"a" | "b"', '"c"', "NB3003"),
        ('"a" | "b"', "[]", "NB2101"),
        ("aws.sqs_queue", '"queue"', "NB2101"),
        ("list<int>", "null", "NB3019"),
        ("{ a: int }", "null", "NB3019"),
        ("aws.sqs_queue", "null", "NB3019"),
    ],
)
def test_any_is_judged_where_a_type_is_wanted(kind: str, value: str, code: str) -> None:
    text = f"""\
stack s
component box {{ param v: {kind}  output o = 1 }}
param loose: any = {value}
resource b: box {{ v = loose }}
output o = b.o
"""
    _, errors = outputs(text)
    assert [found for found, _ in errors] == [code]


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("int", "3", "3"),
        ("number", "3", "3"),
        ("cpu", "2", "2000m"),
        ("list<cpu>", "[0.5, 250m]", "[500m, 250m]"),
        ("string", "10.0.0.0/8", "10.0.0.0/8"),
        ("cidr", '"10.0.0.0/8"', "10.0.0.0/8"),
        ("list<int>", "1..3", "[1, 2, 3]"),
        ("set<cidr>", '["10.0.0.0/8", 10.0.0.0/8]', "[10.0.0.0/8]"),
        ("set<list<int>>", "[[1], [2], [1]]", "[[1], [2]]"),
        ("set<{ a: int  b: int = 2 }>", "[{ a = 1 }, { a = 1, b = 2 }]", "[{ a = 1, b = 2 }]"),
        ("{ a: int  b?: int }", "{ a = 1 }", "{ a = 1, b = null }"),
    ],
)
def test_a_value_takes_the_form_of_its_type(kind: str, value: str, shown: str) -> None:
    assert outputs(f"stack s\nparam v: {kind} = {value}\noutput v = v\n") == ({"v": shown}, [])
    late = f"stack s\nparam a: any = {value}\nparam v: {kind} = a\noutput v = v\n"
    assert outputs(late) == ({"v": shown}, [])


def test_cores_without_a_unit_are_cpu() -> None:
    text = "stack s\nparam c: cpu(100m..4) = 2\noutput a = c + 500m\noutput b = c == 2000m\n"
    assert outputs(text) == ({"a": "2500m", "b": "true"}, [])
    _, errors = outputs("stack s\nparam c: cpu(100m..4) = 8\noutput c = c\n")
    assert [code for code, _ in errors] == ["NB3001"]


def test_a_refined_type_is_made_narrower() -> None:
    text = """\
stack s
type Few = int(1..10)
type Fewer = Few(2..5)
param a: Fewer = 6
param b: dns_label(max = 5) = "web-12"
param c: dns_label(max = 5) = "Web"
param d: 1 | 2 = 2
output d = [2.0 in 1..3, 1.5 in 1..3, d]
"""
    made, errors = outputs(text)
    assert made == {"d": "[true, false, 2]"}
    assert [code for code, _ in errors] == ["NB3001", "NB3004", "NB3002"]


def test_numbers_of_a_closed_list_are_listed_as_numbers() -> None:
    text = 'stack s\nresource l: aws.cloudwatch_log_group { name = "a" retention_in_days = 31 }\n'
    _, ((code, detail),) = outputs(text)
    assert (code, detail.split(",")[0]) == ("NB3003", "`retention_in_days` is 31. It can be 0")


@pytest.mark.parametrize("value", ["5", "true", "1Gi", "10.0.0.0/8", "loose"])
def test_a_json_document_is_no_single_value(value: str) -> None:
    text = f"""\
stack s
param loose: any = 5
resource p: aws.iam_policy {{ name = "p", policy = {value} }}
output l = loose
"""
    _, errors = outputs(text)
    assert [(code, "JSON document" in detail) for code, detail in errors] == [("NB2101", True)]
