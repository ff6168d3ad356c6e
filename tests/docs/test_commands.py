"""Every command that the documents show is run, and says what they say it says."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from nimbus_lang.cli.commands import COMMANDS
from nimbus_lang.compiler import check_text
from nimbus_lang.diagnostics.model import Severity

CHECKOUT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("fences", Path(__file__).with_name("fences.py"))
assert SPEC is not None and SPEC.loader is not None
fences = sys.modules["fences"] = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(fences)

DOCUMENTS = sorted(
    path
    for path in [CHECKOUT / "README.md", *(CHECKOUT / "docs").rglob("*.md")]
    if path.is_file() and path.parent.name != "diagnostics"
)
ELSEWHERE = re.compile(r"make (demo|test)|git clone \S+|cd \S+|pip install .*")
"""What others run: CI runs both goals of make in a fresh clone; `tests/packaging` installs."""


def name_of(document: Path) -> str:
    """A document as people name it."""
    return document.relative_to(CHECKOUT).as_posix()


def has(document: Path, *, live: bool) -> bool:
    """Whether a document shows commands, of the sandbox or others."""
    return any(fences.commands(b) and b.live == live for b in fences.blocks(document))


class Reader:
    """Somebody who follows a document in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": f"{folder / '.bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder / ".home"),
            "PYTHONPATH": str(CHECKOUT),
            "NIMBUS_CACHE_DIR": os.environ.get(
                "NIMBUS_CACHE_DIR", str(Path.home() / ".cache/nimbus")
            ),
            "NIMBUS_SANDBOX_DIR": str(folder / ".sandbox"),
        }
        for name in ("KUBEBUILDER_ASSETS", "NIMBUS_TERRAFORM_MIRROR"):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        (folder / ".bin").mkdir()
        (folder / ".home").mkdir()
        starter = folder / ".bin" / "nimbus"
        starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nimbus_lang "$@"\n')
        starter.chmod(0o755)

    def run(self, command: str) -> tuple[int, str]:
        """The exit code and everything that was printed."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=1200,
        )
        return done.returncode, done.stdout.decode()

    def follow(self, document: Path, *, live: bool) -> None:
        """Do what the document says, from its first line to its last. NIMBUS_DOCS=write puts the real output there."""
        rewrite: list[tuple[fences.Command, str]] = []
        for block in fences.blocks(document):
            if block.file is not None:
                place = self.folder / block.file
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(block.text)
            if block.live and not live:
                continue
            for command in fences.commands(block):
                if ELSEWHERE.fullmatch(command.text):
                    continue
                code, output = self.run(command.text)
                if os.environ.get("NIMBUS_DOCS") == "write":
                    rewrite.append((command, output))
                else:
                    judge(document, command, code, output)
        fences.rewrite(document, rewrite)


def tells_an_error(shown: str) -> bool:
    """Whether an output tells an error, in one of the forms there are."""
    return any(mark in shown for mark in ("error[", "::error ", '"severity": "error"'))


def judge(document: Path, command: fences.Command, code: int, output: str) -> None:
    """Whether a command ended and said as it is shown."""
    where = f"{name_of(document)}:{command.line}: {command.text}\n{output}"
    assert "Traceback" not in output, where
    assert (code != 0) == tells_an_error(command.output or ""), f"exit code {code}\n{where}"
    if command.output is not None:
        assert fences.matches(command.output, output), f"{where}\n--- shown:\n{command.output}"


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """A reader, whose sandbox is taken down in the end."""
    someone = Reader(tmp_path)
    yield someone
    if (tmp_path / ".sandbox").exists():
        assert someone.run("nimbus sandbox down")[0] == 0


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if has(d, live=False)], ids=name_of)
def test_commands(reader: Reader, document: Path) -> None:
    reader.follow(document, live=False)


@pytest.mark.live
@pytest.mark.parametrize("document", [d for d in DOCUMENTS if has(d, live=True)], ids=name_of)
def test_commands_on_the_sandbox(reader: Reader, document: Path) -> None:
    reader.follow(document, live=True)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_no_command_escapes(document: Path) -> None:
    """A command in a block that is neither `console` nor `sh` would be run by nobody."""
    escaped = [
        f"{name_of(document)}:{block.line}"
        for block in fences.blocks(document)
        if block.language not in ("console", "sh", "mermaid")
        and re.search(r"^(\$ )?nimbus [a-z-]", block.text, re.M)
    ]
    assert escaped == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_commands_named_in_the_text_exist(document: Path) -> None:
    text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.M | re.S)
    named = set(re.findall(r"`nimbus ([a-z]+)\b", text))
    assert named - {command.name for command in COMMANDS} - {"help"} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_programs(document: Path) -> None:
    for block in fences.blocks(document):
        if block.language != "nimbus" or "fragment" in block.words:
            continue
        where = f"{name_of(document)}:{block.line}"
        found = check_text(block.text)
        if "wrong" in block.words:
            (code,) = [word for word in block.words if word.startswith("NB")]
            assert code in {one.code for one in found}, where
        else:
            errors = [one for one in found if one.severity is Severity.ERROR]
            assert [(one.code, one.detail) for one in errors] == [], where


def test_extras_that_are_named_exist() -> None:
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        extras = set(tomllib.load(file)["project"]["optional-dependencies"])
    for document in DOCUMENTS:
        for named in re.findall(r"nimbus-lang\[([\w,-]+)\]", document.read_text(encoding="utf-8")):
            assert set(named.split(",")) <= extras, name_of(document)
