"""nimbus.toml: found upwards, typed, and every mistake in it named at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.workspace.config import load_config, parse_config


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    config, problems = load_config(tmp_path)
    assert problems == ()
    assert (config.root, config.output, config.state) == (tmp_path, "build", ".nimbus")


def test_the_nearest_file_above_is_found(tmp_path: Path) -> None:
    (tmp_path / "nimbus.toml").write_text('[deploy]\noverlay = "prod"\n')
    (tmp_path / "a" / "b").mkdir(parents=True)
    config, problems = load_config(tmp_path / "a" / "b")
    assert problems == ()
    assert (config.root, config.overlay) == (tmp_path, "prod")


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("[deploy\n", "NB6030", "\n"),
        ("[deplyo]\n", "NB6031", "deplyo"),
        ('[deploy]\noverlai = "x"\n', "NB6031", "overlai"),
        ("[deploy]\noverlay = 3\n", "NB6032", "overlay"),
        ("deploy = 3\n", "NB6032", "deploy"),
    ],
)
def test_mistakes(text: str, code: str, at: str) -> None:
    _, problems = parse_config(SourceFile("nimbus.toml", text), Path())
    assert [d.code for d in problems] == [code]
    span = problems[0].span
    assert span is not None
    assert text[span.start : span.end] == at


def test_a_near_miss_is_suggested() -> None:
    _, problems = parse_config(SourceFile("nimbus.toml", '[ask]\nmodle = "x"\n'), Path())
    assert "Did you mean `model`?" in problems[0].detail


def test_a_nimbus_toml_that_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "nimbus.toml").mkdir()
    assert [d.code for d in load_config(tmp_path)[1]] == ["NB6003"]
