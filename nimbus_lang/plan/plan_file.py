"""A saved plan: one file (a zip) with the plan, the tools' own plans and every artifact, for its owner alone.

Reading it checks that nothing in it was changed: every member has the digest the plan names, and the plan's id is
the digest of the plan. It does not check that the world is still the same; `execute` does.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.plan import errors
from nimbus_lang.plan.model import FORM, Plan
from nimbus_lang.plan.plan_json import digest, plan_from_json, plan_to_json
from nimbus_lang.workspace.read import reason
from nimbus_lang.workspace.show import show

_PLAN = "plan.json"
_SEALS = "seals.json"
_ARTIFACTS = "artifacts/"
_TOOLS = "tools/"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError),
    *(KeyError, ValueError, TypeError, AttributeError),
)
MAX_BYTES = 512 * 1024 * 1024
"""What the members of a saved plan may have together, unpacked."""


@dataclass(frozen=True)
class SavedPlan:
    """A plan with what belongs to it: generated files by path, and files of tools by name (`terraform.tfplan`)."""

    plan: Plan
    artifacts: Mapping[str, str]
    tools: Mapping[str, bytes] = field(default_factory=dict)


def write_plan(saved: SavedPlan, path: Path) -> tuple[Diagnostic, ...]:
    """Save a plan, whole or not at all; only over nothing, or over another plan."""
    if path.exists() and not zipfile.is_zipfile(path):
        return (errors.not_over_this(show(path)),)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(pack(saved))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as problem:
        return (errors.plan_not_written(show(path), reason(problem)),)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return ()


def read_plan(path: Path) -> tuple[SavedPlan | None, tuple[Diagnostic, ...]]:
    """The plan in a file, if it is one and nobody changed it."""
    name = show(path)
    try:
        if not path.is_file():
            why = "it is not a file" if path.exists() else "there is no such file"
            return None, (errors.unreadable_plan(name, why),)
        return _unpack(path.read_bytes(), name)
    except OSError as problem:
        return None, (errors.unreadable_plan(name, reason(problem)),)


def pack(saved: SavedPlan) -> bytes:
    """The bytes of a saved plan: the same plan, the same bytes."""
    members = {_PLAN: json.dumps(plan_to_json(saved.plan), indent=1).encode()}
    members |= {_ARTIFACTS + path: text.encode() for path, text in saved.artifacts.items()}
    members |= {_TOOLS + name: data for name, data in saved.tools.items()}
    seals = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(members.items())}
    members[_SEALS] = json.dumps(seals, indent=1).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _unpack(data: bytes, name: str) -> tuple[SavedPlan | None, tuple[Diagnostic, ...]]:
    try:
        members = _members(data)
        document = json.loads(members[_PLAN])
        if document.get("form") != FORM:
            return None, (errors.newer_plan(name, document.get("form"), FORM),)
        plan = plan_from_json(document)
        seals = json.loads(members.pop(_SEALS))
        broken = _broken(members, seals, plan)
    except _DAMAGE as bad:
        return None, (errors.unreadable_plan(name, f"it is damaged ({type(bad).__name__})"),)
    if broken:
        return None, (errors.tampered_plan(name, broken),)
    artifacts = {p: d.decode() for p, d in _below(members, _ARTIFACTS).items()}
    return SavedPlan(plan, artifacts, _below(members, _TOOLS)), ()


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_BYTES:
            raise ValueError("too large")
        return {info.filename: archive.read(info) for info in archive.infolist()}


def _broken(members: Mapping[str, bytes], seals: Mapping[str, str], plan: Plan) -> str:
    """What is not as it was saved; empty if all is."""
    found = {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
    for name in sorted(found.keys() | seals.keys()):
        if found.get(name) != seals.get(name):
            return f"`{name}`"
    if digest(plan) != plan.id:
        return "the plan itself"
    saved = {p: found[_ARTIFACTS + p] for p in _below(members, _ARTIFACTS)}
    wrong = sorted(
        p for p in saved.keys() | plan.artifacts.keys() if saved.get(p) != plan.artifacts.get(p)
    )
    return f"the artifact `{wrong[0]}`" if wrong else ""


def _below(members: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {name.removeprefix(folder): d for name, d in members.items() if name.startswith(folder)}
