"""The policies of a program over its instances: what each rule says of each instance of its type.

A verdict is a fact of the graph, as its edges are; whether it stops the journey, and whether a waiver takes it away, is
the safety pass's to decide. A policy of a package reads the names of its own file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nimbus_lang.check.checked import CheckedProgram, Scope
from nimbus_lang.check.deferral import known, waits_for
from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.check.evaluate_context import Env, Made
from nimbus_lang.ir.graph import Verdict
from nimbus_lang.ir.judge import Judge
from nimbus_lang.ir.lifecycle import waivers_of
from nimbus_lang.syntax.declarations import PolicyDecl, PolicyRule
from nimbus_lang.types.model import ErrorT, ResourceT, Type
from nimbus_lang.values.model import Deferred, Poison, Template, Value
from nimbus_lang.values.show import SECRET, show, text_of


def policies_of(program: CheckedProgram) -> tuple[str, ...]:
    """The titles of all policies, the stack's own and those of the files it uses."""
    scopes = program.modules.values()
    return tuple(policy.title.plain or "" for scope in scopes for policy in scope.policies)


def verdicts_of(ev: ProgramEvaluator, made: Sequence[Made]) -> tuple[Verdict, ...]:
    """What the policies say, policy by policy, in the order of the instances."""
    return tuple(
        verdict
        for scope in ev.program.modules.values()
        for policy in scope.policies
        for verdict in _verdicts(ev, scope, policy, made)
    )


def _verdicts(
    ev: ProgramEvaluator, scope: Scope, policy: PolicyDecl, made: Sequence[Made]
) -> Iterator[Verdict]:
    wanted = ev.program.resolve(scope, policy.type)
    if isinstance(wanted, ErrorT):
        return
    env = ev.file_frame(scope).env()
    for one in made:
        if _is_of(one.type, wanted):
            inner = env.bind(**{policy.alias.text: one.value})
            for rule in policy.rules:
                yield from _verdict(ev, policy, rule, one, inner)


def _is_of(type: Type, wanted: Type) -> bool:
    """A type of a foreign source that has a bundled one's path is also that one (a typed chart is a `helm.release`)."""
    if type == wanted or not isinstance(type, ResourceT):
        return type == wanted
    return replace(type, source="") == wanted


def _verdict(
    ev: ProgramEvaluator, policy: PolicyDecl, rule: PolicyRule, one: Made, env: Env
) -> Iterator[Verdict]:
    judge = Judge(ev, one)
    holds = judge.eval(rule.when, env)
    unsure = "" if _holds(holds) else _why_unsure(judge, holds)
    if not unsure and not _holds(holds):
        return
    title = policy.title.plain or ""
    yield Verdict(
        kind=rule.kind,
        policy=title,
        message=_message(judge.eval(rule.message, env)) or title,
        unsure=unsure,
        address=one.address,
        rule=rule.span,
        span=one.decl.name.span,
        body=one.decl.span,
        callers=one.owner.callers,
        waivers=waivers_of(ev, one),
    )


def _holds(value: Value) -> bool:
    sure = known(value)
    return sure is not None and sure.data is True


def _why_unsure(judge: Judge, value: Value) -> str:
    """Why a condition is neither true nor false; empty where it is, or where its problem is told already."""
    if isinstance(value.data, Poison):
        return f"`{judge.absent[0]}` is not written" if judge.absent else ""
    if known(value) is not None:
        return ""
    waits = " and ".join(f"`{one}`" for one in waits_for(value))
    return f"{waits} is known only after an apply"


def _message(value: Value) -> str | None:
    """The policy's words; what is secret or not yet known in them is said to be so."""
    match value.data:
        case Poison():
            return None
        case _ if value.secret:
            return SECRET
        case Deferred(Template(parts)) if known(value) is None:
            return "".join(part if isinstance(part, str) else _part(part) for part in parts)
        case _:
            sure = known(value)
            return text_of(sure) if sure is not None else show(value)


def _part(value: Value) -> str:
    return show(value) if isinstance(value.data, Deferred) or value.secret else text_of(value)
