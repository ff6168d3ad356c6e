"""The diagnostics of planning, one function a code."""

from __future__ import annotations

import json
from collections.abc import Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.ir.graph import StackRead
from nimbus_lang.source.span import Span


def protected(address: str, action: str, span: Span | None, why: str = "") -> Diagnostic:
    """NB7001; `why` names the fields that force a replacement."""
    because = f" because {why} changed" if why else ""
    return Diagnostic(
        "NB7001",
        "A protected resource would be destroyed",
        f"The plan would {action} `{address}`{because}, and it is marked `@protect`. "
        "Take the change back, or apply once without `@protect` and plan again.",
        span,
    )


def unreadable_plan(path: str, why: str) -> Diagnostic:
    """NB7002; a spec in place of a plan is told what to do with it."""
    is_spec = path.endswith(".nimbus")
    spec, plan = (path, path.removesuffix("nimbus") + "plan") if is_spec else ("SPEC", path)
    return Diagnostic(
        "NB7002",
        "This is not a plan",
        f"`{path}` cannot be read as a saved plan: {why}. Make one with `nimbus plan {spec} --out {plan}`"
        f"{f', then apply `{plan}`' if is_spec else ''}.",
        None,
    )


def tampered_plan(path: str, what: str) -> Diagnostic:
    """NB7003"""
    return Diagnostic(
        "NB7003",
        "A saved plan was changed after it was made",
        f"{what} in `{path}` is not what was saved, so what would happen is not what was reviewed. "
        "Make a new plan.",
        None,
    )


def newer_plan(path: str, form: object, known: int) -> Diagnostic:
    """NB7004"""
    return Diagnostic(
        "NB7004",
        "A saved plan is of another release",
        f"`{path}` has form {form}, and this release knows form {known}. Make a new plan with this release.",
        None,
    )


def plan_not_written(path: str, why: str) -> Diagnostic:
    """NB7005"""
    return Diagnostic(
        "NB7005",
        "The plan cannot be saved",
        f"`{path}` cannot be written: {why}. Choose another place.",
        None,
    )


def wrong_place(url: str, what: str, span: Span | None) -> Diagnostic:
    """NB7006"""
    return Diagnostic(
        "NB7006",
        "An address outside the sandbox was refused",
        f"{what} is at `{url}`, which is not on this machine, and `--sandbox` reaches nothing else. "
        "Run without `--sandbox` if you mean it.",
        span,
    )


def no_cluster(provider: str, why: str, span: Span | None) -> Diagnostic:
    """NB7007"""
    return Diagnostic(
        "NB7007",
        "It is not said which cluster to use",
        f"`{provider}` has no cluster: {why}. "
        f'Write `use {provider} {{ cluster = ... }}`, or `context = "..."` of your kubeconfig.',
        span,
    )


def moved_away(identity: str, cluster: str, now: str) -> Diagnostic:
    """NB7008"""
    return Diagnostic(
        "NB7008",
        "Objects were left in another cluster",
        f"`{identity}` was applied to `{cluster}`, and the plan is for `{now}`; it is not deleted there. "
        "Delete it by hand if nobody needs it.",
        None,
        Severity.WARNING,
    )


def no_sandbox_cluster(why: str) -> Diagnostic:
    """NB7009"""
    return Diagnostic(
        "NB7009",
        "The sandbox has no cluster",
        f"The Kubernetes and Helm parts were compiled and checked but cannot be applied: {why}.",
        None,
        Severity.WARNING,
    )


def no_secret(kind: str, name: str, why: str, span: Span | None) -> Diagnostic:
    """NB7010"""
    return Diagnostic(
        "NB7010",
        "A secret cannot be read",
        f'`{kind}.secret("{name}")` has no value: {why}. Put the secret there, or change where the spec looks.',
        span,
    )


