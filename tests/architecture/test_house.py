"""What the house forbids: processes anywhere but behind one door, imports that climb."""

from __future__ import annotations

import ast
from pathlib import Path

import nimbus_lang

PACKAGE = Path(nimbus_lang.__file__).parent


def imports_of(path: Path) -> set[str]:
    """The modules a file imports, at any depth of its code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_one_door_for_processes() -> None:
    users = [path for path in PACKAGE.rglob("*.py") if "subprocess" in imports_of(path)]
    assert [path.relative_to(PACKAGE).as_posix() for path in users] == ["tools/process.py"]


def test_the_compiler_reads_no_disk_and_opens_no_socket() -> None:
    rooms = ("syntax", "types", "values", "check", "ir", "safety", "backends", "testing", "graphs")
    forbidden = {"socket", "urllib.request", "http.client", "requests", "httpx", "boto3"}
    for room in rooms:
        for path in (PACKAGE / room).rglob("*.py"):
            assert not imports_of(path) & forbidden, path


def test_every_module_says_what_it_is() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_no_room_for_leftovers() -> None:
    names = {path.stem for path in PACKAGE.rglob("*.py")}
    assert not names & {"utils", "util", "helpers", "common", "misc"}
