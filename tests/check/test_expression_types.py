"""The type of every kind of expression."""

from __future__ import annotations

import pytest

from tests.check.programs import check, type_of


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"a"', '"a"'),
        ('"a${1}"', "string"),
        ("3", "3"),
        ("3.5", "number"),
        ("true", "true"),
        ("null", "null"),
        ("50Gi", "size"),
        ("30d", "duration"),
        ("250m", "cpu"),
        ("50%", "percent"),
        ("10.0.0.0/16", "cidr"),
        ("10.0.0.1", "ip"),
        ("2..6", "range"),
        ("(2..6).min", "int"),
        ("-3", "-3"),
        ("1 + 2", "int"),
        ("1 / 2", "number"),
        ("2 * 50Gi", "size"),
        ("not true", "bool"),
        ("1 < 2", "bool"),
        ('"a" in ["a", "b"]', "bool"),
        ("[1, 2]", "list<1 | 2>"),
        ("[]", "list<any>"),
        ("{ a = 1, b = true }", "{ a: 1  b: true }"),
        ("{ ...{ a = 1 }, b = 2 }", "{ a: 1  b: 2 }"),
        ("if true then 1 else 2", "1 | 2"),
        ("if true then 1 else null", "1?"),
        ("[x for x in [1, 2] if x > 1]", "list<1 | 2>"),
        ("[k for k in { a = 1 }]", "list<string>"),
        ("[v for _, v in { a = 1, b = 2 }]", "list<1 | 2>"),
        ("[i for i, _ in [true]]", "list<int>"),
        ("{ k = v for k, v in { a = 1 } }", "map<1>"),
        ('{ k = 1 for k in ["a", "b"] }', "map<1>"),
        ("[1, 2][0]", "1 | 2"),
        ('{ a = 1, b = "x" }["b"]', '"x"'),
        ("{ a = { b = 5 } }.a.b", "5"),
        ("[{ a = 1 }, { a = 2 }][*].a", "list<1 | 2>"),
        ('{ a = { x = 1 }, b = { x = 2 } }["a"].x', "1"),
        ("length([1])", "int"),
        ("[1].length()", "int"),
        ('"a".upper()', "string"),
        ("10.0.0.0/16.subnet(8, 1)", "cidr"),
        ("null ?? 1", "1"),
        ('env.secret("A")', "secret<string>"),
        ('generate.secret("a", length = 20)', "secret<string>"),
        ('"x${env.secret("A")}"', "secret<string>"),
    ],
)
def test_expression(expression: str, expected: str) -> None:
    assert type_of(expression) == expected


RESOURCES = """
param on: bool = true
param maybe: string? = null
param both: "a" | "b" = "a"
resource net: aws.vpc { cidr_block = "10.0.0.0/16" }
resource one: aws.vpc when on { cidr_block = "10.0.0.0/16" }
resource many[k in ["a", "b"]]: aws.vpc { cidr_block = "10.0.0.0/16" }
resource row[i in 0..2]: aws.vpc { cidr_block = "10.0.0.0/16" }
"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("net", "aws.vpc"),
        ("net.id", "string"),
        ("net.tags", "map<string>"),
        ("one", "aws.vpc?"),
        ("one.id", "string?"),
        ('one.id ?? "none"', "string"),
        ("one[*].id", "list<string>"),
        ("many", "aws.vpc[*]"),
        ('many["a"]', "aws.vpc"),
        ("many[*].id", "list<string>"),
        ("{ k = v.id for k, v in many }", "map<string>"),
        ("[k for k in many]", "list<string>"),
        ("many.keys()", "list<string>"),
        ("row[0].id", "string"),
        ("[v.id for v in row]", "list<string>"),
        ("length(row)", "int"),
        ("maybe", "string?"),
        ('maybe ?? "x"', "string"),
        ('if maybe != null then maybe else "x"', "string"),
        ('if maybe == null then "x" else maybe', "string"),
        ('if maybe != null and on then maybe else "x"', "string"),
        ('if not (maybe == null) then maybe else "x"', "string"),
        ('if maybe == "b" then maybe else "x"', "string"),
        ('if on then one.id else "x"', "string"),
        ('maybe != null and maybe.upper() == "X"', "bool"),
        ('maybe == null or maybe.upper() == "X"', "bool"),
    ],
)
def test_expression_over_resources(expression: str, expected: str) -> None:
    assert type_of(expression, RESOURCES) == expected


def test_a_resource_is_there_inside_one_with_the_same_when() -> None:
    result = check(
        """
        param on: bool = true
        param mode: string = "x"
        resource net: aws.vpc when on and mode == "x" { cidr_block = "10.0.0.0/16" }
        resource part: aws.subnet when mode == "x" and on { vpc_id = net.id, cidr_block = "10.0.0.0/24" }
        """
    )
    assert result.errors == []


def test_a_comprehension_condition_narrows_its_item() -> None:
    result = check(
        """
        param names: list<{ name?: string }> = []
        output all: list<string> = [n.name for n in names if n.name != null]
        """
    )
    assert result.errors == []


def test_every_expression_has_a_type() -> None:
    result = check("let a = [1, 2]\noutput b = a[0] + length(a)\n")
    output = result.program.main.outputs["b"]
    assert result.program.type_of(output.value) is not None


def test_outputs_can_be_read_where_nothing_else_has_their_name() -> None:
    result = check("output a = 1\noutput b = a + 1\n")
    assert result.errors == []
    assert result.output("b") == "int"


def test_a_name_in_a_broken_declaration_is_not_reported_again() -> None:
    result = check("let size = = 5\noutput o = size\n")
    assert all(code.startswith("NB1") for code in result.codes)
