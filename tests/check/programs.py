"""Static checking of small programs from text, for the tests of this folder."""

from __future__ import annotations

from dataclasses import dataclass

from nimbus_lang.check.check_program import check_program
from nimbus_lang.check.checked import CheckedProgram
from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.bundled import stdlib_text
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.declarations import Module
from nimbus_lang.syntax.parse import parse
from nimbus_lang.types.model import Type
from nimbus_lang.types.show import show


@dataclass(frozen=True)
class Result:
    """A checked program, everything that was said about it, and its files."""

    program: CheckedProgram
    diagnostics: tuple[Diagnostic, ...]
    files: dict[str, SourceFile]

    @property
    def codes(self) -> list[str]:
        """The codes, in the order of the source."""
        return [diagnostic.code for diagnostic in self.diagnostics]

    @property
    def errors(self) -> list[str]:
        """`CODE text-under-the-span` of every error."""
        return [
            f"{d.code} {self.text(d)}" for d in self.diagnostics if d.severity is Severity.ERROR
        ]

    def text(self, diagnostic: Diagnostic) -> str:
        """The text that a diagnostic points at."""
        assert diagnostic.span is not None
        return self.files[diagnostic.span.path].slice(diagnostic.span)

    def output(self, name: str) -> str:
        """The type of an output, as people write it."""
        return show(self.program.main.output_types[name])

    def let(self, name: str) -> Type:
        """The type of a let."""
        return self.program.main.let_types[name]


def check(text: str, **others: str) -> Result:
    """Parse and check `text` as `main.nimbus`; others are files beside it (`lib="..."` is `lib.nimbus`)."""
    files = {"main.nimbus": SourceFile("main.nimbus", text)}
    for name, other in others.items():
        files[f"{name}.nimbus"] = SourceFile(f"{name}.nimbus", other)

    def load(path: str) -> tuple[Module, tuple[Diagnostic, ...]] | None:
        file = files.get(path)
        if file is None and path.startswith("std/"):
            found = stdlib_text(path.removeprefix("std/"))
            file = None if found is None else files.setdefault(path, SourceFile(path, found))
        return None if file is None else parse(file)

    module, syntax = parse(files["main.nimbus"])
    program, static = check_program(module, load)
    return Result(program, (*syntax, *static), files)


def type_of(expression: str, before: str = "") -> str:
    """The type of an expression after some declarations; it must have no error."""
    result = check(f"{before}\nlet _it = {expression}\n")
    assert result.errors == []
    return show(result.let("_it"))
