"""What is kept between runs: the table on disk, declarations in memory; and that losing it changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nimbus_lang.source import cache_dir
from nimbus_lang.source.bundled import grammar_text
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.build_table import build_table
from nimbus_lang.syntax.load_table import load_table
from nimbus_lang.syntax.parse import ParseCache, parse
from nimbus_lang.syntax.table import decode, encode
from tests.syntax.example import SHOP, bare

ROOT = Path(__file__).parents[2]
READ = """
import sys
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.parse import parse
module, found = parse(SourceFile("a", "let a = 1"))
assert len(module.decls) == 1 and not found
print("lark" in sys.modules)
"""


def run_with_cache(folder: Path) -> str:
    """Whether a new process that parses had to import lark."""
    env = {**os.environ, "NIMBUS_CACHE_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", READ], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_lark_is_needed_only_once(tmp_path: Path) -> None:
    assert run_with_cache(tmp_path) == "True"
    assert run_with_cache(tmp_path) == "False"


def test_a_damaged_cache_is_made_again(tmp_path: Path) -> None:
    run_with_cache(tmp_path)
    kept = next(tmp_path.rglob("lalr-*.json"))
    kept.write_bytes(kept.read_bytes()[:-40])
    assert run_with_cache(tmp_path) == "True"
    assert run_with_cache(tmp_path) == "False"


def test_an_unwritable_cache_breaks_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert run_with_cache(blocked) == "True"
    assert run_with_cache(blocked / "below") == "True"


def test_table_survives_being_kept() -> None:
    table = build_table(grammar_text())
    assert decode(encode(table)) == table == load_table()


@pytest.mark.parametrize("content", [b"", b"{}", b"x" * 64 + b"\n{}", encode(load_table())[:-1]])
def test_what_is_no_table_is_not_loaded(content: bytes) -> None:
    assert decode(content) is None


def test_cache_folder_is_chosen_by_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(tmp_path))
    assert cache_dir.cache_dir() == tmp_path
    assert cache_dir.write_cached("a/b.bin", b"x")
    assert cache_dir.read_cached("a/b.bin") == b"x"
    assert cache_dir.read_cached("a/c.bin") is None
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.bin"]


def test_without_the_variable_it_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIMBUS_CACHE_DIR", raising=False)
    folder = cache_dir.cache_dir()
    assert folder is not None and folder.name == "nimbus"


def same(text: str, cache: ParseCache) -> None:
    """A cached reading is exactly a fresh one, places included."""
    file = SourceFile("main.nimbus", text)
    assert parse(file, cache) == parse(file)


def test_an_edit_parses_one_declaration_again() -> None:
    cache = ParseCache()
    same(SHOP, cache)
    before = cache.misses
    same(SHOP.replace("100Gi", "2000Gi"), cache)
    assert cache.misses == before + 1


def test_moved_declarations_are_moved() -> None:
    cache = ParseCache()
    broken = SHOP.replace("storage  = 100Gi", "storage 100Gi")
    for text in (SHOP, "# a line above\n\n" + SHOP, broken, "\n\n" + broken, SHOP):
        same(text, cache)


def test_another_file_with_the_same_text_has_its_own_places() -> None:
    cache = ParseCache()
    parse(SourceFile("a.nimbus", SHOP), cache)
    again = SourceFile("b.nimbus", SHOP)
    module, _ = parse(again, cache)
    assert module == parse(again)[0]
    assert {decl.span.path for decl in module.decls} == {"b.nimbus"}


def test_the_cache_is_bounded() -> None:
    cache = ParseCache(limit=3)
    parse(SourceFile("a", "\n".join(f"let a{n} = {n}" for n in range(10))), cache)
    assert len(cache.chunks) == 3


def test_rebased_trees_mean_the_same() -> None:
    cache = ParseCache()
    first, _ = parse(SourceFile("a", SHOP), cache)
    second, _ = parse(SourceFile("a", "\n" + SHOP), cache)
    assert bare(first.decls) == bare(second.decls)
