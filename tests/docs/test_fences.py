"""The reader of documents, on documents of its own."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("fences", Path(__file__).with_name("fences.py"))
assert SPEC is not None and SPEC.loader is not None
fences = sys.modules["fences"] = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(fences)

DOCUMENT = """\
Text.

```console
$ nimbus check a.nimbus    # a remark
a.nimbus: no problems
$ nimbus fmt
```

```sh live
# remark
nimbus sandbox up
nimbus plan \\
  a.nimbus
```

```nimbus a.nimbus
stack a
```
"""


def test_reads_blocks_and_commands(tmp_path: Path) -> None:
    (tmp_path / "d.md").write_text(DOCUMENT)
    session, script, spec = fences.blocks(tmp_path / "d.md")
    assert [(c.text, c.output) for c in fences.commands(session)] == [
        ("nimbus check a.nimbus", "a.nimbus: no problems"),
        ("nimbus fmt", None),
    ]
    assert [c.text for c in fences.commands(script)] == [
        "nimbus sandbox up",
        "nimbus plan a.nimbus",
    ]
    assert (session.live, script.live) == (False, True)
    assert (spec.file, spec.text) == ("a.nimbus", "stack a\n")


@pytest.mark.parametrize(
    ("shown", "real", "same"),
    [
        ("a\nb", "a\nb\n", True),
        ("a", "a\nb\n", False),
        ("a\n...\nd", "a\nb\nc\nd\n", True),
        ("a\n...\nd", "a\nd\n", True),
        ("a\n...", "a\nb", True),
        ("took ... s", "took 1.5 s", True),
        ("took ... s", "took 1.5\n s", False),
        ("a.b", "axb", False),
    ],
)
def test_compares_output(shown: str, real: str, same: bool) -> None:
    assert fences.matches(shown, real) == same
