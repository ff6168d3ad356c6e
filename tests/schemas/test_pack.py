"""Packs: what was written is read back, byte for byte the same each time, one document at a time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nimbus_lang.schemas.pack import Pack, common_text, write_pack

SECTIONS = {"fruit": {"pear": {"a": [1, 2]}, "apple": ["x"]}, "empty": {}}

documents = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\t\n"), max_size=8),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    ),
    max_size=6,
)


def test_read_back(tmp_path: Path) -> None:
    path = tmp_path / "pack.bin"
    path.write_bytes(write_pack(SECTIONS, {"version": "1"}, "pear"))
    pack = Pack(path)
    assert pack.meta == {"version": "1"}
    assert pack.names("fruit") == ["apple", "pear"]
    assert pack.read("fruit", "pear") == {"a": [1, 2]}
    assert pack.has("fruit", "pear")


def test_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "pack.bin"
    path.write_bytes(write_pack(SECTIONS, {}, ""))
    pack = Pack(path)
    assert pack.read("fruit", "plum") is None
    assert pack.read("stone", "pear") is None
    assert not pack.has("stone", "pear")
    assert pack.names("stone") == []


def test_another_file_is_no_pack(tmp_path: Path) -> None:
    path = tmp_path / "pack.bin"
    path.write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(ValueError, match="not a schema pack"):
        Pack(path)


def test_order_of_the_input_does_not_matter() -> None:
    turned = {"empty": {}, "fruit": {"apple": ["x"], "pear": {"a": [1, 2]}}}
    assert write_pack(SECTIONS, {}, "") == write_pack(turned, {}, "")


@given(documents)
def test_any_document(
    tmp_path_factory: pytest.TempPathFactory, given_documents: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("pack") / "pack.bin"
    data = write_pack({"all": given_documents}, {}, common_text(list(given_documents.values())))
    assert data == write_pack(
        {"all": given_documents}, {}, common_text(list(given_documents.values()))
    )
    path.write_bytes(data)
    pack = Pack(path)
    assert {name: pack.read("all", name) for name in pack.names("all")} == given_documents
