"""Say what this machine has of all that Nimbus can use: which version, where, and what to do about what is missing.

examples:
  nimbus doctor
  nimbus doctor --json                   for machines
exit codes: 0 everything needed to plan and apply on the sandbox is there, 3 something needed is missing
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from nimbus_lang.cli.options import add_json
from nimbus_lang.cli.terminal import Terminal
from nimbus_lang.operations.outcome import Outcome

_STYLE = {"ok": "bold", "warning": "warning", "missing": "error"}


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    add_json(parser)


def run(args: Namespace, terminal: Terminal) -> int:
    """Look and tell."""
    from nimbus_lang.sandbox.doctor import Health, examine

    found = examine()
    missing = any(one.status is Health.MISSING for one in found)
    if args.json:
        terminal.data(
            {
                "ok": not missing,
                "found": [
                    {
                        "name": one.name,
                        "status": one.status.value,
                        "version": one.version,
                        "where": one.where,
                        "advice": one.advice,
                    }
                    for one in found
                ],
            }
        )
        return Outcome.ENVIRONMENT if missing else Outcome.OK
    width = max(len(one.name) for one in found)
    for one in found:
        status = terminal.paint(_STYLE[one.status.value], f"{one.status.value:<8}")
        facts = "  ".join(part for part in (one.version, one.where) if part)
        terminal.say(f"{status} {one.name:<{width}}  {facts}".rstrip())
        if one.advice:
            terminal.say(f"{'':<9}{'':<{width}}  {one.advice}")
    return Outcome.ENVIRONMENT if missing else Outcome.OK
