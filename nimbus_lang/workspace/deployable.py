"""What can come of a file, from its tree: only a stack can be deployed, and a package is only what others use of it."""

from __future__ import annotations

import re
from pathlib import PurePath

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.syntax.declarations import (
    Module,
    OutputDecl,
    OverlayDecl,
    ResourceDecl,
    StackDecl,
    TestDecl,
)
from nimbus_lang.workspace import errors


def undeployable(module: Module) -> Diagnostic | None:
    """NB6008 where the file has no `stack`."""
    if any(isinstance(decl, StackDecl) for decl in module.decls):
        return None
    empty = not module.decls
    return errors.no_stack_in_file(module.path, _name(module.path), empty, module.span.head())


def pointless(module: Module) -> Diagnostic | None:
    """NB6009 where a file that is no stack declares nothing, or what only a stack or a test brings to life."""
    kinds = {type(decl) for decl in module.decls}
    if module.broken or kinds & {StackDecl, TestDecl}:
        return None
    if not kinds:
        return errors.declares_nothing(module.path, module.span.head())
    lost = next(
        (d for d in module.decls if isinstance(d, ResourceDecl | OutputDecl | OverlayDecl)), None
    )
    return errors.never_made(_name(module.path), lost.span.head()) if lost else None


def _name(path: str) -> str:
    """A name for a stack that would be this file."""
    stem = re.sub(r"\W+", "_", PurePath(path).stem).strip("_")
    return stem if stem.isidentifier() else "main"
