"""Every code has a page that says the same as the code, and every page's programs do what it promises."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import nimbus_lang
from nimbus_lang.compiler import check_text
from nimbus_lang.diagnostics.catalog import codes, page
from nimbus_lang.diagnostics.model import Severity

PACKAGE = Path(nimbus_lang.__file__).parent
CODE = re.compile(r"NB\d{4}")


def codes_in_source() -> dict[str, list[str]]:
    """Every code that is a string of the source, with the files that hold it."""
    found: dict[str, list[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and CODE.fullmatch(text):
                found.setdefault(text, []).append(path.name)
    return found


def test_every_code_has_a_page() -> None:
    assert sorted(set(codes_in_source()) - set(codes())) == []


def test_every_page_has_a_code() -> None:
    assert sorted(set(codes()) - set(codes_in_source())) == []


@pytest.mark.parametrize("code", codes())
def test_page_is_well_formed(code: str) -> None:
    found = page(code)
    assert found is not None
    assert found.text.startswith(f"# {code}: ")
    assert (found.wrong is None) == (found.right is None)


@pytest.mark.parametrize(
    "code", [code for code in codes() if (page(code) or 0) and page(code).wrong]
)  # type: ignore[union-attr]
def test_programs_of_a_page(code: str) -> None:
    found = page(code)
    assert found is not None and found.wrong is not None and found.right is not None
    wrong = {one.code: one.summary for one in check_text(found.wrong)}
    assert code in wrong
    assert wrong[code] == found.summary
    right = check_text(found.right)
    assert [one.code for one in right if one.severity is Severity.ERROR] == []
    assert code not in {one.code for one in right}
