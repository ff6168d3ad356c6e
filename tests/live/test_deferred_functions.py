"""What is computed from values that an apply makes: terraform takes every expression."""

from __future__ import annotations

from pathlib import Path

import pytest

from nimbus_lang.compiler import compile_sources
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.tools.terraform.terraform import open_terraform
from tests.backends.deferred import EXPRESSIONS, program

pytestmark = pytest.mark.live


def test_terraform_takes_them(tmp_path: Path) -> None:
    sources = SourceSet.of(SourceFile("main.nimbus", program(list(EXPRESSIONS))))
    made = compile_sources(sources, "main.nimbus").artifacts
    assert made is not None
    for name, file in made.files.items():
        if name.startswith("terraform/"):
            (tmp_path / Path(name).name).write_text(file.text, encoding="utf-8")
    terraform = open_terraform(tmp_path, {})
    assert terraform.unformatted() == ""
    terraform.init()
    assert terraform.validate() == ()
