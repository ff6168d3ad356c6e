"""Wrong programs with the diagnostics they must give, written beside the damage.

A file holds several programs, parted by lines `---`. At the end of a line `#! NB1003` expects that code there, `#! NB1003
@5-9` also the columns (from 1, end exclusive; `@5-3:1` ends on line 3 of the program), `;` parts several. On a line of
its own `#!^` speaks of the line above (a comment cannot follow an unterminated string).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.source_file import SourceFile

FOLDER = Path(__file__).parent
_MARK = re.compile(r"#!(\^?)([^\n]*)")
_ONE = re.compile(r"(NB\d{4})(?:\s+@(\d+-(?:\d+:)?\d+))?")


@dataclass(frozen=True)
class Program:
    """One wrong program of a file; `number` counts from 1, `first_line` is where it begins in the file."""

    file: str
    number: int
    first_line: int
    text: str

    @property
    def name(self) -> str:
        """What a failing test is called."""
        return f"{self.file}:{self.first_line}"

    @property
    def only_syntax(self) -> bool:
        """Whether it is about reading alone, so that nothing after it runs."""
        return self.file.startswith("syntax/")


@dataclass(frozen=True)
class Expected:
    """A code on a line of the program; columns when they are given."""

    line: int
    code: str
    columns: str | None


def programs() -> list[Program]:
    """Every program of every file below this folder."""
    return [program for path in sorted(FOLDER.rglob("*.nimbus")) for program in read_programs(path)]


def read_programs(path: Path) -> list[Program]:
    """The programs of one file."""
    name = path.relative_to(FOLDER).as_posix()
    # Not `read_text`: line endings and a byte order mark are part of some programs.
    lines = path.read_bytes().decode("utf-8").split("\n")
    found: list[Program] = []
    start = 0
    for at, line in enumerate([*lines, "---"]):
        if line.rstrip("\r") == "---":
            text = "\n".join(lines[start:at])
            if text.strip():
                found.append(Program(name, len(found) + 1, start + 1, text + "\n"))
            start = at + 1
    return found


def expected(program: Program) -> list[Expected]:
    """What the comments of a program promise."""
    found: list[Expected] = []
    for number, line in enumerate(program.text.split("\n"), 1):
        mark = _MARK.search(line)
        if mark is None:
            continue
        at = number - 1 if mark[1] else number
        for part in mark[2].split(";"):
            one = _ONE.fullmatch(part.strip())
            assert one is not None, f"{program.name}: cannot read `{part}`"
            found.append(Expected(at, one[1], one[2]))
    return found


def diagnostics_of(program: Program) -> tuple[SourceFile, tuple[Diagnostic, ...]]:
    """The program as a file, and what is said about it."""
    file = SourceFile("main.nimbus", program.text)
    if program.only_syntax:
        from nimbus_lang.syntax.parse import parse

        return file, parse(file)[1]
    from nimbus_lang.compiler import check_text

    return file, tuple(check_text(program.text))


def described(file: SourceFile, diagnostic: Diagnostic) -> Expected:
    """A diagnostic in the terms of the comments."""
    if diagnostic.span is None:
        return Expected(0, diagnostic.code, None)
    start = file.position(diagnostic.span.start)
    end = file.position(diagnostic.span.end)
    last = f"{end.column}" if end.line == start.line else f"{end.line}:{end.column}"
    return Expected(start.line, diagnostic.code, f"{start.column}-{last}")


def check(program: Program) -> None:
    """Assert that a program gives exactly what its comments promise."""
    file, diagnostics = diagnostics_of(program)
    actual = [described(file, diagnostic) for diagnostic in diagnostics]
    promised = expected(program)
    told = "\n".join(
        f"  line {one.line} {one.code} @{one.columns}: {diagnostic.detail}"
        for one, diagnostic in zip(actual, diagnostics, strict=True)
    )
    assert promised, f"{program.name} expects nothing"
    assert Counter((one.line, one.code) for one in actual) == Counter(
        (one.line, one.code) for one in promised
    ), f"{program.name} gave\n{told}"
    for one in promised:
        assert one.columns is None or one in actual, f"{program.name}: {one} is not among\n{told}"
