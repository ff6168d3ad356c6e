"""Check specs: syntax, names, types, provider schemas, values, safety. Everything wrong is told in one run.

examples:
  nimbus check shop.nimbus               one stack and each of its overlays
  nimbus check                           every stack under this folder
  nimbus check - < shop.nimbus           what is piped in
  nimbus check --json shop.nimbus        for machines
exit codes: 0 nothing stops it, 1 errors, 2 usage, 3 a file could not be read
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from nimbus_lang.cli.collector import no_collection
from nimbus_lang.cli.options import add_json, add_stack_options, values_of
from nimbus_lang.cli.terminal import Terminal, tally
from nimbus_lang.operations.outcome import Outcome


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "targets", nargs="*", default=[Path()], type=Path, help="files, folders, or - for stdin"
    )
    add_stack_options(parser)
    add_json(parser)


@no_collection()
def run(args: Namespace, terminal: Terminal) -> int:
    """Check and tell."""
    from nimbus_lang.diagnostics.cells import one_line
    from nimbus_lang.diagnostics.model import has_errors
    from nimbus_lang.diagnostics.render_json import diagnostics_data
    from nimbus_lang.operations.check import Options, check

    result = check(Options(tuple(args.targets), args.overlay, values_of(args)))
    failed = has_errors(result.diagnostics)
    if args.json:
        terminal.data(
            {
                "diagnostics": diagnostics_data(result.diagnostics, result.sources),
                "stacks": list(result.stacks),
                "ok": not failed,
            }
        )
    else:
        terminal.diagnostics(result.diagnostics, result.sources)
        names = ", ".join(result.stacks) or ", ".join(str(target) for target in args.targets)
        terminal.say(f"{one_line(names)}: {tally(result.diagnostics)}")
    if not failed:
        return Outcome.OK
    return Outcome.ENVIRONMENT if result.unread else Outcome.SPEC
