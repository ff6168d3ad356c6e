"""The grammar as its three readers need it: lark without conflicts, our lexer, a decoder mask."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark

from nimbus_lang.source.bundled import grammar_text
from nimbus_lang.syntax.load_table import load_table
from nimbus_lang.syntax.table import STARTS
from nimbus_lang.syntax.tokens import soft_words, tokenize
from tests.property.programs import program
from tests.syntax.example import SHOP


@cache
def lark() -> Any:
    return Lark(grammar_text(), parser="lalr", strict=True, start=list(STARTS))


def test_no_conflicts_and_no_colliding_terminals() -> None:
    assert lark().parse(SHOP, start="start")


def test_table_knows_every_fixed_terminal() -> None:
    literals = {t.pattern.value: t.name for t in lark().terminals if t.pattern.type == "str"}
    assert load_table().literals == literals


def test_words_of_declarations_are_soft() -> None:
    assert {"STACK", "RESOURCE", "TYPE", "CHECK", "FROM", "WHEN"} <= soft_words()
    assert not {"IF", "FOR", "IN", "NULL"} & soft_words()


def lexed_by_lark(text: str) -> list[tuple[str, str]]:
    """The text as lark's contextual lexer reads it, with its long range mark cut in two as ours is."""
    tree = lark().parse_interactive(text, start="start")
    out: list[tuple[str, str]] = []
    for token in tree.iter_parse():
        if token.type == "NUMBER_TO":
            out += [("NUMBER", token[:-2]), ("RANGE", "..")]
        else:
            out.append((token.type, str(token)))
    return out


def lexed_by_us(text: str) -> list[tuple[str, str]]:
    tokens, _ = tokenize(text)
    return [(kind, text[start:end]) for kind, start, end in tokens]


def assert_same_tokens(text: str) -> None:
    words = soft_words() | {"NAME"}
    ours, theirs = lexed_by_us(text), lexed_by_lark(text)
    assert [text for _, text in ours] == [text for _, text in theirs]
    for (our_kind, word), (their_kind, _) in zip(ours, theirs, strict=True):
        assert our_kind == their_kind or {our_kind, their_kind} <= words, word


def test_our_lexer_reads_what_lark_reads() -> None:
    assert_same_tokens(SHOP)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_our_lexer_reads_what_lark_reads_in_any_program(random: Any) -> None:
    text = program(random.randrange)
    # A doc where none is meant is a comment for us and an error for lark.
    assert_same_tokens(re.sub(r"##[^\n]*", "", text))


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("STRING", ['""', '"a"', '"${a}"', '"${f("x")}"', r'"\""', '"$$"', '"$"', '"${{a = 1}}"'], ['"', '"a', '"a\n"']),
        ("BLOCK_STRING", ['"""a"""', '"""a"b""c"""', '"""\n"""'], ['"""', '"""a""']),
        ("NUMBER", ["0", "10", "1.5"], ["1.", ".5", "1_0"]),
        ("QUANTITY", ["50Gi", "1.5h", "250m", "5Ei", "1PB"], ["50GiB", "1KB", "5 Gi"]),
        ("CIDR4", ["10.0.0.0/8"], ["10.0.0/8", "10.0.0.0/"]),
        ("IPV6", ["::1", "fe80::1", "2001:db8:0:0:0:0:0:1"], ["a:b"]),
        ("CIDR6", ["::/0", "fd00::/8"], ["::/"]),
    ],
)  # fmt: skip
def test_our_patterns_are_the_grammars(kind: str, good: list[str], bad: list[str]) -> None:
    pattern = next(t.pattern.to_regexp() for t in lark().terminals if t.name == kind)
    for text in [*good, *bad]:
        fits = re.fullmatch(pattern, text) is not None
        assert fits is (text in good), text
        assert ([k for k, _ in lexed_by_us(text)] == [kind]) is fits, text


def mask() -> Any:
    """A fresh matcher of the grammar without its priorities, over bytes."""
    import llguidance

    text = re.sub(r"^([A-Z_0-9]+)\.\d+:", r"\1:", grammar_text(), flags=re.M)
    grammar = llguidance.LLMatcher.grammar_from_lark(text)
    assert not llguidance.LLMatcher.validate_grammar(grammar)
    return llguidance.LLMatcher(llguidance.LLTokenizer("byte"), grammar)


def test_decoder_mask_takes_the_example() -> None:
    matcher = mask()
    text = list(SHOP.encode())
    assert matcher.try_consume_tokens(text) == len(text), matcher.get_error()
    assert matcher.is_accepting()


@pytest.mark.parametrize(
    "text",
    [
        "let a = 2..6\n",
        "let a = 1.5..-2 + 3\n",
        "let a = { type = 1, from = 2, ...b }\n",
        "let a = { type.x = 1 for type in b }\n",
        'let a = ""\n',
        'let a = """\n  x\n  """\n',
        "let a = ::1\n",
        "@ignore_changes(tags.owner, size)\nresource a: b.c when not d and e in [1, 2,] {}\n",
        'use aws as eu from "hashicorp/aws@~> 5.100" { region = "eu-west-1" }\n',
    ],
)
def test_decoder_mask_takes(text: str) -> None:
    matcher = mask()
    assert matcher.try_consume_tokens(list(text.encode())) == len(text.encode())
    assert matcher.is_accepting()


@pytest.mark.parametrize("text", ["let a : = 1", "resource x {", "let a = [1 2]", "param x = 1"])
def test_decoder_mask_refuses(text: str) -> None:
    matcher = mask()
    assert matcher.try_consume_tokens(list(text.encode())) < len(text.encode())
