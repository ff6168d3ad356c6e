"""Say what a diagnostic's code means, with a wrong program and a right one. Works offline.

examples:
  nimbus explain NB2001
  nimbus explain                         every code with its summary
exit codes: 0 fine, 2 no such code
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from nimbus_lang.cli.options import add_json
from nimbus_lang.cli.terminal import Terminal
from nimbus_lang.operations.outcome import Outcome

if TYPE_CHECKING:
    from nimbus_lang.diagnostics.catalog import Page


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("code", nargs="?", help="a code, as NB2001 or 2001")
    add_json(parser)


def run(args: Namespace, terminal: Terminal) -> int:
    """Print a page, or the list."""
    from nimbus_lang.cli.errors import usage
    from nimbus_lang.cli.parser import UsageError
    from nimbus_lang.diagnostics.catalog import codes, page

    if args.code is None:
        pages = [found for found in map(page, codes()) if found is not None]
        if args.json:
            terminal.data({"codes": [{"code": p.code, "summary": p.summary} for p in pages]})
        else:
            for found in pages:
                terminal.say(f"{found.code}  {found.summary}")
        return Outcome.OK
    wanted = page(args.code if not args.code.isdigit() else f"NB{args.code}")
    if wanted is None:
        raise UsageError(usage(f"There is no code `{args.code}`. `nimbus explain` lists all."))
    if args.json:
        terminal.data(_data(wanted))
    else:
        terminal.say(_text(wanted))
    return Outcome.OK


def _text(wanted: Page) -> str:
    text = wanted.text.replace("```nimbus wrong\n", "Wrong:\n\n")
    text = text.replace("```nimbus right\n", "Right:\n\n")
    for name in wanted.beside:
        text = text.replace(f"```nimbus beside {name}\n", f"{name} beside it:\n\n")
    kept = [line for line in text.split("\n") if not line.startswith("```")]
    return "\n".join(kept).lstrip("# ").rstrip()


def _data(wanted: Page) -> dict[str, Any]:
    return {
        "code": wanted.code,
        "summary": wanted.summary,
        "page": wanted.text,
        "wrong": wanted.wrong,
        "right": wanted.right,
        "beside": dict(wanted.beside),
    }
