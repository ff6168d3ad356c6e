"""Reading specs from the disk: what comes in, and what a bad file says instead of raising or hanging."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.source_file import Absence
from nimbus_lang.workspace.load import load
from nimbus_lang.workspace.read import MAX_BYTES


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [d.code for d in diagnostics]


def test_a_file_is_named_relative_to_where_we_are(here: Path) -> None:
    (here / "shop.nimbus").write_text("stack shop\n")
    loaded, problems = load(here / "shop.nimbus")
    assert problems == ()
    assert loaded is not None
    assert loaded.mains == ("shop.nimbus",)
    assert loaded.sources["shop.nimbus"].text == "stack shop\n"


def test_used_files_come_along_once_and_by_their_plain_path(here: Path) -> None:
    (here / "lib").mkdir()
    (here / "shop.nimbus").write_text('stack shop\nuse a from "./lib/a.nimbus"\n')
    (here / "lib" / "a.nimbus").write_text('use b from "../b.nimbus"\n')
    (here / "b.nimbus").write_text('use a from "./lib/a.nimbus"\n')
    loaded, problems = load(Path("shop.nimbus"))
    assert problems == ()
    assert loaded is not None
    assert set(loaded.sources.files) == {"shop.nimbus", "lib/a.nimbus", "b.nimbus"}


def test_a_used_file_that_is_missing_is_left_to_the_checker(here: Path) -> None:
    (here / "shop.nimbus").write_text('use a from "./nowhere.nimbus"\n')
    loaded, problems = load(Path("shop.nimbus"))
    assert loaded is not None
    assert problems == ()


def test_a_used_file_that_cannot_be_read_is_named_at_its_use(here: Path) -> None:
    text = 'use a from "./bad.nimbus"\n'
    (here / "shop.nimbus").write_text(text)
    (here / "bad.nimbus").write_bytes(b"let a = \xff")
    _, problems = load(Path("shop.nimbus"))
    assert codes(problems) == ["NB6004"]
    span = problems[0].span
    assert span is not None
    assert text[span.start : span.end] == '"./bad.nimbus"'


def test_a_folder_means_every_stack_under_it(here: Path) -> None:
    for name, text in {
        "a/one.nimbus": "## doc\nstack one\n",
        "two.nimbus": "stack two",
        "lib.nimbus": "component x {}",
        ".nimbus/old.nimbus": "stack old",
        "notes.txt": "stack no",
    }.items():
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(text)
    loaded, problems = load(here)
    assert problems == ()
    assert loaded is not None
    assert loaded.mains == ("a/one.nimbus", "two.nimbus")


def test_a_folder_without_stacks_says_so(here: Path) -> None:
    assert codes(load(here)[1]) == ["NB6007"]


def test_a_missing_file(here: Path) -> None:
    assert codes(load(here / "nope.nimbus")[1]) == ["NB6001"]


def test_a_pipe_is_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "pipe.nimbus")
    assert codes(load(here / "pipe.nimbus")[1]) == ["NB6003"]


def test_a_device_is_not_read() -> None:
    assert codes(load(Path("/dev/zero"))[1]) == ["NB6003"]


def test_a_file_that_the_system_will_not_read() -> None:
    assert codes(load(Path("/proc/self/mem"))[1]) == ["NB6002"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"stack a\nlet b = \xff\xfe", "NB6004"),
        (b"stack a\nlet b = \x00", "NB6005"),
        (b"#" * (5 * 1024 * 1024), "NB6006"),
    ],
)
def test_what_is_no_text(here: Path, data: bytes, code: str) -> None:
    (here / "bad.nimbus").write_bytes(data)
    loaded, problems = load(here / "bad.nimbus")
    assert loaded is None
    assert codes(problems) == [code]


def test_the_limit_itself_is_allowed(here: Path) -> None:
    (here / "long.nimbus").write_bytes(b"#" * MAX_BYTES)
    assert load(here / "long.nimbus")[1] == ()


def test_a_byte_order_mark_is_no_text(here: Path) -> None:
    (here / "bom.nimbus").write_bytes(b"\xef\xbb\xbfstack a")
    loaded, _ = load(here / "bom.nimbus")
    assert loaded is not None
    assert loaded.sources["bom.nimbus"].text == "stack a"


def test_links_in_a_circle(here: Path) -> None:
    (here / "a.nimbus").symlink_to(here / "b.nimbus")
    (here / "b.nimbus").symlink_to(here / "a.nimbus")
    assert codes(load(here / "a.nimbus")[1]) == ["NB6002"]


def absences(here: Path, source: str) -> dict[str, Absence]:
    (here / "in" / "deep").mkdir(parents=True, exist_ok=True)
    (here / "in" / "nimbus.toml").write_text("")
    (here / "in" / "deep" / "a.nimbus").write_text(f'use crds from "{source}"\n')
    loaded, problems = load(Path("in/deep/a.nimbus"))
    assert loaded is not None
    assert problems == ()
    return dict(loaded.sources.absent)


def test_a_file_of_types_is_read_in_the_project_alone(here: Path) -> None:
    (here / "crds.yaml").write_text("a: 1\n")
    assert absences(here, "../../crds.yaml") == {"crds.yaml": Absence.OUTSIDE}
    (here / "in" / "crds.yaml").write_text("a: 1\n")
    assert absences(here, "../crds.yaml") == {}


def test_a_link_that_leads_out_is_outside(here: Path) -> None:
    (here / "crds.yaml").write_text("a: 1\n")
    (here / "in").mkdir()
    (here / "in" / "link.yaml").symlink_to(here / "crds.yaml")
    assert absences(here, "../link.yaml") == {"in/link.yaml": Absence.OUTSIDE}


def test_a_used_file_above_is_called_as_the_checker_calls_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "lib.nimbus").write_text("type a = int\n")
    (here / "in").mkdir()
    (here / "in" / "a.nimbus").write_text('use lib from "../lib.nimbus"\n')
    monkeypatch.chdir(here / "in")
    loaded, _ = load(Path("a.nimbus"))
    assert loaded is not None
    assert set(loaded.sources.files) == {"a.nimbus", "../lib.nimbus"}


def test_other_stacks_are_read_where_one_is_looked_up(here: Path) -> None:
    for name in ("app", "net", "lib"):
        (here / name).mkdir()
    (here / "nimbus.toml").touch()
    (here / "app" / "main.nimbus").write_text("stack app\nlookup base: stack.net {}\n")
    (here / "net" / "main.nimbus").write_text('stack net\nuse q from "../lib/q.nimbus"\n')
    (here / "lib" / "q.nimbus").write_text("let a = 1\n")
    (here / "lib" / "other.nimbus").write_text("let b = 1\n")
    loaded, problems = load(Path("app/main.nimbus"))
    assert problems == ()
    assert loaded is not None
    assert loaded.mains == ("app/main.nimbus",)
    assert set(loaded.sources.files) == {"app/main.nimbus", "net/main.nimbus", "lib/q.nimbus"}


def test_other_stacks_are_left_alone_where_none_is_looked_up(here: Path) -> None:
    (here / "app.nimbus").write_text("stack app\n")
    (here / "net.nimbus").write_text("stack net\n")
    loaded, _ = load(Path("app.nimbus"))
    assert loaded is not None
    assert set(loaded.sources.files) == {"app.nimbus"}


def test_without_a_project_only_the_own_folder_counts(here: Path) -> None:
    (here / "below").mkdir()
    (here / "app.nimbus").write_text("stack app\nlookup base: stack.net {}\n")
    (here / "net.nimbus").write_text("stack net\n")
    (here / "bad.nimbus").write_bytes(b"stack bad\n\xff")
    (here / "below" / "deep.nimbus").write_text("stack deep\n")
    loaded, problems = load(Path("app.nimbus"))
    assert problems == ()
    assert loaded is not None
    assert set(loaded.sources.files) == {"app.nimbus", "net.nimbus"}
