"""What plan, apply, verify and destroy have in common: a stack read, its outside found, its store open and locked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.execute.events import Emit, Working
from nimbus_lang.operations.blame import blame
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.plan.deployment import Deployment
from nimbus_lang.plan.releases import forget_values
from nimbus_lang.plan.stack import Read, read_stack
from nimbus_lang.plan.world import World
from nimbus_lang.sandbox.errors import not_up
from nimbus_lang.sandbox.folder import sandbox_folder
from nimbus_lang.sandbox.sandbox import status
from nimbus_lang.sandbox.status import SandboxStatus
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.state.journal import mark_cut_off
from nimbus_lang.state.lock import locked
from nimbus_lang.state.store import Store, StoreError
from nimbus_lang.tools.errors import unusable_path
from nimbus_lang.tools.tool import ToolError
from nimbus_lang.workspace.read import reason
from nimbus_lang.workspace.show import show


@dataclass(frozen=True, slots=True)
class Where:
    """Which stack, with what choices, in which world."""

    target: Path
    overlay: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    sandbox: bool = False


@dataclass(frozen=True)
class Session:
    """A deployment and its store, while they are ours."""

    deployment: Deployment
    store: Store
    diagnostics: tuple[Diagnostic, ...]


class Refused(Exception):
    """The verb ends here."""

    def __init__(
        self,
        outcome: Outcome,
        diagnostics: tuple[Diagnostic, ...],
        sources: SourceSet | None = None,
    ) -> None:
        super().__init__(", ".join(d.code for d in diagnostics))
        self.outcome = outcome
        self.diagnostics = diagnostics
        self.sources = sources or SourceSet()


def read(where: Where, emit: Emit) -> Read:
    """The stack. Raises Refused where the spec or a file is wrong."""
    emit(Working(f"reading {show(where.target)}"))
    found = read_stack(where.target, where.overlay, where.values)
    if found.stack is None:
        outcome = Outcome.ENVIRONMENT if found.unread else blame(found.diagnostics)
        raise Refused(outcome, found.diagnostics, found.sources)
    return found


@contextmanager
def session(found: Read, what: str, emit: Emit, *, sandbox: bool) -> Iterator[Session]:
    """Hold the stack's deployment. Raises Refused where it cannot be held or a tool is missing."""
    assert found.stack is not None
    place = found.stack.place(sandbox=sandbox)
    try:
        problems = place.make()
        if problems:
            raise Refused(Outcome.ENVIRONMENT, problems, found.sources)
        world = World(place, found.stack.config.root, running_sandbox() if sandbox else None)
        with Store(place.store) as store, locked(store, what):
            mark_cut_off(store)
            deployment = Deployment(found.stack, world, tell=lambda what: emit(Working(what)))
            try:
                yield Session(deployment, store, found.diagnostics)
            finally:
                forget_values(deployment)
    except StoreError as refused:
        outcome = Outcome.REFUSED if refused.diagnostic.code == "NB7122" else Outcome.ENVIRONMENT
        said = (*found.diagnostics, refused.diagnostic)
        raise Refused(outcome, said, found.sources) from None
    except ToolError as refused:
        said = (*found.diagnostics, *refused.diagnostics)
        raise Refused(Outcome.ENVIRONMENT, said, found.sources) from None
    except OSError as problem:
        unusable = unusable_path(str(problem.filename or place.folder), reason(problem))
        raise Refused(Outcome.ENVIRONMENT, (*found.diagnostics, unusable), found.sources) from None


def running_sandbox() -> SandboxStatus:
    """The sandbox that runs. Raises ToolError NB7306 if none does."""
    found = status()
    if found.emulator is None:
        raise ToolError(not_up(str(sandbox_folder())))
    return found
