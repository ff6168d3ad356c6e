"""Expressions: precedence, literals, and where each piece lies."""

from __future__ import annotations

from decimal import Decimal
from ipaddress import IPv4Address, IPv4Interface, IPv6Interface
from typing import Any

import pytest

from nimbus_lang.syntax.expressions import Entry, ListCompExpr, MapCompExpr, StringExpr
from tests.syntax.example import bare, shown, tree, value


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a or b and c", "(a or (b and c))"),
        ("a and b or c", "((a and b) or c)"),
        ("not a and b", "((not a) and b)"),
        ("not a == b", "(not (a == b))"),
        ("not not a", "(not (not a))"),
        ("a == b + c * d", "(a == (b + (c * d)))"),
        ("a - b - c", "((a - b) - c)"),
        ("a ?? b ?? c", "((a ?? b) ?? c)"),
        ("a ?? b == c", "((a ?? b) == c)"),
        ("1..n + 1", "(1 .. (n + 1))"),
        ("-a.b * c", "((- a.b) * c)"),
        ("- - a", "(- (- a))"),
        ("a in b or c in d", "((a in b) or (c in d))"),
        ("if a or b then c else d + e", "(if (a or b) then c else (d + e))"),
        ("if a then b else if c then d else e", "(if a then b else (if c then d else e))"),
        ("(a or b) and c", "((a or b) and c)"),
        ("f(a, b).c(d)", "f(a, b).c(d)"),
        ("a % b / c", "((a % b) / c)"),
    ],
)
def test_precedence(text: str, meaning: str) -> None:
    assert shown(value(text)) == meaning


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("8080", ("NumberExpr", 8080)),
        ("0.5", ("NumberExpr", Decimal("0.5"))),
        ("50Gi", ("QuantityExpr", Decimal(50), "Gi")),
        ("1.5h", ("QuantityExpr", Decimal("1.5"), "h")),
        ("250m", ("QuantityExpr", Decimal(250), "m")),
        ("50%", ("PercentExpr", Decimal(50))),
        ("10.20.0.0/16", ("CidrExpr", IPv4Interface("10.20.0.0/16"))),
        ("fd00::/8", ("CidrExpr", IPv6Interface("fd00::/8"))),
        ("10.0.0.1", ("IpExpr", IPv4Address("10.0.0.1"))),
        ("true", ("BoolExpr", True)),
        ("null", ("NullExpr",)),
        ("type", ("VarExpr", "type")),
        ("a[*]", ("SplatExpr", ("VarExpr", "a"))),
        ("[]", ("ListExpr", ())),
        ("{}", ("ObjectExpr", ())),
    ],
)
def test_literal(text: str, node: Any) -> None:
    assert bare(value(text)) == node


def test_comprehensions() -> None:
    listed = value("[f(x) for x in xs if p]")
    assert isinstance(listed, ListCompExpr)
    assert listed.clause.condition is not None
    mapped = value("{ k = v for k, v in m }")
    assert isinstance(mapped, MapCompExpr)
    assert bare(mapped.key) == ("VarExpr", "k")
    assert mapped.clause.second is not None and mapped.clause.second.text == "v"
    computed = value("{ svc.name = svc for svc in services }")
    assert bare(computed.key) == ("AttrExpr", ("VarExpr", "svc"), ("Name", "name"))
    text = value('{ "${a}-x" = a for a in b }')
    assert isinstance(text.key, StringExpr) and text.key.plain is None


def test_object_entries() -> None:
    made = value('{ type = 1, "a b" = 2 ...base, resource = 3 }')
    assert [type(entry).__name__ for entry in made.entries] == ["Entry", "Entry", "Spread", "Entry"]
    assert [entry.key.text for entry in made.entries if isinstance(entry, Entry)] == [
        "type",
        "a b",
        "resource",
    ]
    assert made.entries[1].quoted and not made.entries[0].quoted


def test_arguments_may_be_named_with_any_word() -> None:
    called = value('f(1, from = 2, key = "k",)')
    assert [arg.name and arg.name.text for arg in called.args] == [None, "from", "key"]


def test_spans_cover_what_was_written() -> None:
    text = "let x = a.b[c] + (d == 1) * -f(2)\n"
    decl: Any = tree(text).decls[0]

    def piece(node: Any) -> str:
        return text[node.span.start : node.span.end]

    assert piece(decl) == text.strip()
    assert piece(decl.name) == "x"
    assert piece(decl.value) == "a.b[c] + (d == 1) * -f(2)"
    assert piece(decl.value.left) == "a.b[c]"
    assert piece(decl.value.left.base.name) == "b"
    assert piece(decl.value.right.left) == "(d == 1)"
    assert piece(decl.value.right.right) == "-f(2)"
    assert text[decl.value.op_span.start] == "+"


def test_a_name_in_brackets_keeps_its_own_place() -> None:
    text = "let x = not(a)\n"
    decl: Any = tree(text).decls[0]
    assert text[decl.value.operand.span.start : decl.value.operand.span.end] == "a"
