"""YAML: what is written reads back the same, by readers of YAML 1.1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nimbus_lang.backends.yaml_text import block_lines, is_plain, scalar
from nimbus_lang.backends.yaml_tree import Items, Keys, Leaf, Node, document

TEXTS = st.text(max_size=40) | st.text(
    alphabet=" \n\t-:#'\"|>&*!%@`{}[],?~=.0123456789aeoxyn$", max_size=12
)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS | st.decimals(-1000, 1000, places=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def tree(data: Any) -> Node:
    match data:
        case list():
            return Items(tuple(map(tree, data)))
        case dict():
            return Keys(tuple((key, tree(value)) for key, value in data.items()))
        case _:
            return Leaf(data)


def text(data: Any) -> str:
    return "".join(line.text + "\n" for line in document(tree(data)))


def readable(data: Any) -> Any:
    match data:
        case Decimal():
            return float(data) if data % 1 else int(data)
        case list():
            return [readable(item) for item in data]
        case dict():
            return {readable(key): readable(value) for key, value in data.items()}
        case str():
            return data.encode("utf-8", "replace").decode() if data.isascii() else data
        case _:
            return data


@given(DATA)
def test_what_is_written_reads_back_equal(data: Any) -> None:
    assert yaml.safe_load(text(data)) == readable(data)


@given(TEXTS)
def test_a_plain_scalar_is_a_string_to_everyone(data: str) -> None:
    if is_plain(data):
        assert yaml.safe_load(data) == data
        assert yaml.safe_load(f"key: {data}") == {"key": data}
        assert yaml.safe_load(f"- {data}") == [data]


@pytest.mark.parametrize(
    "data",
    ["on", "No", "Y", "1e3", "0x1f", "0o17", "1_000", "1:30", "~", "null", "", "2026-11-23", "=", "<<",
     ".5", "+1", "1.", "-.inf", ".NaN", "010", "1234e567", "a: b", "a #b", "- a", "*a", "&a", "!a", "%a",
     "@a", "`a", "{a", "[a", "a:", " a", "a ", "---", "...", "a\tb", "#a", "? a", "2001-12-14 21:59:43"],
)  # fmt: skip
def test_what_could_be_something_else_is_quoted(data: str) -> None:
    assert scalar(data).startswith('"')
    assert yaml.safe_load(scalar(data)) == data


@pytest.mark.parametrize(
    "data",
    ["nginx:1.27", "--flag=1", "-x", "250m", "512Mi", "10.0.0.0/16", "http://x/y?z=1", "app.kubernetes.io/name",
     "/bin/sh", "a b c", "hello, world", "1.4.2-rc1", "$HOME", "a'b", 'say "hi"', "it's", "naïve"],
)  # fmt: skip
def test_ordinary_words_stay_plain(data: str) -> None:
    assert scalar(data) == data


def test_lines_become_a_literal_block() -> None:
    assert text({"a": {"run": "set -e\n\n  echo hi\n"}}) == (
        "a:\n  run: |\n    set -e\n\n      echo hi\n"
    )


@pytest.mark.parametrize("data", [" a\nb\n", "a\n  \nb", "\n", "a\rb\n"])
def test_what_a_block_would_change_is_quoted(data: str) -> None:
    assert block_lines(data) is None


def test_lists_stand_below_their_key() -> None:
    data = {
        "args": ["a", "b"],
        "ports": [{"name": "http", "port": 80}],
        "none": [],
        "nothing": {},
        "deep": [["x"]],
    }
    assert text(data) == (
        "args:\n  - a\n  - b\nports:\n  - name: http\n    port: 80\nnone: []\nnothing: {}\ndeep:\n  - - x\n"
    )
