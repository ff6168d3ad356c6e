"""How HCL trees are written."""

from __future__ import annotations

import pytest

from nimbus_lang.backends.terraform.hcl import (
    TRUE,
    Argument,
    Attr,
    Block,
    Call,
    Conditional,
    Entry,
    Expr,
    Index,
    Item,
    Literal,
    Object,
    Operation,
    Path,
    Tuple,
    number,
    quote,
)
from nimbus_lang.backends.terraform.write import flat, write_blocks


def written(*body: Argument | Block) -> str:
    return "\n".join(line.text for line in write_blocks([Block("locals", (), body)]))


def test_equals_signs_line_up_within_a_run() -> None:
    assert written(Argument("a", TRUE), Argument("long", number(1))) == (
        "locals {\n  a    = true\n  long = 1\n}"
    )


def test_a_many_line_value_stands_apart_and_does_not_line_up() -> None:
    tags = Object((Entry("Name", quote("x")), Entry("a b", quote("y"))))
    assert written(Argument("a", TRUE), Argument("tags", tags), Argument("b", TRUE)) == (
        'locals {\n  a = true\n\n  tags = {\n    Name  = "x"\n    "a b" = "y"\n  }\n\n  b = true\n}'
    )


def test_meta_arguments_are_parted_from_the_rest() -> None:
    body = (Argument("count", number(2)), Argument("name", quote("x"), group=1))
    assert written(*body) == 'locals {\n  count = 2\n\n  name = "x"\n}'


def test_an_empty_block_is_one_line() -> None:
    assert write_blocks([Block("resource", ("a", "b"), ())])[0].text == 'resource "a" "b" {}'


def test_text_of_many_lines_is_a_heredoc() -> None:
    assert written(Argument("x", quote("a\n\n  b\n"))) == (
        "locals {\n  x = <<-EOT\n    a\n\n      b\n  EOT\n}"
    )


def test_a_long_text_without_last_newline_is_chomped() -> None:
    assert written(Argument("x", quote("a\nb\nc\nd"))) == (
        "locals {\n  x = chomp(<<-EOT\n    a\n    b\n    c\n    d\n  EOT\n  )\n}"
    )


@pytest.mark.parametrize(
    "text", ["a\nb", "  a\n  b\n", "a\n \nb\n", "\ta\nb\n", "a\r\nb\n", "a\nEOT\n", "\n\n"]
)
def test_text_that_a_heredoc_would_change_stays_quoted(text: str) -> None:
    assert "<<-" not in written(Argument("x", quote(text)))


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (quote('say "hi"\\'), '"say \\"hi\\"\\\\"'),
        (quote("${x} $x %{y} $${z}"), '"$${x} $x %%{y} $$${z}"'),
        (quote("$", Path("var.x")), '"${"$"}${var.x}"'),
        (quote("cost: $$", Path("var.x")), '"cost: ${"$$"}${var.x}"'),
        (quote("a\tb\u0000\u200b"), '"a\\tb\\u0000\\u200b"'),
        (quote("naïve ☃"), '"naïve ☃"'),
        (Object(()), "{}"),
        (Tuple(()), "[]"),
        (Object((Entry("null", TRUE), Entry("é", TRUE))), '{ "null" = true, "é" = true }'),
        (Object((Entry(Path("var.x"), TRUE),)), "{ (var.x) = true }"),
        (Path("a.b", (Index(quote("k")), Attr("id"))), 'a.b["k"].id'),
        (Operation("!", (Operation("&&", (TRUE, TRUE)),)), "!(true && true)"),
        (
            Operation("*", (Operation("+", (number(1), number(2))), number(3))),
            "(1 + 2) * 3",
        ),
        (
            Operation("-", (number(1), Operation("-", (number(2), number(3))))),
            "1 - (2 - 3)",
        ),
        (
            Operation("==", (Conditional(TRUE, number(1), number(2)), number(1))),
            "(true ? 1 : 2) == 1",
        ),
        (
            Conditional(TRUE, number(1), Conditional(TRUE, number(2), number(3))),
            "true ? 1 : true ? 2 : 3",
        ),
        (Path(Operation("+", (number(1), number(2))), (Attr("x"),)), "(1 + 2).x"),
        (Operation("-", (Literal("-1"),)), "-(-1)"),
    ],
)
def test_expressions(expr: Expr, text: str) -> None:
    assert flat(expr) == text


def test_the_last_argument_of_a_call_hugs_its_parenthesis() -> None:
    policy = Object((Entry("Version", quote("2012-10-17")),))
    assert written(Argument("p", Call("jsonencode", (policy,)))) == (
        'locals {\n  p = jsonencode({\n    Version = "2012-10-17"\n  })\n}'
    )


def test_a_list_too_long_for_a_line_has_an_item_a_line() -> None:
    items = tuple(Item(quote("x" * 30)) for _ in range(4))
    lines = written(Argument("l", Tuple(items))).splitlines()
    assert lines[1] == "  l = ["
    assert lines[2] == f'    "{"x" * 30}",'
    assert lines[-2] == "  ]"


def test_a_single_object_hugs_its_list() -> None:
    one = Tuple((Item(Object((Entry("a", TRUE),))),))
    assert written(Argument("l", one)) == "locals {\n  l = [{\n    a = true\n  }]\n}"


def test_comments_stand_above_a_block() -> None:
    lines = write_blocks([Block("resource", ("a", "b"), (), comment="One.\n\nTwo.")])
    assert [line.text for line in lines] == ["# One.", "#", "# Two.", 'resource "a" "b" {}']
