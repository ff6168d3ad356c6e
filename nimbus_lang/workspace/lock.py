"""nimbus.lock: what every package, and every bundled type, was when somebody looked at it and agreed.

A file of facts for `check`, `compile` and `plan` to hold the world against; `nimbus lock` alone writes it. TOML, sorted,
one line a fact, so that a change to it can be reviewed. Fetches nothing.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.source.span import Position, Span
from nimbus_lang.workspace import errors_lock as errors
from nimbus_lang.workspace.read import read_text

NAME = "nimbus.lock"
CONFIG = "nimbus.toml"
FORMAT = 1
_HEAD = "# Written by `nimbus lock`, for `nimbus lock` alone to change. Commit it.\n"
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Pin:
    """One repository at one version: the commit it stands for, and the sha256 of each of its files that is used."""

    commit: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bundled:
    """What ships with Nimbus under a name (`hashicorp/aws`, `kubernetes`, `std`): its version and digest (sha256, hex)."""

    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Lock:
    """All pins, by `git+URL@VERSION`, and all that ships with the Nimbus that wrote them, by name.

    `terraform` are the digests (sha256, hex) of what is known of providers and modules, by `SOURCE@VERSION`, a module's
    source with `tf:` before it; `charts` are those of what is known of charts, by `oci://ADDRESS@VERSION`.
    """

    packages: Mapping[str, Pin] = field(default_factory=dict)
    bundled: Mapping[str, Bundled] = field(default_factory=dict)
    terraform: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, str] = field(default_factory=dict)

    @property
    def described(self) -> Mapping[str, str]:
        """The digests of all descriptions."""
        return {**self.terraform, **self.charts}

    def text(self) -> str:
        """The file; same lock, same bytes."""
        lines = [_HEAD, f"version = {FORMAT}\n"]
        if self.bundled:
            lines.append("\n[bundled]\n")
        for name, one in sorted(self.bundled.items()):
            facts = f"version = {_quoted(one.version)}, sha256 = {_quoted(one.digest)}"
            lines.append(f"{_quoted(name)} = {{ {facts} }}\n")
        for title, digests in (("terraform", self.terraform), ("charts", self.charts)):
            lines += [f"\n[{title}]\n"] if digests else []
            lines += [f"{_quoted(n)} = {_quoted(d)}\n" for n, d in sorted(digests.items())]
        for name, pin in sorted(self.packages.items()):
            lines.append(f"\n[packages.{_quoted(name)}]\ncommit = {_quoted(pin.commit)}\n")
            lines += [
                f"files.{_quoted(path)} = {_quoted(digest)}\n"
                for path, digest in sorted(pin.files.items())
            ]
        return "".join(lines)


def lock_path(folder: Path) -> Path:
    """The lock that holds for a folder: beside the nearest nimbus.toml or where the nearest lock is, else one to be made here."""
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow links
    for at in (folder, *folder.parents):
        if (at / CONFIG).exists() or (at / NAME).exists():
            return at / NAME
    return folder / NAME


def read_lock(path: Path, shown: str) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    """The lock; an empty one where there is no file; None, with the reason, for one that cannot be read."""
    if not path.exists() and not path.is_symlink():
        return Lock(), ()
    text, problems = read_text(path, shown)
    return (None, problems) if text is None else parse_lock(SourceFile(shown, text))


def parse_lock(file: SourceFile) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    """What a lock's text says."""
    import tomllib  # most runs have no lock

    try:
        return _lock(tomllib.loads(file.text)), ()
    except tomllib.TOMLDecodeError as bad:
        match = re.search(r"line (\d+), column (\d+)", str(bad))
        at = file.offset(Position(int(match[1]), int(match[2]))) if match else len(file.text)
        return None, (errors.bad_lock(file.path, str(bad), _word(file, at, 1)),)
    except _Wrong as wrong:
        at = max(file.text.find(wrong.near), 0)
        return None, (errors.bad_lock(file.path, wrong.why, _word(file, at, len(wrong.near))),)


def _word(file: SourceFile, start: int, length: int) -> Span:
    return Span(file.path, start, min(start + length, len(file.text)))


class _Wrong(Exception):
    """The text is TOML and no lock; `near` is a word of it that stands where the mistake is."""

    def __init__(self, why: str, near: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.near = near


def _lock(data: Mapping[str, Any]) -> Lock:
    if data.get("version") != FORMAT:
        raise _Wrong(
            f"its version is {data.get('version')!r}, and this Nimbus reads {FORMAT}", "version"
        )
    unknown = sorted(data.keys() - {"version", "bundled", "packages", "terraform", "charts"})
    if unknown:
        raise _Wrong(f"nothing is called `{unknown[0]}` in it", unknown[0])
    packages = {name: _pin(name, one) for name, one in _table(data, "packages").items()}
    bundled = {name: _bundled(name, one) for name, one in _table(data, "bundled").items()}
    terraform, charts = _table(data, "terraform"), _table(data, "charts")
    _check_digests(terraform)
    _check_digests(charts)
    return Lock(packages, bundled, terraform, charts)


def _pin(name: str, data: Any) -> Pin:
    if not isinstance(data, dict) or data.keys() - {"commit", "files"}:
        raise _Wrong(f"`{name}` has a `commit` and `files`, and nothing else", name)
    commit, files = data.get("commit"), _table(data, "files")
    if not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
        raise _Wrong(f"the commit of `{name}` is not a commit's full hash", name)
    _check_digests(files)
    return Pin(commit, files)


def _check_digests(digests: Mapping[str, Any]) -> None:
    for name, digest in digests.items():
        if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
            raise _Wrong(f"what stands beside `{name}` is not a sha256", name)


def _bundled(name: str, data: Any) -> Bundled:
    if not isinstance(data, dict) or not all(
        isinstance(data.get(key), str) for key in ("version", "sha256")
    ):
        raise _Wrong(f"`{name}` has a `version` and a `sha256`", name)
    return Bundled(data["version"], data["sha256"])


def _table(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = data.get(name, {})
    if not isinstance(found, dict):
        raise _Wrong(f"`{name}` is no table", name)
    return found


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
