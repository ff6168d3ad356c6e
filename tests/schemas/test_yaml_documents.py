"""YAML of others: what it says, where it breaks, and that no text can make it grow or hang."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nimbus_lang.schemas.yaml_documents import YamlError, read_documents


def only(text: str) -> object:
    (document,) = read_documents(text)
    return document.data


def test_every_document_with_its_place() -> None:
    text = "a: 1\n---\n# said\nb: [x, 'y']\n"
    first, second = read_documents(text)
    assert (first.data, second.data) == ({"a": 1}, {"b": ["x", "y"]})
    assert text[second.start :].startswith("b:")


def test_plain_scalars_are_read_as_kubernetes_does() -> None:
    text = "[true, no, ~, 3, -4, 0.5, 1e3, '3', 012, 2026-01-01, \"no\"]"
    assert only(text) == [True, False, None, 3, -4, 0.5, 1000.0, "3", "012", "2026-01-01", "no"]


def test_json_is_yaml() -> None:
    assert only('{"a": [true, null, "x\\n"], "b": {"c": 1}}') == {
        "a": [True, None, "x\n"],
        "b": {"c": 1},
    }


def test_aliases_and_merges() -> None:
    assert only("a: &a {x: 1}\nb: *a\nc: {<<: *a, y: 2}\n") == {
        "a": {"x": 1},
        "b": {"x": 1},
        "c": {"x": 1, "y": 2},
    }


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1\nb: {\n", "did not find"),
        ("a:\n\t- b\n", "cannot start any token"),
        ("a: *nothing\n", "nothing"),
        ("a: &a [*a]\n", "stands for nothing"),
        ("? [a, b]\n: c\n", "key"),
        ("[" * 5000, "nested"),
        (bomb(), "aliases"),
        ("a: \x07\n", "not allowed"),
    ],
)
def test_what_is_not_read_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(YamlError, match=said) as refused:
        read_documents(text)
    assert 0 <= refused.value.at <= len(text)


def test_tags_make_no_objects() -> None:
    assert only("!!python/object/apply:os.system ['true']") == ["true"]


@given(st.text(alphabet="ab:- \n[]{}&*!'\"#|>\t,?<", max_size=60))
def test_no_text_crashes(text: str) -> None:
    try:
        read_documents(text)
    except YamlError as refused:
        assert 0 <= refused.at <= len(text)
