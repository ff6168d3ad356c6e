"""Read back, through the APIs themselves, whether everything that a stack wants is there and as it should be.

examples:
  nimbus verify shop.nimbus
  nimbus verify shop.nimbus --deep       also plan anew: it must show no changes
exit codes: 0 all there, 1 errors in the spec, 2 usage, 3 a tool or network problem, 5 something is missing or different
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from nimbus_lang.cli.options import add_json, add_quiet, add_sandbox, add_stack_options, values_of
from nimbus_lang.cli.terminal import Terminal
from nimbus_lang.cli.wording import counted


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("target", type=Path, help="a spec")
    parser.add_argument("--deep", action="store_true", help="a new plan must show no changes")
    add_stack_options(parser)
    add_sandbox(parser)
    add_quiet(parser)
    add_json(parser)


def run(args: Namespace, terminal: Terminal) -> int:
    """Read back and tell."""
    from nimbus_lang.cli.progress import Progress
    from nimbus_lang.diagnostics.render_json import diagnostics_data
    from nimbus_lang.execute.events import silent
    from nimbus_lang.operations.verify import Options, verify

    emit = silent if args.json else Progress(terminal)
    result = verify(
        Options(args.target, args.overlay, values_of(args), args.sandbox, args.deep, emit)
    )
    if args.json:
        terminal.data(
            {
                "diagnostics": diagnostics_data(result.diagnostics, result.sources),
                "verified": result.checked,
                "unread": list(result.unread),
            }
        )
    else:
        terminal.diagnostics(result.diagnostics, result.sources)
        terminal.say(f"{counted(result.checked, 'object')} read back")
        if result.unread:
            terminal.say(f"without a reader: {', '.join(result.unread)}")
    return int(result.outcome)
