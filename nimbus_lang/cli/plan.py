"""Show what would change if a stack were applied, per object and target, with its risk. Nothing changes.

examples:
  nimbus plan shop.nimbus --out shop.plan          save the plan; `nimbus apply shop.plan` does exactly that
  nimbus plan shop.nimbus --sandbox --out s.plan   against the sandbox on this machine
  nimbus plan shop.nimbus --destroy                what `nimbus destroy` would remove
exit codes: 0 planned, 1 errors in the spec, 2 usage, 3 a tool, file or network problem, 4 refused (a protected resource
would go, or an address lies outside the sandbox), 130 interrupted
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from shlex import quote

from nimbus_lang.cli.options import add_json, add_quiet, add_sandbox, add_stack_options, values_of
from nimbus_lang.cli.terminal import Terminal


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("target", type=Path, help="a spec")
    parser.add_argument("--out", type=Path, help="save the plan to this file")
    parser.add_argument("--destroy", action="store_true", help="plan the removal of everything")
    parser.add_argument("--full", action="store_true", help="show the fields of new objects too")
    add_stack_options(parser)
    add_sandbox(parser)
    add_quiet(parser)
    add_json(parser)


def run(args: Namespace, terminal: Terminal) -> int:
    """Plan and show."""
    from nimbus_lang.cli.plan_view import plan_data, plan_text
    from nimbus_lang.cli.progress import Progress
    from nimbus_lang.diagnostics.model import without_remarks
    from nimbus_lang.diagnostics.render_json import diagnostics_data
    from nimbus_lang.operations.plan import Options, plan

    result = plan(
        Options(
            *(args.target, args.out, args.overlay, values_of(args), args.sandbox, args.destroy),
            emit=Progress(terminal),
        )
    )
    if args.json:
        terminal.data(
            {
                "diagnostics": diagnostics_data(result.diagnostics, result.sources),
                "plan": plan_data(result.plan) if result.plan else None,
            }
        )
        return int(result.outcome)
    terminal.diagnostics(without_remarks(result.diagnostics), result.sources)
    if result.plan is not None:
        for line in plan_text(result.plan, terminal.paint, full=args.full):
            terminal.say(line)
        if args.out is not None and result.outcome == 0:
            sandbox = " --sandbox" if args.sandbox else ""
            terminal.note(
                f"saved; `nimbus apply {quote(str(args.out))}{sandbox}` does exactly this"
            )
    return int(result.outcome)
