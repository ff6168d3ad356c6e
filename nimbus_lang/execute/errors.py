"""The diagnostics of carrying out a plan, one function a code."""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.span import Span


def changed_since(what: Sequence[str]) -> Diagnostic:
    """NB7101; `what` names each thing that is not as it was when the plan was made."""
    return Diagnostic(
        "NB7101",
        "Something changed since the plan was made",
        f"{'; '.join(what)}. What would happen now is not what was reviewed, so nothing was done. "
        "Make a new plan and review it.",
        None,
        notes=tuple(what),
    )


def other_world(sandbox: bool) -> Diagnostic:
    """NB7113; `sandbox` says which world the plan is for."""
    said = (
        "The plan was made with `--sandbox`. Add `--sandbox` to apply it there."
        if sandbox
        else "The plan was made for the real account and cluster. Leave `--sandbox` out, or plan again with it."
    )
    return Diagnostic("NB7113", "The plan is for another world", f"{said} Nothing was done.", None)


def begun_before(plan: str) -> Diagnostic:
    """NB7114"""
    return Diagnostic(
        "NB7114",
        "This plan was begun before",
        f"Plan {plan} was begun and stopped part way. Add `--resume` to go on where it stopped, or make a new plan."
        " Nothing was done.",
        None,
    )


def already_applied(plan: str, when: str) -> Diagnostic:
    """NB7102"""
    return Diagnostic(
        "NB7102",
        "This plan was applied before",
        f"Plan {plan} was applied at {when}, and a plan is good for one apply. "
        "Make a new plan to see what would change now.",
        None,
    )


def not_approved() -> Diagnostic:
    """NB7103"""
    return Diagnostic(
        "NB7103",
        "The plan was not approved",
        "The question was not answered with yes, so nothing was done. Run it again when you are sure.",
        None,
    )


def nobody_to_ask(kind: str) -> Diagnostic:
    """NB7104; `kind` is that of the plan, `apply` or `destroy`."""
    save = "; or save it with `nimbus plan --destroy --out FILE` and run `nimbus apply FILE --yes`"
    return Diagnostic(
        "NB7104",
        "Nobody is there to approve the plan",
        "There is no terminal to ask at, so nothing was done. Once you have reviewed what would happen, run it again with "
        f"`--yes`{save if kind == 'destroy' else ''}.",
        None,
    )


def stage_failed(title: str, done: int, left: int, how_to_go_on: str) -> Diagnostic:
    """NB7105; `done` and `left` count stages."""
    return Diagnostic(
        "NB7105",
        "A stage failed part way",
        f"`{title}` did not finish; {done} stages before it were done and {left} after it were not begun. "
        f"What was made stays and is recorded. {how_to_go_on}",
        None,
    )


def interrupted(title: str, how_to_go_on: str) -> Diagnostic:
    """NB7106"""
    return Diagnostic(
        "NB7106",
        "The run was interrupted",
        f"It stopped in `{title}`. What was made stays and is recorded. {how_to_go_on}",
        None,
    )


def nothing_to_resume(why: str) -> Diagnostic:
    """NB7107"""
    return Diagnostic(
        "NB7107",
        "There is nothing to resume",
        f"{why}. Run `nimbus apply` without `--resume`.",
        None,
    )


def more_than_approved(what: Sequence[str]) -> Diagnostic:
    """NB7108; `what` are changes, as "update aws_vpc.main"."""
    return Diagnostic(
        "NB7108",
        "Going on would do more than was approved",
        f"What is left to do is no longer part of the plan: {', '.join(what)}. Nothing was done. "
        "Make a new plan and review it.",
        None,
        notes=tuple(what),
    )


def not_as_planned(address: str, found: str, span: Span | None) -> Diagnostic:
    """NB7109"""
    return Diagnostic(
        "NB7109",
        "A resource is not as it should be",
        f"`{address}` was read back through its API: {found}. Plan again to see how it differs.",
        span,
    )


def not_verifiable(addresses: Sequence[str]) -> Diagnostic:
    """NB7110"""
    return Diagnostic(
        "NB7110",
        "Some resources cannot be read back",
        f"For {len(addresses)} resources there is no reader, so only their tool vouches for them: "
        f"{', '.join(f'`{a}`' for a in addresses)}. A new plan that shows no changes is the other check.",
        None,
        Severity.INFO,
    )


def left_behind(what: Sequence[str]) -> Diagnostic:
    """NB7111"""
    return Diagnostic(
        "NB7111",
        "Something is left after the destroy",
        f"Read back through the API, these still exist: {', '.join(f'`{w}`' for w in what)}. "
        "Find out what holds them, then destroy again.",
        None,
        notes=tuple(what),
    )


def no_value(address: str, waits: Sequence[str], span: Span | None) -> Diagnostic:
    """NB7112; `waits` are the addresses that should have given a value."""
    return Diagnostic(
        "NB7112",
        "A value that should be known by now is not",
        f"`{address}` needs a value of {', '.join(f'`{w}`' for w in waits)}, which was applied and has none. "
        "Check that the resource has this attribute in the state it is in.",
        span,
    )


def not_waited_for(workloads: Sequence[str]) -> Diagnostic:
    """NB7116; `workloads` are addresses of the spec."""
    return Diagnostic(
        "NB7116",
        "Readiness was not waited for",
        f"The sandbox's cluster has no node, so {', '.join(f'`{w}`' for w in workloads)} can be applied there, and never run.",
        None,
        Severity.INFO,
    )


def not_reachable(title: str) -> Diagnostic:
    """NB7115"""
    return Diagnostic(
        "NB7115",
        "The cluster of a stage cannot be reached",
        f"`{title}` has no cluster to talk to, although what makes it was applied. "
        "Check that the cluster has an endpoint and that its name is the one in the spec.",
        None,
    )
