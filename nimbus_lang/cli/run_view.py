"""How a run ended, for people or as the last JSON line."""

from __future__ import annotations

import json
from typing import Any

from nimbus_lang.cli.plan_view import plan_data
from nimbus_lang.cli.terminal import Terminal
from nimbus_lang.cli.wording import counted
from nimbus_lang.diagnostics.render_json import diagnostics_data
from nimbus_lang.operations.apply import Result
from nimbus_lang.operations.outcome import Outcome


def finish(result: Result, terminal: Terminal, done: str) -> int:
    """Tell the end of a run; its exit code."""
    if terminal.json:
        end: dict[str, Any] = {
            "event": "Result",
            "outcome": result.outcome.name.lower(),
            "changed": result.changed,
            "verified": result.verified,
            "diagnostics": diagnostics_data(result.diagnostics, result.sources),
        }
        if result.outcome is Outcome.REFUSED and result.plan is not None:
            end["plan"] = plan_data(result.plan)
        terminal.out.write(json.dumps(end, ensure_ascii=False) + "\n")
        return int(result.outcome)
    terminal.diagnostics(result.diagnostics, result.sources)
    if result.outcome is Outcome.OK:
        read_back = f", {result.verified} read back" if result.verified else ""
        terminal.say(f"{done}: {counted(result.changed, 'object')}{read_back}")
    return int(result.outcome)
