"""Every code has a page that says the same as the code, and every page's programs do what it promises."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import nimbus_lang
from nimbus_lang.compiler import compile_sources, open_program
from nimbus_lang.diagnostics.catalog import Page, codes, page
from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.testing.bench import Bench
from nimbus_lang.testing.properties import run_properties
from nimbus_lang.testing.run import run_tests

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


def summaries_in_source() -> set[tuple[str, str]]:
    """Every code with each summary that the source gives it."""
    found: set[tuple[str, str]] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(args=[ast.Constant(str(code)), ast.Constant(str(summary)), *_]):
                    if CODE.fullmatch(code):
                        found.add((code, summary))
    return found


def test_a_code_says_one_thing_and_its_page_says_it() -> None:
    said = summaries_in_source()
    assert len(said) > 250
    titles = {(code, found.summary) for code in codes() if (found := page(code))}
    assert said - titles == set()


def test_every_page_has_a_code() -> None:
    assert sorted(set(codes()) - set(codes_in_source())) == []


WITHOUT_PROGRAM = {
    "NB2029": "a file that leads out of its repository is a mistake in a repository",
    "NB2041": "two stacks of a project",
    "NB2043": "another stack of the project",
    "NB2044": "another stack of the project",
    "NB3025": "another stack of the project",
    "NB41": "files of types from elsewhere",
    "NB4802": "a second lock: the checker refuses such a program earlier, as NB2121",
    "NB60": "files, folders, settings and the command line",
    "NB6505": "a folder of golden files",
    "NB6508": "an option of the command line",
    "NB6509": "a folder without tests",
    "NB66": "questions about a stack, and files that were compiled",
    "NB70": "plans, and the world they were made for",
    "NB71": "applying, and the world it met",
    "NB72": "tools of others",
    "NB73": "the sandbox",
    "NB8": "sentences and models",
}
"""What a code is about when no spec can show it, by the beginning of the code."""


OF_PROPERTIES = {"NB6506", "NB6507"}


def reasons(code: str) -> list[str]:
    return [reason for start, reason in WITHOUT_PROGRAM.items() if code.startswith(start)]


@pytest.mark.parametrize("code", codes())
def test_page_is_well_formed(code: str) -> None:
    found = page(code)
    assert found is not None
    assert found.text.startswith(f"# {code}: ")
    assert (found.wrong is None) == (found.right is None)
    assert found.wrong is not None or len(reasons(code)) == 1


def said(program: str, found: Page) -> dict[str, Diagnostic]:
    """What a check says of a program, and for codes of tests what its tests or its properties say."""
    others = (SourceFile(path, text) for path, text in found.beside.items())
    sources = SourceSet.of(SourceFile("main.nimbus", program), *others)
    made = list(compile_sources(sources, "main.nimbus").diagnostics)
    if found.code.startswith("NB65"):
        bench = Bench(open_program(sources, "main.nimbus"), date.today())
        tested = [run_properties(bench, 20, 0)] if found.code in OF_PROPERTIES else run_tests(bench)
        made += [failure.diagnostic for result in tested for failure in result.failures]
    return {one.code: one for one in made}


@pytest.mark.parametrize("code", [c for c in codes() if page(c).wrong])  # type: ignore[union-attr]
def test_programs_of_a_page(code: str) -> None:
    found = page(code)
    assert found is not None and found.wrong is not None and found.right is not None
    wrong = said(found.wrong, found)
    assert code in wrong
    assert wrong[code].summary == found.summary
    right = said(found.right, found)
    assert [one.code for one in right.values() if one.severity is Severity.ERROR] == []
    assert code not in right
