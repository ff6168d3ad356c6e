"""Damaged text: parsing never fails, damage stays where it is, and fixes mend what they promise to."""

from __future__ import annotations

import time

import pytest

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.declarations import Module
from nimbus_lang.syntax.expressions import Entry, MissingExpr
from nimbus_lang.syntax.parse import parse
from nimbus_lang.syntax.type_expressions import MissingTypeExpr
from tests.errors.harness import Program, programs


def read(text: str) -> tuple[Module, tuple[Diagnostic, ...]]:
    return parse(SourceFile("main.nimbus", text))


def names(module: Module) -> list[str]:
    return [decl.name.text for decl in module.decls if hasattr(decl, "name")]


def test_three_mistakes_are_three_diagnostics() -> None:
    _, found = read("let a =\nresource b aws.vpc { x = 1 }\nlet c = { d: 1 }\nlet e = 2\n")
    assert [d.code for d in found] == ["NB1002", "NB1035", "NB1004"]


def test_several_mistakes_in_one_body() -> None:
    module, found = read("resource a: b.c {\n  d 1\n  e: 2\n  f =\n  g = 3\n}\n")
    assert [d.code for d in found] == ["NB1003", "NB1004", "NB1002"]
    body = module.decls[0].body  # type: ignore[union-attr]
    assert [entry.key.text for entry in body.entries if isinstance(entry, Entry)] == [
        "d",
        "e",
        "f",
        "g",
    ]


def test_what_can_be_kept_is_kept() -> None:
    module, _ = read("let a =\nlet b = 1\nparam c = 2\n")
    assert names(module) == ["a", "b", "c"]
    assert isinstance(module.decls[0].value, MissingExpr)  # type: ignore[union-attr]
    assert isinstance(module.decls[2].type, MissingTypeExpr)  # type: ignore[union-attr]


def test_names_of_lost_declarations_are_known() -> None:
    module, _ = read('resource db { a = 1 }\nresource "aws_x" "web" { b = 1 }\nlet ok = 1\n')
    assert names(module) == ["ok"]
    assert [broken.name for broken in module.broken] == ["db", "web"]


def test_an_incomplete_declaration_is_kept_and_listed() -> None:
    module, _ = read("resource a: b.c { d = 1 ) e = 2 ] f g h }\n")
    assert names(module) == ["a"]


def test_damage_inside_a_component_stays_inside() -> None:
    text = "component c {\n  param a: int\n  resource x {\n    y = 1\n  }\n  output o = 1\n}\nlet z = 1\n"
    module, found = read(text)
    assert [d.code for d in found] == ["NB1027"]
    assert names(module) == ["c", "z"]
    assert [type(decl).__name__ for decl in module.decls[0].body] == ["ParamDecl", "OutputDecl"]  # type: ignore[union-attr]
    assert [broken.name for broken in module.broken if broken.name != "c"] == ["x"]


def test_an_open_bracket_does_not_reach_the_next_declaration() -> None:
    module, found = read("resource a: b.c {\n  d = [1, 2\n}\n\nresource e: f.g {\n  h = 1\n}\n")
    assert [d.code for d in found] == ["NB1007"]
    assert names(module) == ["a", "e"]


def test_a_missing_opening_brace_is_one_mistake() -> None:
    module, found = read("resource a: b.c\n  d = 1\n  e = 2\n}\nlet f = 1\n")
    assert [d.code for d in found] == ["NB1008"]
    assert names(module) == ["a", "f"]


def test_an_unclosed_block_string_does_not_swallow_the_rest() -> None:
    module, found = read('let a = """\n  text\n\nlet b = """\n  more\n  """\nlet c = 1\n')
    assert [d.code for d in found] == ["NB1011"]
    assert names(module) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "text",
    [
        "\0" * 1000,
        "let a = " + "(" * 10_000,
        "let a = " + "[" * 10_000 + "]" * 10_000,
        "}" * 10_000,
        "let a = " + "{ b = " * 5_000,
        "let a = " + "-" * 20_000 + "1",
        "let a = b" + ".c" * 20_000,
        "let a = b" + "[0]" * 20_000,
        "let a = b" + " + c" * 20_000,
        "let a = " + "if b then c else " * 5_000 + "d",
        'let a = "' + "${" * 3_000,
        'let a = "' + "${a}" * 3_000 + '"',
        "param a: " + "list<" * 5_000 + "int",
        "param a: int" + "?" * 5_000,
        "let a = " + "9" * 100_000,
        "let a = " + "9" * 100_000 + "Gi",
        "@a\n" * 5_000,
        "## a\n" * 5_000,
        "'" * 5_000,
        '"""' * 1_001,
        "/*" * 5_000,
        "let let let let " * 1_000,
        "= " * 5_000,
        "let a = é" * 500,
        "\u202e\u200b\ufeff" * 500,
        "component a { " * 200,
    ],
    ids=lambda text: repr(text[:24]),
)
def test_hostile_text_is_answered_quickly(text: str) -> None:
    start = time.process_time()
    module, found = read(text)
    assert time.process_time() - start < 10
    assert isinstance(module, Module)
    assert all(d.span is not None and 0 <= d.span.start <= d.span.end <= len(text) for d in found)


def test_a_line_of_five_megabytes() -> None:
    for text in ("x" * 5_000_000, '"' + "y" * 5_000_000, 'let a = "' + "z" * 5_000_000 + '"\n'):
        read(text)
    module, found = read('let a = "' + "z$ " * 1_600_000 + '"\nlet b = 1\n')
    assert names(module) == ["a", "b"] and not found


FIXABLE = [p for p in programs() if p.only_syntax and any(d.fixes for d in read(p.text)[1])]


@pytest.mark.parametrize("program", FIXABLE, ids=lambda p: p.name)
def test_fixes_mend(program: Program) -> None:
    """Every fix, carried out alone, leaves fewer mistakes than there were."""
    _, found = read(program.text)
    for diagnostic in found:
        for fix in diagnostic.fixes:
            text = program.text
            for edit in sorted(fix.edits, key=lambda edit: edit.span.start, reverse=True):
                text = text[: edit.span.start] + edit.text + text[edit.span.end :]
            _, after = read(text)
            assert len(after) < len(found), (fix.title, text, [d.detail for d in after])
