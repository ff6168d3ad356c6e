"""Judge a program: parse, check, build its graph, review it; what is wrong elsewhere does not matter here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from nimbus_lang.check.check_program import check_program
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.build_graph import build_graph
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.safety.report import ClearedGraph, SafetyReport
from nimbus_lang.safety.review import review
from nimbus_lang.source.bundled import stdlib_text
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.declarations import Module
from nimbus_lang.syntax.parse import parse

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Judged:
    """A review and the text it is about."""

    file: SourceFile
    graph: InfraGraph
    cleared: ClearedGraph | None
    report: SafetyReport

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.report.findings]

    @property
    def found(self) -> list[tuple[str, str]]:
        """Each finding's code with the text it underlines."""
        return [(f.code, self.file.slice(f.span)) for f in self.report.findings if f.span]

    def one(self, code: str) -> Diagnostic:
        """The only finding of a code."""
        (finding,) = [f for f in self.report.findings if f.code == code]
        return finding


Judge = Callable[..., Judged]


@pytest.fixture
def judge() -> Judge:
    def run(text: str, today: date = TODAY) -> Judged:
        file = SourceFile("main.nimbus", text if "stack " in text else f"stack shop\n\n{text}")
        module, problems = parse(file)
        assert problems == ()
        program, _ = check_program(module, _library)
        built, _ = build_graph(program)
        return Judged(file, built.graph, *review(built.graph, today))

    return run


def _library(path: str) -> tuple[Module, tuple[Diagnostic, ...]] | None:
    text = stdlib_text(path)
    return None if text is None else parse(SourceFile(path, text))
