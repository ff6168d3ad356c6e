"""A stack's own policies over its instances: each `deny` or `warn` that holds becomes a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nimbus_lang.check.deferral import known
from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.check.evaluate_context import Made
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.errors import policy_denied, policy_warned
from nimbus_lang.syntax.nodes import PolicyDecl
from nimbus_lang.types.model import ErrorT
from nimbus_lang.values.model import Poison
from nimbus_lang.values.show import text_of


def apply_policies(ev: ProgramEvaluator, made: Sequence[Made]) -> tuple[Diagnostic, ...]:
    """The findings of all policies of the program's files."""
    policies = [(scope.policies, scope) for scope in ev.program.modules.values() if scope.policies]
    return tuple(
        finding
        for declared, scope in policies
        for policy in declared
        for finding in _apply(ev, policy, made, scope is not ev.program.main)
    )


def _apply(
    ev: ProgramEvaluator, policy: PolicyDecl, made: Sequence[Made], foreign: bool
) -> Iterator[Diagnostic]:
    scope = ev.program.main
    wanted = ev.program.resolve(scope, policy.type)
    if isinstance(wanted, ErrorT):
        return
    frame = ev.root
    for one in made:
        if one.type != wanted:
            continue
        env = frame.env().bind(**{policy.alias.text: one.value})
        for rule in policy.rules:
            holds = ev.eval(rule.when, env)
            sure = known(holds)
            if sure is None or sure.data is not True:
                continue
            message = known(ev.eval(rule.message, env))
            plain = message is not None and not isinstance(message.data, Poison)
            text = text_of(message) if message is not None and plain else policy.title.plain or ""
            make = policy_denied if rule.kind == "deny" else policy_warned
            yield make(
                one.decl.name.span,
                one.owner.callers,
                str(one.address),
                policy.title.plain or "",
                text,
                rule.span,
            )
