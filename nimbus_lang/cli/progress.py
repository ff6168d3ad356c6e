"""Progress of a run: a line when an object begins to take long, and one when it is done; JSON lines for machines."""

from __future__ import annotations

import json
from dataclasses import dataclass

from nimbus_lang.cli.terminal import Terminal
from nimbus_lang.cli.wording import counted
from nimbus_lang.execute.events import (
    ObjectMoved,
    RunBegan,
    RunEnded,
    RunEvent,
    StageBegan,
    StageSkipped,
    Verified,
    Working,
    event_to_json,
)
from nimbus_lang.tools.tool import Action, Stage

_DOING = {
    Action.CREATE: ("creating", "created"),
    Action.UPDATE: ("updating", "updated"),
    Action.REPLACE: ("replacing", "replaced"),
    Action.DELETE: ("deleting", "deleted"),
    Action.READ: ("reading", "read"),
    Action.NONE: ("looking at", "unchanged"),
}


@dataclass
class Progress:
    """Draws events on standard error, or prints each as a JSON line on standard output.

    Warnings are told at the end, with the other diagnostics.
    """

    terminal: Terminal

    def __call__(self, event: RunEvent) -> None:
        """Show one event."""
        if isinstance(event, Working):
            self.terminal.working(event.what)
            return
        if self.terminal.json:
            self.terminal.out.write(json.dumps(event_to_json(event), ensure_ascii=False) + "\n")
            self.terminal.out.flush()
            return
        line = _line(event)
        if line and not self.terminal.quiet:
            self.terminal.note(line)


def _line(event: RunEvent) -> str:
    match event:
        case RunBegan(stack=stack, objects=objects, resumes=resumes, kind=kind):
            again = ", going on where it stopped" if resumes else ""
            return f"{kind} {stack or 'stack'}: {counted(objects, 'object')}{again}"
        case StageBegan(title=title, objects=objects):
            return f"{title}: {objects} to do"
        case StageSkipped(title=title, why=why):
            return f"{title}: skipped, {why}"
        case ObjectMoved():
            return _object(event)
        case Verified(address=address, identity=identity, ok=ok, found=found):
            return f"  {'ok' if ok else 'NOT as it should be'}  {address or identity}  {found}"
        case RunEnded(status=status, seconds=seconds, changed=changed):
            return f"{status}: {counted(changed, 'object')} in {seconds:.0f} s"
        case _:
            return ""


def _object(event: ObjectMoved) -> str:
    doing, done = _DOING[event.action]
    name = event.address or event.identity
    match event.phase:
        case Stage.STARTED:
            return f"  {doing} {name}"
        case Stage.WAITING if event.text:
            return f"  waiting for {name}: {event.text} ({event.seconds:.0f} s)"
        case Stage.WAITING:
            return f"  {doing} {name}: {event.seconds:.0f} s so far"
        case Stage.DONE:
            return f"  {done} {name} ({event.seconds:.0f} s)"
        case Stage.FAILED:
            return f"  failed {name}: {event.text}"
