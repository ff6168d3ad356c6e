"""The arguments of every terraform call, as pure functions: what is asked, apart from asking it."""

from __future__ import annotations

from collections.abc import Sequence

PLAN_FILE = "nimbus.tfplan"
LOCK_WAIT = "-lock-timeout=300s"
"""How long to wait for another terraform, such as one that outlived a killed command and is still at work."""


def version() -> list[str]:
    """Which version this is, as JSON."""
    return ["version", "-json"]


def init(*, upgrade: bool = False, backend: bool = True) -> list[str]:
    """Fetch providers and modules; `backend=False` leaves the state's home alone."""
    extra = (["-upgrade"] if upgrade else []) + ([] if backend else ["-backend=false"])
    return ["init", "-input=false", "-no-color", *extra]


def get() -> list[str]:
    """Fetch modules, and nothing else."""
    return ["get", "-no-color"]


def validate() -> list[str]:
    """Check the configuration, as JSON."""
    return ["validate", "-json", "-no-color"]


def format_check() -> list[str]:
    """Name the files that are not in canonical form, and how they differ."""
    return ["fmt", "-check", "-diff", "-recursive", "-no-color"]


def plan(out: str = PLAN_FILE, *, destroy: bool = False, targets: Sequence[str] = ()) -> list[str]:
    """Plan into a file; exit code 2 says that there are changes."""
    options = ["-json", "-detailed-exitcode", LOCK_WAIT, f"-out={out}"]
    if destroy:
        options.append("-destroy")
    return ["plan", "-input=false", "-no-color", *options, *(f"-target={t}" for t in targets)]


def show(plan_file: str = PLAN_FILE) -> list[str]:
    """A saved plan, as JSON."""
    return ["show", "-json", "-no-color", plan_file]


def show_state() -> list[str]:
    """The state with its values, as JSON."""
    return ["show", "-json", "-no-color"]


def apply(plan_file: str = PLAN_FILE) -> list[str]:
    """Carry out a saved plan, progress as JSON lines."""
    return ["apply", "-input=false", "-no-color", "-json", LOCK_WAIT, plan_file]


def output() -> list[str]:
    """Every output with its value, as JSON."""
    return ["output", "-json", "-no-color"]


def state_list() -> list[str]:
    """The addresses in the state."""
    return ["state", "list"]


def state_pull() -> list[str]:
    """The whole state, as JSON."""
    return ["state", "pull"]


def providers_schema() -> list[str]:
    """The schema of every provider in use, as JSON."""
    return ["providers", "schema", "-json"]
