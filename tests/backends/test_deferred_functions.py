"""What is computed from values that an apply makes is computed by Terraform, or refused with its reason."""

from __future__ import annotations

import re

import pytest

from nimbus_lang.compiler import Compiled, compile_sources
from nimbus_lang.source.source_file import SourceFile, SourceSet
from tests.backends.deferred import EXPRESSIONS, REFUSED, program


def compiled(expressions: list[str]) -> Compiled:
    sources = SourceSet.of(SourceFile("main.nimbus", program(expressions)))
    return compile_sources(sources, "main.nimbus")


@pytest.fixture(scope="module")
def outputs() -> list[str]:
    """The values of the outputs, each on one line."""
    made = compiled(list(EXPRESSIONS))
    assert made.artifacts is not None, made.diagnostics
    text = made.artifacts.files["terraform/outputs.tf"].text
    return [
        re.sub(r",?\s*\n\s*", lambda gap: ", " if gap[0][0] == "," else "", found)
        for found in re.findall(r"value = (.*?)\n}", text, re.S)
    ]


@pytest.mark.parametrize(("position", "expected"), list(enumerate(EXPRESSIONS.values())))
def test_it_becomes_terraforms_own(position: int, expected: str, outputs: list[str]) -> None:
    assert outputs[position] == expected


@pytest.mark.parametrize("expression", REFUSED)
def test_what_terraform_lacks_is_refused(expression: str) -> None:
    codes = [one.code for one in compiled([expression]).diagnostics]
    assert codes == ["NB4803"]
