"""Reading and printing on programs nobody wrote, and on programs somebody broke."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.declarations import Module
from nimbus_lang.syntax.parse import ParseCache, parse
from nimbus_lang.syntax.print import format_source
from nimbus_lang.syntax.split import split
from nimbus_lang.syntax.tokens import tokenize
from nimbus_lang.syntax.walk import walk
from tests.property.programs import program
from tests.syntax.example import SHOP, bare

# What the grammar allows and the builder of nodes refuses: chained comparisons, a `not` too deep, computed keys.
REFUSED_LATER = {"NB1020", "NB1021", "NB1026", "NB1034"}
RANDOM = st.randoms(use_true_random=False)


def read(text: str) -> tuple[Module, tuple[Diagnostic, ...]]:
    """A reading whose places all lie in the text."""
    module, found = parse(SourceFile("main.nimbus", text))
    for diagnostic in found:
        assert diagnostic.span is not None
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text)
        assert diagnostic.code.startswith("NB1")
    for node in walk(module):
        assert 0 <= node.span.start <= node.span.end <= len(text) + 1
    return module, found


def comment_texts(module: Module) -> list[str]:
    return sorted(f"#{c.text[2:]}" if c.text.startswith("##") else c.text for c in module.comments)


@settings(max_examples=200, deadline=None)
@given(RANDOM, st.booleans(), st.booleans())
def test_parse_print_parse(random: Any, comments: bool, wide: bool) -> None:
    text = program(random.randrange, comments, wide)
    module, found = read(text)
    assert {d.code for d in found} <= REFUSED_LATER, [d.detail for d in found]
    assume(not found)
    printed, _ = format_source(SourceFile("main.nimbus", text))
    again, wrong = read(printed)
    assert not wrong, printed
    assert bare(again.decls) == bare(module.decls)
    assert comment_texts(again) == comment_texts(module)
    assert format_source(SourceFile("main.nimbus", printed))[0] == printed


SNIPPETS = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    '"',
    '"""',
    "${",
    "'",
    "\\",
    "#",
    "##",
    ";",
    "=",
    ":",
    ",",
    ".",
    "..",
    "@",
]
SNIPPETS += [
    "\n",
    "\0",
    "é",
    "😀",
    "0x",
    "1_0",
    "let",
    "resource x",
    "if",
    "for",
    "not",
    "//",
    "/*",
    "\r",
    "\ufeff",
]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_broken_programs_are_read(data: st.DataObject) -> None:
    text = SHOP
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 6)))
        text = text[:start] + data.draw(st.sampled_from([*SNIPPETS, ""])) + text[end:]
    read(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    read(text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([*SNIPPETS, "a", "1", " ", "aws.x", "in", "==", "type", "param"]),
        max_size=60,
    )
)
def test_any_heap_of_tokens_is_read(pieces: list[str]) -> None:
    read(" ".join(pieces))
    read("".join(pieces))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_cache_changes_nothing(data: st.DataObject) -> None:
    cache = ParseCache()
    text = SHOP
    for _ in range(4):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from([*SNIPPETS, "a", "\n\n"])) + text[at:]
        file = SourceFile("main.nimbus", text)
        assert parse(file, cache) == parse(file)


@pytest.mark.parametrize("step", [11])
def test_every_beginning_of_a_program_is_read(step: int) -> None:
    for end in range(0, len(SHOP), step):
        read(SHOP[:end])


def mutations(text: str) -> Iterator[tuple[int, str]]:
    """Every token deleted, doubled and swapped with the next: where, and the text it makes."""
    tokens, _ = tokenize(text)
    for at, (_, start, end) in enumerate(tokens):
        yield start, text[:start] + text[end:]
        yield start, text[:end] + " " + text[start:]
        if at + 1 < len(tokens):
            _, first, last = tokens[at + 1]
            yield (
                start,
                text[:start] + text[first:last] + text[end:first] + text[start:end] + text[last:],
            )


def test_damage_stays_near() -> None:
    """At most one diagnostic in twenty points further than to the next declaration; few are said in all."""
    tokens, _ = tokenize(SHOP)
    ends = [tokens[chunk.last - 1][2] for chunk in split(SHOP, tokens)]

    def declaration(offset: int) -> int:
        return next((n for n, end in enumerate(ends) if offset <= end), len(ends) - 1)

    said = far = texts = 0
    cache = ParseCache()
    for place, text in mutations(SHOP):
        _, found = parse(SourceFile("main.nimbus", text), cache)
        texts += 1
        for diagnostic in found:
            assert diagnostic.span is not None
            said += 1
            shift = max(len(text) - len(SHOP), 0)
            near = declaration(diagnostic.span.start - shift), declaration(diagnostic.span.start)
            far += all(abs(one - declaration(place)) > 1 for one in near)
    assert far * 20 <= said
    assert said <= 1.5 * texts
