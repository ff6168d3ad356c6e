"""Do exactly what a saved plan says, or nothing. Asks first; reads back afterwards what was made.

A plan is bound to the spec, the generated files, the tools' own plans, the provider lock and the account or cluster:
if any of them has changed since, it is refused. So is a plan that was applied before. After an interruption,
`--resume` goes on where the journal says it stopped.

examples:
  nimbus apply shop.plan
  nimbus apply shop.plan --yes           for CI
  nimbus apply shop.plan --sandbox       a plan made with --sandbox
  nimbus apply shop.plan --wait 900      Deployments and Jobs have 15 minutes to become ready
exit codes: 0 done and verified, 2 usage, 3 a tool or file problem, 4 refused, 5 done only in part, 130 interrupted
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from nimbus_lang.cli.options import add_approval, add_json, add_quiet, add_sandbox
from nimbus_lang.cli.terminal import Terminal


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("plan", type=Path, help="a file saved by `nimbus plan --out`")
    parser.add_argument("--resume", action="store_true", help="go on after an interruption")
    parser.add_argument(
        "--wait",
        metavar="SECONDS",
        type=_seconds,
        default=300.0,
        help="how long Kubernetes workloads may take to become ready (default: 300; 0: do not wait)",
    )
    parser.add_argument("--no-verify", action="store_true", help="do not read back afterwards")
    add_approval(parser)
    add_sandbox(parser)
    add_quiet(parser)
    add_json(parser)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 100_000:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds")
    return seconds


def run(args: Namespace, terminal: Terminal) -> int:
    """Apply and tell."""
    from nimbus_lang.cli.asking import asking
    from nimbus_lang.cli.progress import Progress
    from nimbus_lang.cli.run_view import finish
    from nimbus_lang.operations.apply import Options, apply

    result = apply(
        Options(
            args.plan,
            yes=args.yes,
            sandbox=args.sandbox,
            resume=args.resume,
            verify=not args.no_verify,
            wait=args.wait,
            ask=asking(terminal, "Apply this plan?"),
            emit=Progress(terminal),
        )
    )
    return finish(result, terminal, "applied")
