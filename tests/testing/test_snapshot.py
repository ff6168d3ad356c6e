"""Golden files compared as texts."""

from __future__ import annotations

from nimbus_lang.backends.backend import Artifact, ArtifactSet
from nimbus_lang.testing.snapshot import changes, golden_files


def test_files_that_hold_places_are_left_out() -> None:
    paths = ("terraform/main.tf", "graph.json", "sourcemap.json", "helm/x/values.yaml")
    made = ArtifactSet({path: Artifact(path, "x\n") for path in paths})
    assert list(golden_files(made)) == ["helm/x/values.yaml", "terraform/main.tf"]


def test_changed_new_and_gone_files() -> None:
    found = changes(
        {"a": "one\n", "b": "same\n", "c": "gone\n"}, {"a": "two\n", "b": "same\n", "d": "new"}
    )
    assert list(found) == ["a", "c", "d"]
    assert "-one\n+two\n" in found["a"]
    assert "+++ /dev/null" in found["c"]
    assert "--- /dev/null" in found["d"] and found["d"].endswith("+new\n")
