"""What the policies of a spec found, in the shape of safety findings: waived, folded and told like those of a rule.

A waiver names the policy's title (that policy alone) or the code (every policy, on that resource).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nimbus_lang.diagnostics.model import Label
from nimbus_lang.ir.graph import InfraGraph, Resource, Target, Verdict
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding, Rule


@dataclass(eq=False)
class PolicyRule:
    """A rule that a spec wrote: the safety pass judges by it without asking it."""

    CODE: str
    LEVEL: Level
    TITLE: str
    WHY: str = ""
    TYPES: tuple[str, ...] = ()

    def check(self, resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
        """Nothing: the graph already says what policies found."""
        yield from ()


DENIED = PolicyRule("NB5901", Level.BLOCK, "Denied by a policy")
WARNED = PolicyRule("NB5902", Level.WARN, "Warned by a policy")
UNSURE = PolicyRule("NB5903", Level.WARN, "A policy cannot be judged before an apply")


_WRITE = "Write it, or let the rule say what holds then (`x ?? value`, `x == null`)."
_LOOK_ELSEWHERE = "Let the rule look at what the spec itself writes."


def policy_rules(graph: InfraGraph) -> Mapping[str, Rule]:
    """By what a waiver may name: the codes of policies, and their titles."""
    rules: dict[str, Rule] = {rule.CODE: rule for rule in (DENIED, WARNED, UNSURE)}
    return rules | dict.fromkeys(graph.policies, DENIED)


def policy_findings(graph: InfraGraph) -> Iterator[tuple[Rule, Resource, Finding]]:
    """Every verdict as a finding of a rule about a resource."""
    for verdict in graph.verdicts:
        if verdict.unsure:
            yield UNSURE, _judged(verdict), _unsure(verdict)
        else:
            rule = DENIED if verdict.kind == "deny" else WARNED
            yield rule, _judged(verdict), _finding(verdict)


def _judged(verdict: Verdict) -> Resource:
    """The instance in the shape of a resource: a policy may be about a component, too."""
    return Resource(
        verdict.address,
        Target.TERRAFORM,
        "",
        "",
        {},
        verdict.span,
        verdict.body,
        waivers=verdict.waivers,
        callers=verdict.callers,
    )


def _finding(verdict: Verdict) -> Finding:
    message = verdict.message.rstrip(".")
    what = f"`{verdict.address}`: {message}. The policy is “{verdict.policy}”."
    labels = (Label(verdict.rule, "this rule holds"),)
    return Finding(what, "", also=(verdict.policy,), labels=labels)


def _unsure(verdict: Verdict) -> Finding:
    what = (
        f"Whether `{verdict.address}` keeps to “{verdict.policy}” cannot be said: {verdict.unsure}."
    )
    mend = _WRITE if verdict.unsure.endswith("not written") else _LOOK_ELSEWHERE
    level = None if verdict.kind == "deny" else Level.INFO
    labels = (Label(verdict.rule, "this rule needs it"),)
    return Finding(what, mend, level=level, also=(verdict.policy,), labels=labels)
