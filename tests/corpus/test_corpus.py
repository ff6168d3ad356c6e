"""Golden corpus: each case's spec through every stage, compared with what is kept beside it.

`make golden` (NIMBUS_GOLDEN=write) rewrites the goldens; a change of one is to be explained in its commit.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from nimbus_lang.compiler import Compiled, CompileOptions, compile_sources
from nimbus_lang.diagnostics.model import Severity
from nimbus_lang.diagnostics.render_text import render_text
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.print import format_source
from nimbus_lang.workspace.terraform_modules import read_module_folder

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/main.nimbus"))
STDLIB = HERE.parent.parent / "stdlib"
TODAY = date(2026, 1, 15)


def compiled(case: str, overlay: str | None = None) -> Compiled:
    """A case, compiled."""
    beside = [path for path in sorted((HERE / case).iterdir()) if path.is_file()]
    sources = SourceSet.of(*(SourceFile(one.name, one.read_text("utf-8")) for one in beside))
    sources = sources.with_files(SourceSet.of(*modules(case)))
    return compile_sources(sources, "main.nimbus", CompileOptions(overlay=overlay, today=TODAY))


def modules(case: str) -> Iterator[SourceFile]:
    """The Terraform modules of a case, called as its spec calls them."""
    main = HERE / case / "main.nimbus"
    for folder in sorted((HERE / case / "modules").glob("*")):
        text, problems = read_module_folder(f"tf:{folder}", Span(str(main), 0, 0))
        assert text is not None and not problems
        yield SourceFile(f"tf:./modules/{folder.name}", text)


def stages(case: str) -> dict[str, str]:
    """What is compared: diagnostics and every generated file but the source map."""
    result = compiled(case)
    files = {"diagnostics.txt": render_text(result.diagnostics, result.checked.sources)}
    if (artifacts := result.described()) is not None:
        files |= artifacts.texts()
        files.pop("sourcemap.json")
    return {path: text for path, text in files.items() if text}


def kept(case: str) -> dict[str, str]:
    """The goldens of a case."""
    folder = HERE / case / "golden"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write(case: str, files: dict[str, str]) -> None:
    """Replace the goldens of a case."""
    folder = HERE / case / "golden"
    for path in kept(case):
        (folder / path).unlink()
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_stages(case: str) -> None:
    files = stages(case)
    if os.environ.get("NIMBUS_GOLDEN") == "write":
        write(case, files)
    expected = kept(case)
    assert sorted(files) == sorted(expected)
    for path, text in expected.items():
        assert files[path] == text, path


@pytest.mark.parametrize("case", CASES)
def test_compiles_without_errors_under_every_overlay(case: str) -> None:
    first = compiled(case)
    for overlay in (None, *first.checked.program.main.overlays):
        result = compiled(case, overlay)
        errors = [one for one in result.diagnostics if one.severity is Severity.ERROR]
        assert [(one.code, one.detail) for one in errors] == []
        assert result.artifacts is not None


@pytest.mark.parametrize("case", CASES)
def test_same_input_same_bytes(case: str) -> None:
    first, second = compiled(case).artifacts, compiled(case).artifacts
    assert first is not None and second is not None
    assert {p: a.text for p, a in first.files.items()} == {
        p: a.text for p, a in second.files.items()
    }


@pytest.mark.parametrize("case", CASES)
def test_is_formatted(case: str) -> None:
    file = SourceFile("main.nimbus", (HERE / case / "main.nimbus").read_text(encoding="utf-8"))
    assert format_source(file) == (file.text, ())


@pytest.mark.parametrize("path", sorted(STDLIB.rglob("*.nimbus")), ids=lambda path: path.stem)
def test_library_is_formatted_documented_and_has_a_case(path: Path) -> None:
    file = SourceFile(path.name, path.read_text(encoding="utf-8"))
    assert format_source(file) == (file.text, ())
    assert file.text.startswith("## ")
    assert path.stem in CASES


@pytest.mark.parametrize("path", sorted(STDLIB.rglob("*.nimbus")), ids=lambda path: path.stem)
def test_library_is_safe_by_default(path: Path) -> None:
    found = compiled(path.stem).diagnostics
    assert [one.code for one in found if one.severity is not Severity.INFO] == []
