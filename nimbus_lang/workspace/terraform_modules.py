"""Terraform modules on this disk: a folder, and the folders beside it that it calls, as one text of the source set.

Reads what a module is made of and nothing hidden: no state, no credentials in dot files, nothing behind a link.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.schemas.build_module import (
    JSON_SUFFIX,
    SUFFIX,
    Documents,
    Unreadable,
    build_module,
    describe_module,
)
from nimbus_lang.schemas.module_space import short_name
from nimbus_lang.source.cache_dir import read_cached, write_cached
from nimbus_lang.source.span import Span
from nimbus_lang.source.terraform_module import PREFIX
from nimbus_lang.workspace import errors_lock as errors
from nimbus_lang.workspace.beside import is_outside
from nimbus_lang.workspace.read import read_text
from nimbus_lang.workspace.show import show

EDITION = "1"
"""Counts up when the same files are understood otherwise."""
MAX_FILES = 500
MAX_SIZE = 8 * 1024 * 1024
"""Characters of all files of a module together."""
_BESIDE = re.compile(r'\bsource\s*=\s*"(\.\.?/[^"$]*)"')
_SKIPPED = re.compile(r"\..*|.*\.tfstate(\..*)?|.*\.tfvars|__pycache__|node_modules")


def read_module_folder(name: str, span: Span) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The pack of the local module of this name; None, without a word where there is no such folder.

    One that is told to be of no use takes and gives anything, so that nothing more is said of it.
    """
    source = name.removeprefix(PREFIX)
    folder = Path(source)
    if not folder.is_dir():
        return None, ()
    roots, texts, problem = _closure(folder, span)
    top, common = Path(roots[0] if roots else folder), os.path.commonpath(roots or [str(folder)])
    own = {Path(path).name: text for path, text in texts.items() if Path(path).parent == top}
    if problem is None and not any(file.endswith((SUFFIX, JSON_SUFFIX)) for file in own):
        problem = errors.unusable_module(source, "it holds no `.tf` file", span)
    here = Path(os.path.relpath(top, common)).as_posix()
    meta = {"source": here, "short": short_name(source)}
    if problem is not None:
        return build_module({}, meta), (problem,)
    carried = {Path(os.path.relpath(path, common)).as_posix(): text for path, text in texts.items()}
    try:
        return build_module(_described(own), meta, carried), ()
    except Unreadable as why:
        return build_module({}, {**meta, "untyped": str(why)}, carried), ()


def _closure(folder: Path, span: Span) -> tuple[list[str], dict[str, str], Diagnostic | None]:
    """The folders of a module and of those that it calls by a path, its own first, and all files in them, by absolute path."""
    roots: list[str] = []
    texts: dict[str, str] = {}
    waiting = [Path(os.path.abspath(folder)).as_posix()]  # noqa: PTH100 - resolve() would follow links
    while waiting:
        at = waiting.pop()
        if any(Path(at).is_relative_to(known) for known in roots):
            continue
        if is_outside(Path(at), span.path):
            why = f"it calls `{show(Path(at))}`, which lies outside of the project"
            return roots, {}, errors.unusable_module(show(folder), why, span)
        roots.append(at)
        for path in _files(at):
            text, problems = read_text(Path(path), show(Path(path)), span)
            why = problems[0].detail if problems else _too_much(texts)
            if text is None or why:
                return roots, {}, errors.unusable_module(show(folder), why, span)
            texts[path] = text
            waiting += _called(path, text)
    return roots, dict(sorted(texts.items())), None


def _too_much(texts: Mapping[str, str]) -> str:
    if len(texts) < MAX_FILES and sum(map(len, texts.values())) <= MAX_SIZE:
        return ""
    return f"it has more than {MAX_FILES} files or {MAX_SIZE >> 20} MB"


def _files(folder: str) -> Iterator[str]:
    for at, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _SKIPPED.fullmatch(name))
        for name in sorted(files):
            path = Path(at, name)
            if not _SKIPPED.fullmatch(name) and not path.is_symlink():
                yield path.as_posix()


def _called(path: str, text: str) -> Iterator[str]:
    """The folders of the modules that a file calls by a path."""
    if not path.endswith(SUFFIX):
        return
    for match in _BESIDE.finditer(text):
        called = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[1]))
        if Path(called).is_dir():
            yield called


def _described(texts: Mapping[str, str]) -> Documents:
    """What the files say, from the cache where they were read before."""
    whole = json.dumps([EDITION, sorted(texts.items())]).encode()
    name = f"modules/{hashlib.sha256(whole).hexdigest()}"
    kept = read_cached(name)
    if kept is not None:
        try:
            documents: Documents = json.loads(kept)
            return documents
        except ValueError:
            pass
    documents = describe_module(texts)
    write_cached(name, json.dumps(documents).encode())
    return documents
