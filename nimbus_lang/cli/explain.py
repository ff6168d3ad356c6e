"""Say what a diagnostic's code means, with a wrong program and a right one. Works offline.

examples:
  nimbus explain NB2001
  nimbus explain                         every code with its summary
exit codes: 0 fine, 2 no such code
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from nimbus_lang.cli.terminal import Terminal
from nimbus_lang.operations.outcome import Outcome


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("code", nargs="?", help="a code, as NB2001")


def run(args: Namespace, terminal: Terminal) -> int:
    """Print a page, or the list."""
    from nimbus_lang.diagnostics.catalog import codes, page
    from nimbus_lang.diagnostics.suggest import suggest

    if args.code is None:
        for code in codes():
            found = page(code)
            terminal.say(f"{code}  {found.summary if found else ''}")
        return Outcome.OK
    wanted = page(args.code)
    if wanted is None:
        near = suggest(args.code.upper(), codes(), limit=1)
        hint = f" Did you mean {near[0]}?" if near else " `nimbus explain` lists all."
        terminal.note(f"nimbus: there is no code {args.code}.{hint}")
        return Outcome.USAGE
    text = wanted.text.replace("```nimbus wrong\n", "Wrong:\n\n").replace(
        "```nimbus right\n", "Right:\n\n"
    )
    terminal.say(text.replace("```\n", "").lstrip("# ").rstrip())
    return Outcome.OK
