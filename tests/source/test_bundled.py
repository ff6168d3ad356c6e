"""The text that ships with Nimbus."""

from __future__ import annotations

from nimbus_lang.source.bundled import grammar_text, stdlib_paths, stdlib_text


def test_grammar_is_found() -> None:
    assert "start: decls?" in grammar_text()


def test_stdlib_is_named_relative_and_sorted() -> None:
    paths = stdlib_paths()
    assert list(paths) == sorted(paths)
    assert all(path.endswith(".nimbus") and not path.startswith("/") for path in paths)


def test_every_stdlib_file_has_text_and_others_have_none() -> None:
    assert all(stdlib_text(path) for path in stdlib_paths())
    assert stdlib_text("no/such.nimbus") is None
    assert stdlib_text("../grammar/nimbus.lark") is None
