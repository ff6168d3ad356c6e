"""The standard library, as a stack that uses it would have it checked: nothing to say, not even a warning."""

from __future__ import annotations

import pytest

from nimbus_lang.source.bundled import stdlib_paths, stdlib_text
from tests.check.programs import check


@pytest.mark.parametrize("path", stdlib_paths())
def test_a_file_of_the_library(path: str) -> None:
    text = stdlib_text(path)
    assert text is not None
    result = check(text)
    assert [(d.code, result.text(d)) for d in result.diagnostics] == []


@pytest.mark.parametrize("path", stdlib_paths())
def test_every_param_and_output_of_the_library_has_a_type(path: str) -> None:
    components = check(stdlib_text(path) or "").program.components.values()
    for component in components:
        assert component.members
        assert component.parameters.fields.keys() <= component.members.keys()
