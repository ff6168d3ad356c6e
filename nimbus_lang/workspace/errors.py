"""The diagnostics about files, folders and project settings, one function a code.

Facts in, a `Diagnostic` out; a span is given where a line of source (or of nimbus.toml) is to blame.
"""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.span import Span


def missing_file(path: str, span: Span | None = None) -> Diagnostic:
    """NB6001"""
    return Diagnostic(
        "NB6001",
        "No such file or folder",
        f"`{path}` does not exist. Check the spelling and the folder you are in.",
        span,
    )


def unreadable(path: str, why: str, span: Span | None = None) -> Diagnostic:
    """NB6002"""
    return Diagnostic(
        "NB6002",
        "A file or folder cannot be read",
        f"`{path}` cannot be read: {why}. Check who may read it.",
        span,
    )


def not_a_file(path: str, what: str, span: Span | None = None) -> Diagnostic:
    """NB6003; `what` says what it is instead ("a folder", "a pipe")."""
    return Diagnostic(
        "NB6003",
        "This is not an ordinary file",
        f"`{path}` is {what}, and a spec is an ordinary file of text. Name a `.nimbus` file.",
        span,
    )


def not_utf8(path: str, offset: int, line: int, span: Span | None = None) -> Diagnostic:
    """NB6004; `offset` counts bytes from 0, `line` from 1."""
    return Diagnostic(
        "NB6004",
        "A file is not UTF-8 text",
        f"`{path}` holds a byte that is not UTF-8 on line {line} (byte {offset}). "
        "Save it as UTF-8 in your editor.",
        span,
    )


def nul_bytes(path: str, line: int, span: Span | None = None) -> Diagnostic:
    """NB6005"""
    return Diagnostic(
        "NB6005",
        "A file holds NUL bytes",
        f"`{path}` holds a NUL byte on line {line}, so it is not text (or was cut off by a crash). "
        "Restore it, or save it as UTF-8.",
        span,
    )


def too_large(path: str, size: int, limit: int, span: Span | None = None) -> Diagnostic:
    """NB6006; both sizes in bytes."""
    return Diagnostic(
        "NB6006",
        "A file is too large",
        f"`{path}` has {size:,} bytes; a spec may have {limit:,}. "
        "Split it into several stacks, or components in files of their own.",
        span,
    )


def no_stack(path: str, packages: int) -> Diagnostic:
    """NB6007"""
    found = f"{packages} `.nimbus` files without `stack NAME` were found" if packages else ""
    return Diagnostic(
        "NB6007",
        "No stack was found",
        f"No `.nimbus` file under `{path}` begins a stack{'; ' + found if found else ''}. "
        "Name a file, or write `stack NAME` at the top of the file that is to be deployed.",
        None,
    )


def no_stack_in_file(path: str, name: str, empty: bool, span: Span) -> Diagnostic:
    """NB6008; `name` is what the stack could be called."""
    what = (
        f"`{path}` declares nothing. Write the stack in it (`nimbus ask` drafts one)"
        if empty
        else f"`{path}` has no `stack NAME`, so it is a package: other files use what it declares. "
        f"Write `stack {name}` at its top if it is to be deployed"
    )
    return Diagnostic(
        "NB6008", "There is nothing to deploy", f"{what}, or name another file.", span
    )


def declares_nothing(path: str, span: Span) -> Diagnostic:
    """NB6009"""
    return Diagnostic(
        "NB6009",
        "Nothing comes of this",
        f"`{path}` declares nothing, so there is nothing to check. Is it the right file, and was it saved?",
        span,
        Severity.WARNING,
    )


def never_made(name: str, span: Span) -> Diagnostic:
    """NB6009; `name` is what the stack could be called."""
    return Diagnostic(
        "NB6009",
        "Nothing comes of this",
        "The file has no `stack NAME`, so it is a package: others use its components, types and policies, and this is "
        f"never made. Write `stack {name}` at its top, or put this into a component.",
        span,
        Severity.WARNING,
    )


def not_writable(path: str, why: str) -> Diagnostic:
    """NB6010"""
    return Diagnostic(
        "NB6010",
        "The output cannot be written",
        f"`{path}` cannot be written: {why}. Nothing was changed there. "
        "Check who may write it, or choose another folder.",
        None,
    )


def disk_full(path: str) -> Diagnostic:
    """NB6011"""
    return Diagnostic(
        "NB6011",
        "The disk is full",
        f"There is no room left to write `{path}`. Nothing was changed there. Make room and try again.",
        None,
    )


def in_the_way(path: str, what: str, needed: str) -> Diagnostic:
    """NB6012"""
    return Diagnostic(
        "NB6012",
        "Something else stands where the output belongs",
        f"`{path}` is {what}, but {needed} belongs there. Nothing was changed. "
        "Move it away, or choose another folder.",
        None,
    )


def foreign_file(path: str) -> Diagnostic:
    """NB6013"""
    return Diagnostic(
        "NB6013",
        "A file that Nimbus did not write would be overwritten",
        f"`{path}` exists, and Nimbus has no record of having written it. Nothing was changed. "
        "Move it away, or choose another folder.",
        None,
    )


def edited_leftover(path: str) -> Diagnostic:
    """NB6014"""
    return Diagnostic(
        "NB6014",
        "A file that is no longer generated was edited",
        f"`{path}` is not part of the output any more, but somebody changed it since Nimbus wrote it, "
        "so it was left. Delete it if you do not need it.",
        None,
        Severity.WARNING,
    )


def edited(paths: Sequence[str]) -> Diagnostic:
    """NB6015; `paths` are all that were edited."""
    one = len(paths) == 1
    names = ", ".join(f"`{path}`" for path in paths)
    return Diagnostic(
        "NB6015",
        "A generated file was edited",
        f"{names} {'is' if one else 'are'} not as Nimbus wrote {'it' if one else 'them'}, and compiling would lose "
        "the edits. Nothing was changed. Move the edits into the spec, or overwrite them with `--force`.",
        None,
    )


def same_folder(stack: str, paths: Sequence[str]) -> Diagnostic:
    """NB6016; `paths` are the specs."""
    return Diagnostic(
        "NB6016",
        "Two stacks would be written to one folder",
        f"{' and '.join(f'`{path}`' for path in paths)} are both the stack `{stack}`, so one would be written over the "
        "other. Nothing was written. Give one another name, or compile each with a folder of its own (`-o`).",
        None,
    )


def bad_config(why: str, span: Span | None) -> Diagnostic:
    """NB6030"""
    return Diagnostic(
        "NB6030",
        "nimbus.toml cannot be understood",
        f"{why}. Mend that line; the file is TOML.",
        span,
    )


def unknown_setting(
    name: str, suggestion: str | None, known: tuple[str, ...], span: Span
) -> Diagnostic:
    """NB6031"""
    hint = f"Did you mean `{suggestion}`?" if suggestion else f"Known here: {', '.join(known)}."
    return Diagnostic(
        "NB6031",
        "Unknown setting",
        f"nimbus.toml sets `{name}`, which is no setting of Nimbus, so it would do nothing. {hint}",
        span,
    )


def wrong_setting(name: str, expected: str, span: Span) -> Diagnostic:
    """NB6032"""
    return Diagnostic(
        "NB6032",
        "A setting has the wrong type",
        f"`{name}` in nimbus.toml must be {expected}. Write it so.",
        span,
    )
