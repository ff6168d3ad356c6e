"""Every pair of docs/lowering.md: the program compiles, and gives what stands below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nimbus_lang.compiler import CompileOptions, compile_sources
from nimbus_lang.diagnostics.model import has_errors
from nimbus_lang.source.source_file import SourceFile, SourceSet

PAGE = Path(__file__).parent.parent.parent / "docs" / "lowering.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pairs() -> list[tuple[str, list[str]]]:
    """Each program with the texts that follow it."""
    found: list[tuple[str, list[str]]] = []
    for language, text in FENCE.findall(PAGE.read_text(encoding="utf-8")):
        if language == "nimbus":
            found.append((text, []))
        else:
            found[-1][1].append(text)
    return found


@pytest.mark.parametrize(("program", "texts"), pairs())
def test_a_program_gives_what_stands_below_it(program: str, texts: list[str]) -> None:
    sources = SourceSet.of(SourceFile("main.nimbus", program))
    compiled = compile_sources(sources, "main.nimbus", CompileOptions())
    assert not has_errors(compiled.diagnostics), compiled.diagnostics
    assert compiled.artifacts is not None and texts
    made = [file.text for file in compiled.artifacts.files.values()]
    for text in texts:
        assert any(text in one for one in made), "\n".join(made)
