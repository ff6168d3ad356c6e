"""Run the tests of a spec given as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from nimbus_lang.compiler import Opened, open_program
from nimbus_lang.diagnostics.render_text import Paint
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.testing.bench import Bench
from nimbus_lang.testing.describe import failure_text
from nimbus_lang.testing.model import Result
from nimbus_lang.testing.run import run_tests

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Ran:
    """The results of a file's tests."""

    opened: Opened
    results: tuple[Result, ...]

    @property
    def passed(self) -> dict[str, bool]:
        return {one.title: one.passed for one in self.results}

    @property
    def codes(self) -> list[str]:
        """The codes of all failures, those that led to them in brackets."""
        return [
            failure.diagnostic.code + "".join(f"({cause.code})" for cause in failure.caused)
            for one in self.results
            for failure in one.failures
        ]

    def text(self) -> str:
        """All failures as people read them."""
        return "\n".join(
            failure_text(failure, self.opened.sources, Paint())
            for one in self.results
            for failure in one.failures
        )


def opened(text: str, **files: str) -> Opened:
    """A program read and checked."""
    main = SourceFile("main.nimbus", text)
    others = (SourceFile(f"{name}.nimbus", content) for name, content in files.items())
    return open_program(SourceSet.of(main, *others), main.path)


@pytest.fixture
def run() -> Callable[..., Ran]:
    def run(text: str, **files: str) -> Ran:
        program = opened(text, **files)
        return Ran(program, tuple(run_tests(Bench(program, TODAY))))

    return run
