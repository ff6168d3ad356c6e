"""What is told, and which exit code is given, when a whole run ends otherwise than its command meant it to.

With `--json` the answer is still exactly one document. Loaded only when something went wrong.
"""

from __future__ import annotations

import os
import traceback

from nimbus_lang.cli import errors
from nimbus_lang.cli.parser import UsageError
from nimbus_lang.cli.terminal import Terminal
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.source.source_file import SourceSet


def tell(problem: BaseException, terminal: Terminal) -> Outcome:
    """Say what happened, once; the exit code."""
    diagnostic, outcome = judge(problem)
    if outcome is Outcome.INTERNAL and os.environ.get("NIMBUS_DEBUG"):
        terminal.note("".join(traceback.format_exception(problem)).rstrip())
    if terminal.json:
        from nimbus_lang.diagnostics.render_json import diagnostics_data

        if not terminal.answered:
            terminal.data({"diagnostics": diagnostics_data([diagnostic], SourceSet()), "ok": False})
            terminal.out.flush()
    else:
        terminal.diagnostics([diagnostic], SourceSet())
    return outcome


def judge(problem: BaseException) -> tuple[Diagnostic, Outcome]:
    """The diagnostic and the exit code for an exception that reached the front door."""
    match problem:
        case UsageError():
            return problem.diagnostic, Outcome.USAGE
        case KeyboardInterrupt():
            return errors.interrupted(), Outcome.INTERRUPTED
        case FileNotFoundError() if not _here():
            return errors.no_current_folder(), Outcome.ENVIRONMENT
        case OSError():
            what = f"`{problem.filename}`" if problem.filename else "The output"
            why = problem.strerror or str(problem) or type(problem).__name__
            return errors.system_refused(what, why[:1].lower() + why[1:]), Outcome.ENVIRONMENT
        case MemoryError():
            return errors.system_refused("Memory", "there is not enough of it"), Outcome.ENVIRONMENT
        case _:
            return errors.internal(type(problem).__name__, str(problem)), Outcome.INTERNAL


def _here() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - the question is whether there is one
    except OSError:
        return False
    return True
