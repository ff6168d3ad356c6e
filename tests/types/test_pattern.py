"""Patterns mean what regular expressions mean, and no text makes them slow."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nimbus_lang.types.builtin import NAMED
from nimbus_lang.types.model import ScalarT
from nimbus_lang.types.pattern import PatternError, compile_pattern, fully_matches, occurs_in

atoms = st.sampled_from(
    [
        "a",
        "b",
        "-",
        "1",
        ".",
        "[ab]",
        "[^a]",
        "[a-c1]",
        r"\d",
        r"\w",
        r"\D",
        r"\.",
        "[]a]",
        "[a-]",
        r"[\w-]",
        r"[^\W]",
        "^",
        "$",
        "(?:)",
    ]
)
counts = st.sampled_from(["*", "+", "?", "{2}", "{1,}", "{0,2}", "*?", "+?"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    grouped = inner.map(lambda part: f"({part})")
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join),
        st.tuples(grouped, counts).map("".join),
        inner.map(lambda part: f"(?:{part})"),
    )


patterns = st.recursive(atoms, _grown, max_leaves=8)
texts = st.text("abcA-1. é", max_size=8)


@given(patterns, st.lists(texts, min_size=1, max_size=5))
def test_they_agree_with_the_standard_library(pattern: str, found: list[str]) -> None:
    theirs = re.compile(pattern, re.ASCII)
    ours = compile_pattern(pattern)
    for text in found:
        assert ours.full(text) is (theirs.fullmatch(text) is not None)
        assert ours.search(text) is (theirs.search(text) is not None)


@given(patterns, texts)
def test_case_can_be_ignored(pattern: str, text: str) -> None:
    theirs = re.compile(f"(?i){pattern}", re.ASCII)
    assert fully_matches(f"(?i){pattern}", text) is (theirs.fullmatch(text) is not None)


@given(st.text(r"ab()[]{}|*+?^$\\.-,12:<>P", max_size=12))
def test_any_text_is_a_pattern_or_refused(text: str) -> None:
    try:
        compile_pattern(text)
    except PatternError as error:
        assert 0 <= error.at <= len(text)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(a", "never closed"),
        ("a)", "closes nothing"),
        ("[a", "never closed"),
        ("*a", "nothing to repeat"),
        ("a**", "repeated again"),
        ("(?=a)b", "look-around"),
        ("(?!a)b", "look-around"),
        (r"(a)\1", "not supported"),
        (r"\bword\b", "not supported"),
        (r"\p{L}", "not supported"),
        ("[b-a]", "lower to a higher"),
        ("a{5,2}", "low to high"),
        ("a{99999}", "low to high"),
        ("((a{100}){100}){100}", "too large"),
        ("(" * 500, "nested"),
        ("a\\", "not supported"),
    ],
)
def test_refusals(pattern: str, words: str) -> None:
    with pytest.raises(PatternError, match=words):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(a*)*b", "(.*a){20}", "(a?){50}a{50}"])
def test_no_text_is_slow(pattern: str) -> None:
    began = time.process_time()
    assert not fully_matches(pattern, "a" * 2000 + "!")
    assert time.process_time() - began < 2


def test_a_pattern_that_would_take_forever_is_refused() -> None:
    with pytest.raises(PatternError, match="too long"):
        fully_matches(".*x.{0,3000}y", "x" * 50_000)


@pytest.mark.parametrize(
    "name", [n for n, t in NAMED.items() if isinstance(t, ScalarT) and t.pattern]
)
def test_the_patterns_of_the_language_are_patterns(name: str) -> None:
    scalar = NAMED[name]
    assert isinstance(scalar, ScalarT) and scalar.pattern
    compile_pattern(scalar.pattern)


def test_posix_classes_and_edges() -> None:
    assert fully_matches("[[:alpha:]_][[:alnum:]]*", "a1b2")
    assert occurs_in(r"\Aab", "abc") and not occurs_in(r"\Abc", "abc")
    assert occurs_in("(?s)a.b", "xa\nb") and not occurs_in("a.b", "a\nb")
    assert fully_matches("(?P<name>a)(?<other>b)", "ab")
    assert fully_matches(r"\x2e\u00e9", ".é")
