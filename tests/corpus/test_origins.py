"""Every line of every generated file of the corpus knows where it comes from."""

from __future__ import annotations

import pytest

from nimbus_lang.backends.trace import lines_from
from tests.corpus.test_corpus import CASES, compiled

CODE = (".tf", ".yaml")


@pytest.mark.parametrize("case", CASES)
def test_every_line_knows_where_it_comes_from(case: str) -> None:
    result = compiled(case)
    artifacts = result.described()
    assert artifacts is not None
    for path, file in artifacts.files.items():
        origins = {origin.line: origin.span for origin in file.origins}
        for number, line in enumerate(file.text.splitlines(), 1):
            if line.strip() and path.endswith(CODE):
                assert number in origins, f"{path}:{number}: {line}"
        for span in origins.values():
            assert 0 <= span.start < span.end <= len(result.checked.sources[span.path].text), path


@pytest.mark.parametrize("case", CASES)
def test_every_line_is_found_from_where_it_comes_from(case: str) -> None:
    """There and back again: what a line is traced to makes that line."""
    result = compiled(case)
    artifacts, sources = result.described(), result.checked.sources
    assert artifacts is not None
    for path, file in artifacts.files.items():
        for origin in file.origins:
            place = sources[origin.span.path].position(origin.span.start)
            back = lines_from(artifacts, sources, origin.span.path, place.line)
            assert (path, origin.line) in {(one.path, one.line) for one in back}
