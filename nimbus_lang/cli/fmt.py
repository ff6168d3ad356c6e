"""Give specs their one layout. Comments are kept; a file that does not parse is left alone.

examples:
  nimbus fmt shop.nimbus                 rewrite it
  nimbus fmt --check                     for CI: say what would change under this folder, change nothing
  nimbus fmt --diff shop.nimbus          show what would change
  nimbus fmt - < shop.nimbus             for editors: from standard input to standard output
exit codes: 0 fine, 1 --check found differences or a file does not parse, 3 a file could not be read or written
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from nimbus_lang.cli.collector import no_collection
from nimbus_lang.cli.options import add_json
from nimbus_lang.cli.terminal import Terminal
from nimbus_lang.operations.outcome import Outcome

if TYPE_CHECKING:
    from nimbus_lang.operations.fmt import Result


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "targets", nargs="*", default=[Path()], type=Path, help="files, folders, or - for stdin"
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 if something would change"
    )
    parser.add_argument("--diff", action="store_true", help="change nothing; show the differences")
    add_json(parser)


@no_collection()
def run(args: Namespace, terminal: Terminal) -> int:
    """Format and tell."""
    from nimbus_lang.diagnostics.model import has_errors
    from nimbus_lang.operations.fmt import Options, fmt

    only_look = args.check or args.diff
    result = fmt(Options(tuple(args.targets), only_look))
    if args.json:
        _tell_machines(result, terminal)
    else:
        _tell_people(result, args, terminal)
    if result.unread:
        return Outcome.ENVIRONMENT
    if has_errors(result.diagnostics) or (args.check and result.changed):
        return Outcome.SPEC
    return Outcome.OK


def _tell_people(result: Result, args: Namespace, terminal: Terminal) -> None:
    from nimbus_lang.diagnostics.cells import one_line

    terminal.diagnostics(result.diagnostics, result.sources)
    if args.diff:
        terminal.out.write(result.diff)
    elif result.printed is not None and not args.check:
        terminal.out.write(result.printed)
    else:
        for path in result.changed:
            terminal.say(one_line(path))


def _tell_machines(result: Result, terminal: Terminal) -> None:
    from nimbus_lang.diagnostics.render_json import diagnostics_data

    terminal.data(
        {
            "diagnostics": diagnostics_data(result.diagnostics, result.sources),
            "changed": list(result.changed),
            "diff": result.diff,
        }
    )
