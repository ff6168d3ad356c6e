"""Compiling into a folder: all stacks or none, the same bytes twice, and nothing half-written."""

from __future__ import annotations

from pathlib import Path

import pytest

from nimbus_lang.operations.compile import Options, compile_stacks
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.workspace.write import MANIFEST

QUEUE = (
    'stack NAME\nuse aws { region = "eu-west-1" }\nresource jobs: aws.sqs_queue { name = "jobs" }\n'
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spec(folder: Path, name: str, more: str = "") -> Path:
    path = folder / f"{name}.nimbus"
    path.write_text(QUEUE.replace("NAME", name) + more)
    return path


def files(folder: Path) -> dict[str, str]:
    found = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != MANIFEST)
    return {p.relative_to(folder).as_posix(): p.read_text() for p in found}


def test_one_stack_goes_right_into_the_folder_that_is_named(here: Path) -> None:
    result = compile_stacks(Options(spec(here, "shop"), here / "out"))
    assert result.outcome is Outcome.OK
    assert {"terraform/main.tf", "graph.json", "sourcemap.json"} <= files(here / "out").keys()


def test_without_a_folder_it_goes_to_the_projects(here: Path) -> None:
    compile_stacks(Options(spec(here, "shop")))
    assert "terraform/main.tf" in files(here / "build" / "shop")


def test_the_same_spec_gives_the_same_bytes(here: Path) -> None:
    path = spec(here, "shop")
    compile_stacks(Options(path, here / "one"))
    compile_stacks(Options(path, here / "two"))
    assert files(here / "one") == files(here / "two")
    again = compile_stacks(Options(path, here / "one"))
    assert again.stacks[0].written.written == ()


def test_where_one_stack_has_errors_none_is_written(here: Path) -> None:
    spec(here, "good")
    spec(here, "bad", "resource x: aws.sqs_queue { nmae = 1 }\n")
    result = compile_stacks(Options(here, here / "out"))
    assert result.outcome is Outcome.SPEC
    assert not (here / "out").exists()


def test_a_folder_of_stacks(here: Path) -> None:
    spec(here, "one")
    spec(here, "two")
    result = compile_stacks(Options(here, here / "out"))
    assert [s.stack for s in result.stacks] == ["one", "two"]
    assert {p.name for p in (here / "out").iterdir()} == {"one", "two"}


def test_where_one_stack_was_edited_none_is_written(here: Path) -> None:
    spec(here, "one")
    spec(here, "two")
    compile_stacks(Options(here))
    (here / "build/two/terraform/main.tf").write_text("edited")
    spec(here, "one", 'resource more: aws.sqs_queue { name = "more" }\n')
    before = files(here / "build")
    result = compile_stacks(Options(here))
    assert result.outcome is Outcome.ENVIRONMENT
    assert [d.code for d in result.diagnostics] == ["NB6015"]
    assert files(here / "build") == before
    assert compile_stacks(Options(here, force=True)).outcome is Outcome.OK
    assert "edited" not in files(here / "build").values()


def test_two_stacks_of_one_name_are_not_written_over_each_other(here: Path) -> None:
    path = spec(here, "shop")
    (here / "twin.nimbus").write_text(path.read_text())
    result = compile_stacks(Options(here))
    assert [d.code for d in result.diagnostics] == ["NB6016"]
    assert result.outcome is Outcome.SPEC
    assert not (here / "build").exists()


def test_a_file_in_the_way(here: Path) -> None:
    (here / "out").write_text("mine")
    result = compile_stacks(Options(spec(here, "shop"), here / "out"))
    assert result.outcome is Outcome.ENVIRONMENT
    assert [d.code for d in result.diagnostics] == ["NB6012"]
    assert (here / "out").read_text() == "mine"


def test_a_missing_spec(here: Path) -> None:
    result = compile_stacks(Options(here / "no.nimbus"))
    assert result.outcome is Outcome.ENVIRONMENT
    assert [d.code for d in result.diagnostics] == ["NB6001"]


def test_settings_of_the_project(here: Path) -> None:
    (here / "nimbus.toml").write_text('[compile]\noutput = "generated"\n')
    compile_stacks(Options(spec(here, "shop")))
    assert (here / "generated" / "shop" / "terraform").is_dir()


def test_a_broken_nimbus_toml_is_shown_at_its_line(here: Path) -> None:
    (here / "nimbus.toml").write_text("[compile\n")
    result = compile_stacks(Options(spec(here, "shop")))
    assert [d.code for d in result.diagnostics] == ["NB6030"]
    assert result.sources.get("nimbus.toml") is not None
    assert not (here / "build").exists()
