"""Terraform's providers and modules on this disk: what the lock pins, what the cache holds, what a folder gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.schemas.build_module import build_module
from nimbus_lang.schemas.build_provider import build_provider
from nimbus_lang.schemas.module_space import ModuleSpace
from nimbus_lang.schemas.pack import Pack
from nimbus_lang.source.source_file import Absence, SourceFile
from nimbus_lang.source.span import Span
from nimbus_lang.workspace import terraform_modules
from nimbus_lang.workspace.load import load
from nimbus_lang.workspace.lock import Lock, parse_lock
from nimbus_lang.workspace.package_cache import digest, keep
from nimbus_lang.workspace.packages import is_locked, locked_description, locked_text
from nimbus_lang.workspace.terraform_modules import read_module_folder

HERE = Span("main.nimbus", 0, 1)
A, B, C = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with blanks in its path, and a cache of its own."""
    project = tmp_path / "my project"
    project.mkdir()
    (project / "nimbus.toml").touch()
    monkeypatch.chdir(project)
    monkeypatch.setenv("NIMBUS_CACHE_DIR", str(tmp_path / "cache"))
    return project


def test_the_lock_is_read_as_it_is_written() -> None:
    lock = Lock(terraform={"hashicorp/random@3.6.3": A, "tf:acme/vpc/aws@5.8.1": B})
    again, problems = parse_lock(SourceFile("nimbus.lock", lock.text()))
    assert again == lock and not problems
    assert lock.text().count("\n[terraform]\n") == 1


@pytest.mark.parametrize("line", ['"hashicorp/random@3.6.3" = "short"', '"x" = 3'])
def test_a_lock_that_somebody_wrote_by_hand(line: str) -> None:
    lock, problems = parse_lock(SourceFile("nimbus.lock", f"version = 1\n[terraform]\n{line}\n"))
    assert lock is None
    assert [one.code for one in problems] == ["NB6063"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hashicorp/random@~> 3.6", ("3.10.0", B)),
        ("hashicorp/random@3.6.3", ("3.6.3", A)),
        ("hashicorp/random", ("3.10.0", B)),
        ("hashicorp/random@~> 4.0", Absence.OTHER_VERSION),
        ("hashicorp/tls@~> 4.0", Absence.NOT_LOCKED),
        ("tf:acme/vpc/aws@~> 5.8", ("5.8.1", C)),
        ("tf:acme/other/aws@5.8.1", Absence.NOT_LOCKED),
        ("tf:git::https://h/r.git//net?ref=v1", ("", A)),
        ("tf:git::https://h/r.git//net?ref=v2", Absence.NOT_LOCKED),
    ],
)
def test_what_is_locked_of_a_name(name: str, expected: object) -> None:
    pins = {
        "hashicorp/random@3.6.3": A,
        "hashicorp/random@3.10.0": B,
        "tf:acme/vpc/aws@5.8.1": C,
        "tf:git::https://h/r.git//net?ref=v1": A,
    }
    assert locked_description(Lock(terraform=pins), name) == expected


def test_the_bundled_provider_needs_no_lock() -> None:
    assert not is_locked("hashicorp/aws@~> 5.100")
    assert not is_locked("hashicorp/aws")
    assert is_locked("hashicorp/aws@~> 6.0")
    assert is_locked("tf:acme/vpc/aws@5.8.1")
    assert not is_locked("tf:./modules/net")


def test_a_description_is_read_from_the_cache_and_held_against_the_lock(tmp_path: Path) -> None:
    text = build_provider({"resource_schemas": {"x_y": {"block": {}}}}, "acme/x", "1.2.0")
    name, lock = "acme/x@~> 1.0", Lock(terraform={"acme/x@1.2.0": digest(text)})
    assert locked_text(lock, name) is Absence.NOT_HERE
    assert keep(text)
    assert locked_text(lock, name) == text
    (kept,) = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    kept.write_text(text + " ")
    assert locked_text(lock, name) is Absence.CHANGED


def test_loading_brings_what_is_locked(somewhere: Path) -> None:
    text = build_provider({"resource_schemas": {"x_y": {"block": {}}}}, "acme/x", "1.2.0")
    keep(text)
    lock = Lock(terraform={"acme/x@1.2.0": digest(text)})
    (somewhere / "nimbus.lock").write_text(lock.text())
    (somewhere / "a.nimbus").write_text(
        'stack a\nuse x from "acme/x@~> 1.0"\nuse y from "acme/y@1.0"\n'
    )
    loaded, problems = load(Path("a.nimbus"))
    assert loaded is not None and not problems
    assert loaded.sources["acme/x@~> 1.0"].text == text
    assert loaded.sources.absent == {"acme/y@1.0": Absence.NOT_LOCKED}


