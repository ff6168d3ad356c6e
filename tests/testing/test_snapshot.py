"""Golden files compared as texts."""

from __future__ import annotations

from nimbus_lang.testing.snapshot import changes


def test_changed_new_and_gone_files() -> None:
    found = changes(
        {"a": "one\n", "b": "same\n", "c": "gone\n"}, {"a": "two\n", "b": "same\n", "d": "new"}
    )
    assert list(found) == ["a", "c", "d"]
    assert "-one\n+two\n" in found["a"]
    assert "+++ /dev/null" in found["c"]
    assert "--- /dev/null" in found["d"] and found["d"].endswith("+new\n")
