"""Check specs: syntax, names, types, provider schemas, values, safety. Everything wrong is told in one run.

With --fix, fixes that are sure to be meant are put in first (the message of a diagnostic shows its fix); what is
left is told. Files are replaced whole.

examples:
  nimbus check shop.nimbus               one stack and each of its overlays
  nimbus check                           every stack under this folder
  nimbus check - < shop.nimbus           what is piped in
  nimbus check --fix shop.nimbus         mend what a machine may mend
  nimbus check --fix --diff              only show how
  nimbus check --json shop.nimbus        for machines; --format sarif for code scanning, github for annotations
exit codes: 0 nothing stops it, 1 errors (or --diff showed fixes), 2 usage, 3 a file could not be read or written
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nimbus_lang.cli.collector import no_collection
from nimbus_lang.cli.options import add_format, add_stack_options, values_of
from nimbus_lang.cli.terminal import Terminal, tally
from nimbus_lang.operations.outcome import Outcome

if TYPE_CHECKING:
    from nimbus_lang.diagnostics.model import Diagnostic
    from nimbus_lang.operations import check as checking
    from nimbus_lang.operations import fix as fixing


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "targets", nargs="*", default=[Path()], type=Path, help="files, folders, or - for stdin"
    )
    parser.add_argument("--fix", action="store_true", help="put safe fixes in, then check")
    parser.add_argument("--diff", action="store_true", help="with --fix: change nothing, show how")
    add_stack_options(parser)
    add_format(parser)


@no_collection()
def run(args: Namespace, terminal: Terminal) -> int:
    """Check and tell."""
    from nimbus_lang.cli.errors import usage
    from nimbus_lang.cli.parser import UsageError
    from nimbus_lang.diagnostics.model import has_errors
    from nimbus_lang.operations.check import Options, check

    options = Options(tuple(args.targets), args.overlay, values_of(args))
    if args.diff and not args.fix:
        raise UsageError(usage("`--diff` shows what `--fix` would do: write both."))
    if args.fix:
        from nimbus_lang.operations.fix import fix

        fixed = fix(options, write=not args.diff)
        result: checking.Result | fixing.Result = fixed
        if args.format == "text":
            _tell_fixes(fixed, args, terminal)
        differs = bool(args.diff and fixed.diff)
    else:
        result, differs = check(options), False
    _tell(result, args, terminal)
    failed = has_errors(result.diagnostics) or differs
    if not failed:
        return Outcome.OK
    return Outcome.ENVIRONMENT if result.unread else Outcome.SPEC


def _tell(result: checking.Result | fixing.Result, args: Namespace, terminal: Terminal) -> None:
    found, sources = result.diagnostics, result.sources
    match args.format:
        case "json":
            terminal.data(_data(result))
        case "sarif":
            from nimbus_lang.diagnostics.render_sarif import sarif_data

            terminal.data(sarif_data(found, sources))
        case "github":
            from nimbus_lang.diagnostics.render_github import render_github

            terminal.out.write(render_github(found, sources))
        case _:
            if not args.diff:
                terminal.diagnostics(found, sources)
            tell = _speaker(result, args, terminal)
            for line in _summary(result, args):
                tell(line)


MOST_IN_A_LINE = 3
"""Stacks whose names still make a readable line."""


def _summary(result: checking.Result | fixing.Result, args: Namespace) -> Iterator[str]:
    """One line; with many stacks one for each, and one for each other file that something is said of."""
    from nimbus_lang.diagnostics.cells import one_line

    found, stacks = result.diagnostics, result.stacks
    would = "left would be " if args.diff else ""
    if len(stacks) <= MOST_IN_A_LINE:
        names = ", ".join(stacks or (str(target) for target in args.targets))
        yield f"{one_line(names)}: {would}{tally(found)}"
        return
    by_file: dict[str, list[Diagnostic]] = {stack: [] for stack in stacks}
    for one in found:
        if one.span is not None:
            by_file.setdefault(one.span.path, []).append(one)
    width = max(len(one_line(path)) for path in by_file)
    for path, said in by_file.items():
        yield f"{one_line(path):<{width}}  {tally(said)}"
    yield f"{len(stacks)} stacks: {would}{tally(found)}"


def _data(result: checking.Result | fixing.Result) -> dict[str, Any]:
    from nimbus_lang.diagnostics.model import has_errors
    from nimbus_lang.diagnostics.render_json import diagnostics_data

    data: dict[str, Any] = {
        "diagnostics": diagnostics_data(result.diagnostics, result.sources),
        "stacks": list(result.stacks),
        "ok": not has_errors(result.diagnostics),
    }
    fixed = getattr(result, "fixed", None)
    if fixed is not None:
        data["fixed"] = [
            {
                "path": one.path,
                "line": one.line,
                "column": one.column,
                "code": one.code,
                "title": one.title,
            }
            for one in fixed
        ]
        data["diff"] = getattr(result, "diff", "")
    return data


def _tell_fixes(fixed: fixing.Result, args: Namespace, terminal: Terminal) -> None:
    from nimbus_lang.diagnostics.cells import one_line, visible

    if args.diff:
        terminal.out.write(fixed.diff)
        return
    if fixed.printed is not None:
        terminal.out.write(fixed.printed)
    tell = _speaker(fixed, args, terminal)
    for one in fixed.fixed:
        place = f"{one_line(one.path)}:{one.line}:{one.column}"
        tell(f"fixed {place}: {visible(one.title)} ({one.code})")


def _speaker(
    result: checking.Result | fixing.Result, args: Namespace, terminal: Terminal
) -> Callable[[str], None]:
    """Where a line for people goes: standard output may belong to a diff or to the mended text."""
    taken = args.diff or getattr(result, "printed", None) is not None
    return terminal.note if taken else terminal.say