def write(files: dict[str, str]) -> None:
    for path, text in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)


def folder(name: str) -> tuple[ModuleSpace, tuple[Diagnostic, ...]]:
    text, problems = read_module_folder(name, HERE)
    assert text is not None
    return ModuleSpace(name, Pack(text)), problems


VARIABLE = 'variable "a" {\n  type = string\n}\n'


def test_a_folder_is_read_whole_but_for_what_is_hidden() -> None:
    write(
        {
            "net/main.tf": VARIABLE,
            "net/files/motd": "hello ${name} é",
            "net/.terraform/x.tf": "no",
            "net/.env": "SECRET=1",
            "net/terraform.tfstate": "{}",
            "net/prod.tfvars": "a = 1",
        }
    )
    space, problems = folder("tf:./net")
    assert not problems
    assert space.carried == {"main.tf": VARIABLE, "files/motd": "hello ${name} é"}
    assert (space.source, space.short) == (".", "net")
    record = space.load("module.module", False)
    assert record is not None and list(record.fields) == ["a"]


def test_modules_beside_it_that_it_calls_come_along() -> None:
    write(
        {
            "mods/net/main.tf": 'module "t" { source = "../tags" }',
            "mods/tags/main.tf": VARIABLE,
            "mods/other/main.tf": VARIABLE,
        }
    )
    space, _ = folder("tf:./mods/net")
    assert sorted(space.carried) == ["net/main.tf", "tags/main.tf"]
    assert space.source == "net"


def test_the_same_files_are_the_same_text_wherever_they_lie() -> None:
    write({"a/net/main.tf": VARIABLE, "b/net/main.tf": VARIABLE})
    assert read_module_folder("tf:./a/net", HERE) == read_module_folder("tf:./b/net", HERE)


def test_what_was_read_once_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"net/main.tf": VARIABLE})
    first = read_module_folder("tf:./net", HERE)

    def never(texts: object) -> None:
        raise AssertionError(texts)

    monkeypatch.setattr(terraform_modules, "describe_module", never)
    assert read_module_folder("tf:./net", HERE) == first


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"net/readme.md": "x"}, "no `.tf` file"),
        ({"net/main.tf": VARIABLE, "net/logo.png": "\0"}, "NUL byte"),
        ({"net/main.tf": 'module "o" { source = "../.." }'}, "outside of the project"),
        ({"net/main.tf": VARIABLE} | {f"net/{n}.txt": "" for n in range(500)}, "more than 500"),
    ],
)
def test_what_cannot_go_with_the_code(files: dict[str, str], said: str) -> None:
    write(files)
    _, problems = folder("tf:./net")
    assert [one.code for one in problems] == ["NB6080"]
    assert said in problems[0].detail


def test_a_folder_outside_of_the_project_is_not_looked_at(tmp_path: Path) -> None:
    write({"../other/main.tf": VARIABLE, "a.nimbus": 'stack a\nuse o from "tf:../other"\n'})
    loaded, problems = load(Path("a.nimbus"))
    assert loaded is not None and not problems
    assert loaded.sources.absent == {"tf:../other": Absence.OUTSIDE}


def test_broken_files_make_a_module_without_types() -> None:
    write({"net/main.tf": 'variable "a" {'})
    space, problems = folder("tf:./net")
    assert not problems and "cannot be read as HCL" in space.untyped
    assert space.carried


def test_links_are_not_followed(tmp_path: Path) -> None:
    write({"net/main.tf": VARIABLE})
    (tmp_path / "secret").write_text("x")
    Path("net/link").symlink_to(tmp_path / "secret")
    assert list(folder("tf:./net")[0].carried) == ["main.tf"]


def test_paths_in_other_letters_are_kept() -> None:
    text = build_module({}, {"source": ".", "short": "x"}, {"é/ü.txt": "1", "z": "2"})
    assert text.isascii()
    assert ModuleSpace("tf:./x", Pack(text)).carried == {"z": "2", "é/ü.txt": "1"}
