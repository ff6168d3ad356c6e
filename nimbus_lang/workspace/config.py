"""The project's settings: the nearest `nimbus.toml` at or above a folder, typed, every mistake in it named.

Holds only what is no infrastructure. A project without the file has the defaults.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.source.span import Position, Span
from nimbus_lang.workspace import errors
from nimbus_lang.workspace.read import read_text
from nimbus_lang.workspace.show import show

NAME = "nimbus.toml"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings. `root` is the project's folder: where `nimbus.toml` is, else the one that was asked for.

    `output`: where `compile` writes; `state`: where plans, journals and Terraform's state live, both below `root`.
    `overlay`: the overlay chosen when none is named. `model`: what `ask` uses. `file`: the text of nimbus.toml, if any.
    """

    root: Path
    output: str = "build"
    state: str = ".nimbus"
    overlay: str = ""
    model: str = ""
    file: SourceFile | None = None


_SETTINGS = {
    "compile": {"output": "output"},
    "deploy": {"state": "state", "overlay": "overlay"},
    "ask": {"model": "model"},
}
"""Table of nimbus.toml -> key -> field of `Config`; every value is a string."""


def load_config(folder: Path) -> tuple[Config, tuple[Diagnostic, ...]]:
    """The settings that hold for a folder; always usable, whatever was wrong with the file."""
    found = find_config(folder)
    if found is None:
        return Config(Path(os.path.abspath(folder))), ()  # noqa: PTH100 - resolve() would follow links
    text, problems = read_text(found, show(found))
    if text is None:
        return Config(found.parent), problems
    return parse_config(SourceFile(show(found), text), found.parent)


def find_config(folder: Path) -> Path | None:
    """The nimbus.toml that holds for a folder: the nearest at or above it."""
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow links
    return next((d / NAME for d in (folder, *folder.parents) if (d / NAME).exists()), None)


def parse_config(file: SourceFile, root: Path) -> tuple[Config, tuple[Diagnostic, ...]]:
    """The settings that a nimbus.toml holds."""
    import tomllib  # most projects have no such file

    config = Config(root, file=file)
    try:
        data = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as bad:
        return config, (errors.bad_config(_sentence(str(bad)), _place(file, str(bad))),)
    values: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for table, content in data.items():
        if table not in _SETTINGS:
            problems.append(_unknown(table, "", _SETTINGS, file))
        elif not isinstance(content, dict):
            problems.append(errors.wrong_setting(table, "a table", _find(file, table)))
        else:
            problems += _read_table(table, content, values, file)
    assert values.keys() <= {f.name for f in fields(config)}
    return replace(config, **values), tuple(problems)  # type: ignore[arg-type]


def _read_table(
    table: str, content: Mapping[str, Any], values: dict[str, str], file: SourceFile
) -> list[Diagnostic]:
    problems = []
    for key, value in content.items():
        if key not in _SETTINGS[table]:
            problems.append(_unknown(key, f"{table}.", _SETTINGS[table], file))
        elif not isinstance(value, str):
            problems.append(errors.wrong_setting(f"{table}.{key}", "a string", _find(file, key)))
        else:
            values[_SETTINGS[table][key]] = value
    return problems


def _unknown(key: str, table: str, known: Mapping[str, object], file: SourceFile) -> Diagnostic:
    near = suggest(key, known)
    return errors.unknown_setting(
        f"{table}{key}", near[0] if near else None, tuple(known), _find(file, key)
    )


def _find(file: SourceFile, key: str) -> Span:
    match = re.search(rf"^[ \t\[]*[\w.\"' ]*?\b({re.escape(key)})\b", file.text, re.MULTILINE)
    return Span(file.path, *match.span(1)) if match else file.whole().head()


def _place(file: SourceFile, said: str) -> Span:
    match = re.search(r"line (\d+), column (\d+)", said)
    at = file.offset(Position(int(match[1]), int(match[2]))) if match else len(file.text)
    return Span(file.path, at, min(at + 1, len(file.text)))


def _sentence(said: str) -> str:
    return re.sub(r" \(at (.*)\)$", r" (\1)", said).rstrip(".")