def not_over_this(path: str) -> Diagnostic:
    """NB7015"""
    return Diagnostic(
        "NB7015",
        "A plan would overwrite another file",
        f"`{path}` exists and is no saved plan, so it was left as it is. Save the plan under another name: "
        f"`--out {path.rsplit('.', 1)[0]}.plan`.",
        None,
    )


def moved_home(before: str, now: str) -> Diagnostic:
    """NB7013; both are "account A, region R"."""
    return Diagnostic(
        "NB7013",
        "The stack is somewhere else",
        f"It was applied in {before}, and the configuration now leads to {now}. Terraform would look for everything "
        "in the wrong place, find nothing and forget it. Set the configuration back; to move, destroy the stack first.",
        None,
    )


def gone_meanwhile(address: str, span: Span | None) -> Diagnostic:
    """NB7014"""
    return Diagnostic(
        "NB7014",
        "A resource is gone that was made",
        f"`{address}` was made by an earlier apply and is not there any more: somebody removed it by other means. "
        "The plan makes it again if the spec still wants it.",
        span,
        Severity.WARNING,
    )


def several_stacks(target: str, stacks: Sequence[str]) -> Diagnostic:
    """NB7011"""
    return Diagnostic(
        "NB7011",
        "One stack is needed",
        f"`{target}` holds {len(stacks)} stacks ({', '.join(f'`{s}`' for s in stacks)}), and this works on one. "
        "Name the file of the stack.",
        None,
    )


def no_result(field: str, why: str, span: Span | None) -> Diagnostic:
    """NB7012"""
    return Diagnostic(
        "NB7012",
        "A value that came from an apply cannot be used",
        f"`{field}` cannot be computed from what came: {why}. Change the expression so that it allows for it.",
        span,
    )


def not_applied(read: StackRead) -> Diagnostic:
    """NB7020"""
    how = f" with `--overlay {read.overlay}`" if read.overlay else ""
    return Diagnostic(
        "NB7020",
        "Another stack was not applied yet",
        f"`{read.address}` reads what the stack `{_named(read)}` made, and that has no state: it was never applied in this world. "
        f"Apply `{read.file}`{how} first.",
        read.span,
    )


def no_such_output_yet(read: StackRead, name: str) -> Diagnostic:
    """NB7021"""
    return Diagnostic(
        "NB7021",
        "Another stack does not have this output yet",
        f"`{read.address}` reads `{name}`, which the spec of the stack `{_named(read)}` has and its state has not: it was changed "
        f"since it was applied, or is destroyed. Apply `{read.file}` first.",
        read.span,
    )


def other_output(read: StackRead, name: str, known: object, found: object) -> Diagnostic:
    """NB7022; both are JSON values."""
    return Diagnostic(
        "NB7022",
        "Another stack is not as its spec says",
        f"`{read.address}` counts on `{name}` of the stack `{_named(read)}` to be {json.dumps(known)}, as `{read.file}` says, and it "
        f"was applied with {json.dumps(found)}. Apply that stack as it is now; a value that is given with `--set` there "
        "belongs into an overlay, which this stack can name.",
        read.span,
    )


def state_unread(read: StackRead, why: str) -> Diagnostic:
    """NB7023"""
    return Diagnostic(
        "NB7023",
        "Another stack's state cannot be read",
        f"`{read.address}` reads the state of the stack `{_named(read)}`, and Terraform cannot: {why.rstrip('.')}. "
        "Mend the access to it, or the `backend` of that stack.",
        read.span,
    )


def _named(read: StackRead) -> str:
    return f"{read.stack} (overlay {read.overlay})" if read.overlay else read.stack


def check_failed(address: str, message: str, span: Span | None) -> Diagnostic:
    """NB7024"""
    said = message if message.endswith((".", "!", "?")) else f"{message}."
    return Diagnostic(
        "NB7024",
        "A check fails with the values that came",
        f"{said} This is the check of `{address}`, judged before it is applied: it was left as it is.",
        span,
    )
