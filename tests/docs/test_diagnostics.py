"""docs/diagnostics/ says what `nimbus explain` says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from nimbus_lang.diagnostics.catalog import codes

DOCS = Path(__file__).resolve().parents[2] / "docs"
SPEC = importlib.util.spec_from_file_location("build_diagnostics", DOCS / "build_diagnostics.py")
assert SPEC is not None and SPEC.loader is not None
BUILD = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(BUILD)


def test_up_to_date() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("diagnostics/*.md")}
    made = BUILD.documents()
    stale = sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))
    assert stale == [], "run: python docs/build_diagnostics.py"


@pytest.mark.parametrize("code", codes())
def test_every_code_has_a_group(code: str) -> None:
    assert BUILD.group_of(code) in BUILD.GROUPS


def test_the_index_names_every_code() -> None:
    listed = re.findall(r"^\| \[(NB\d{4})\]", BUILD.documents()["README.md"], re.M)
    assert sorted(listed) == list(codes())
