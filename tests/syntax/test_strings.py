"""Strings: escapes, interpolation with right places, blocks without their indentation."""

from __future__ import annotations

from typing import Any

import pytest

from nimbus_lang.syntax.expressions import CallExpr
from tests.syntax.example import bare, tree, value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('""', ""),
        ('"shop"', "shop"),
        (r'"a\nb\tc\rd"', "a\nb\tc\rd"),
        (r'"\"\\\$"', '"\\$'),
        (r'"\u{1F600}\u{41}"', "😀A"),
        ('"$${a}"', "${a}"),
        ('"$$${a}"', "$${a}"),
        ('"5$"', "5$"),
        ('"$5 $"', "$5 $"),
        (r'"\${a}"', "${a}"),
        ('"é 😀"', "é 😀"),
    ],
)
def test_text(written: str, meant: str) -> None:
    assert value(written).plain == meant


def test_interpolation() -> None:
    made = value('"a ${b.c} d ${f("x", { e = 1 })}"')
    assert [bare(part) if not isinstance(part, str) else part for part in made.parts] == [
        "a ",
        ("AttrExpr", ("VarExpr", "b"), ("Name", "c")),
        " d ",
        bare(value('f("x", { e = 1 })')),
    ]


def test_neighbouring_texts_are_one() -> None:
    assert value(r'"a$${b}\n${c}"').parts[0] == "a${b}\n"


def test_interpolated_expressions_know_their_place() -> None:
    text = 'let x = "é ${name.first} and ${second}"\n'
    decl: Any = tree(text).decls[0]
    first, second = [part for part in decl.value.parts if not isinstance(part, str)]
    assert text[first.span.start : first.span.end] == "name.first"
    assert text[second.span.start : second.span.end] == "second"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"""\n  a\n    b\n  """', "a\n  b\n"),
        ('"""\n  a\n\n  b"""', "a\n\nb"),
        ('"""one line"""', "one line"),
        ('"""first\n    second\n  third"""', "first\n  second\nthird"),
        ('"""\n"""', ""),
        ('"""\n\n"""', "\n"),
        ('"""\n\ttab\n\t"""', "tab\n"),
        ('"""\r\n  a\r\n  b\r\n  """', "a\nb\n"),
        ('"""\n  say "hi" and ""\n  """', 'say "hi" and ""\n'),
        ('"""\n  \\tkeep\n  """', "\tkeep\n"),
        ('"""\n  $${a}\n  """', "${a}\n"),
    ],
)
def test_block(written: str, meant: str) -> None:
    made = value(written)
    assert made.block
    assert made.plain == meant


def test_block_with_expression_over_lines() -> None:
    made = value('"""\n  a ${f(\n1,\n2)}\n  b\n  """')
    assert made.parts[0] == "a "
    assert isinstance(made.parts[1], CallExpr)
    assert made.parts[2] == "\nb\n"
