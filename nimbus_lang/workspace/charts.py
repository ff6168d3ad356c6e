"""Helm charts on this disk, a folder or an archive, as their descriptions.

Reads a chart's own files and no links; an archive is read in memory and never unpacked.
"""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.schemas.build_chart import BadChart, build_chart
from nimbus_lang.source.chart import LOCAL
from nimbus_lang.source.span import Span
from nimbus_lang.workspace import errors_lock as errors
from nimbus_lang.workspace.config import find_config

MAX_FILES = 5_000
MAX_SIZE = 32 * 1024 * 1024
"""Bytes of all files of a chart together."""
_SKIPPED = {".git", "node_modules", "__pycache__"}


def read_local_chart(
    name: str, folder: Path, span: Span
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The description of the chart of this name, as Helm is told of it from the project's folder; None without a word where
    there is nothing of that name, no text with a word where it is no chart."""
    path = Path(name.removeprefix(LOCAL))
    if not path.exists():
        return None, ()
    config = find_config(folder)
    where = Path(os.path.relpath(path, config.parent if config is not None else folder)).as_posix()
    try:
        files = folder_files(path) if path.is_dir() else archive_files(path.read_bytes())
        return build_chart(files, where if "/" in where else f"./{where}"), ()
    except (BadChart, OSError) as why:
        return "", (errors.unusable_chart(path.as_posix(), _said(why), span),)


def folder_files(folder: Path) -> dict[str, bytes]:
    """A chart's files by their path in it. Raises BadChart for one that is too large, OSError."""
    found: dict[str, bytes] = {}
    size = 0
    for path in _walk(folder):
        size += path.stat().st_size
        if len(found) >= MAX_FILES or size > MAX_SIZE:
            raise BadChart("is too large for a chart: is it the right folder?")
        found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _walk(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(
            d for d in folders if d not in _SKIPPED and not Path(at, d).is_symlink()
        )
        for name in sorted(files):
            path = Path(at, name)
            if path.is_file() and not path.is_symlink():
                yield path


def archive_files(data: bytes) -> dict[str, bytes]:
    """The files of a chart's archive by their path in the chart. Raises BadChart."""
    found: dict[str, bytes] = {}
    size = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            for member in archive:
                top, slash, path = member.name.removeprefix("./").partition("/")
                if not member.isfile() or not slash or not top:
                    continue
                size += member.size
                if len(found) >= MAX_FILES or size > MAX_SIZE:
                    raise BadChart("is too large for a chart")
                content = archive.extractfile(member)
                found[path] = content.read() if content is not None else b""
    except (tarfile.TarError, EOFError, OSError) as bad:
        raise BadChart(f"is no archive of a chart: {bad}") from None
    return found


def _said(why: Exception) -> str:
    return str(why) if isinstance(why, BadChart) else f"cannot be read: {why}"
