"""Remove everything a stack made, last made first. Shows what would go, asks, and looks afterwards that nothing is left.

Without a terminal to ask at it shows what would go and refuses; `--yes` approves. To approve a removal exactly as it was
shown, save it with `nimbus plan --destroy --out FILE` and apply that. A resource under `@protect` refuses the whole: nothing is removed.

examples:
  nimbus destroy shop.nimbus
  nimbus destroy shop.nimbus --sandbox --yes
exit codes: 0 nothing is left, 1 errors in the spec, 2 usage, 3 a tool or file problem, 4 refused, 5 done only in part,
130 interrupted
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from nimbus_lang.cli.options import (
    add_approval,
    add_json,
    add_quiet,
    add_sandbox,
    add_stack_options,
    values_of,
)
from nimbus_lang.cli.terminal import Terminal


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("target", type=Path, help="a spec")
    add_stack_options(parser)
    add_approval(parser)
    add_sandbox(parser)
    add_quiet(parser)
    add_json(parser)


def run(args: Namespace, terminal: Terminal) -> int:
    """Destroy and tell."""
    from nimbus_lang.cli.asking import asking
    from nimbus_lang.cli.progress import Progress
    from nimbus_lang.cli.run_view import finish
    from nimbus_lang.operations.destroy import Options, destroy

    result = destroy(
        Options(
            args.target,
            args.overlay,
            values_of(args),
            yes=args.yes,
            sandbox=args.sandbox,
            ask=asking(terminal, "Remove all of this?"),
            emit=Progress(terminal),
        )
    )
    return finish(result, terminal, "destroyed")
