"""Asking a person for approval, after showing what it is for. Where nobody can answer, it is shown, and nobody agrees."""

from __future__ import annotations

import sys

from nimbus_lang.cli.plan_view import plan_text
from nimbus_lang.cli.terminal import Terminal
from nimbus_lang.execute.approval import Ask
from nimbus_lang.plan.model import Plan


def asking(terminal: Terminal, question: str) -> Ask:
    """Shows the plan on standard error and reads the answer from the terminal; only `yes` agrees."""

    def ask(plan: Plan) -> bool:
        somebody = sys.stdin.isatty()
        for line in plan_text(plan, terminal.paint) if somebody or not terminal.json else ():
            terminal.note(line)
        if not somebody:
            raise EOFError
        terminal.err.write(f"\n{question} Only `yes` does it: ")
        terminal.err.flush()
        return sys.stdin.readline().strip() == "yes"

    return ask
