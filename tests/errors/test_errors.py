"""Every wrong program gives exactly the diagnostics that are written beside its damage."""

from __future__ import annotations

import pytest

from tests.errors.harness import Program, check, programs


@pytest.mark.parametrize("program", programs(), ids=lambda program: program.name)
def test_wrong_program(program: Program) -> None:
    check(program)


def test_there_are_enough() -> None:
    assert sum(program.only_syntax for program in programs()) >= 45
