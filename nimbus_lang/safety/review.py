"""The safety pass: a graph in, findings as diagnostics and, if nothing stops it, a cleared graph out.

Runs the rules that look at the graph's types, applies waivers, and folds what many instances of one declaration
share into one diagnostic. The day is given, never asked of the clock. Knows no single rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Label, Severity, has_errors
from nimbus_lang.ir.graph import InfraGraph, Resource, Target, Waiver
from nimbus_lang.safety.declared import policy_findings, policy_rules
from nimbus_lang.safety.discover import all_rules, rules_for
from nimbus_lang.safety.index import GraphIndex, type_keys
from nimbus_lang.safety.report import ClearedGraph, Level, SafetyReport
from nimbus_lang.safety.rule import Finding, Rule
from nimbus_lang.safety.waiver import Waivers
from nimbus_lang.source.span import Span
from nimbus_lang.values.model import Address, Step, Value

SEVERITIES = {
    Level.HARD: Severity.ERROR,
    Level.BLOCK: Severity.ERROR,
    Level.WARN: Severity.WARNING,
    Level.INFO: Severity.INFO,
}
SHOWN_INSTANCES = 3


@dataclass(slots=True)
class _Found:
    """One finding, and the other resources that have the very same one."""

    rule: Rule
    resource: Resource
    finding: Finding
    others: list[Address] = field(default_factory=list)

    @property
    def level(self) -> Level:
        return self.finding.level or self.rule.LEVEL

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes whose waiver takes it away."""
        return (self.rule.CODE, *self.finding.also)

    @property
    def span(self) -> Span:
        return self.finding.blame.span if self.finding.blame is not None else self.resource.span

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        return (
            *self.resource.waivers,
            *(waiver for about in self.finding.about for waiver in about.waivers),
        )


def review(graph: InfraGraph, today: date) -> tuple[ClearedGraph | None, SafetyReport]:
    """All findings of a graph on a day; the cleared graph only if none of them is an error."""
    known = _waivable(graph) if _has_waivers(graph) else {}
    waivers = Waivers((w for r in graph.resources.values() for w in r.waivers), known, today)
    findings: list[_Found] = []
    waived: list[Diagnostic] = []
    for found in _all_findings(graph):
        waiver = waivers.covering(found.codes, found.level, found.waivers)
        if waiver is None:
            findings.append(found)
        else:
            waived.append(_waived(_diagnostic(found), waiver))
    told = [_told(found, waivers) for found in _folded(findings)]
    report = SafetyReport(_in_order((*told, *waivers.problems())), _in_order(waived))
    return (None if has_errors(report.findings) else ClearedGraph(graph)), report


def _waivable(graph: InfraGraph) -> Mapping[str, Rule]:
    """Every rule by what a waiver calls it."""
    return {**policy_rules(graph), **{rule.CODE: rule for rule in all_rules()}}


def _all_findings(graph: InfraGraph) -> Iterator[_Found]:
    index = GraphIndex(graph)
    rules = rules_for(index.by_type)
    everywhere = rules.get("*", ())
    for resource in graph.resources.values():
        looking = list(everywhere)
        for key in type_keys(resource):
            looking += rules.get(key, ())
        yield from _findings(resource, looking, index)
    for resource in _besides_resources(graph):
        yield from _findings(resource, everywhere, index)
    for rule, judged, finding in policy_findings(graph):
        yield _Found(rule, judged, finding)


def _findings(resource: Resource, rules: Iterable[Rule], index: GraphIndex) -> Iterator[_Found]:
    for rule in rules:
        for finding in rule.check(resource, index):
            yield _Found(rule, resource, finding)


def _besides_resources(graph: InfraGraph) -> Iterator[Resource]:
    """Provider configurations and outputs in the shape of resources, for the rules that look at everything."""
    for provider in (graph.providers or {}).values():
        if provider.span is not None:
            yield _stand_in(
                f"use {provider.name}", f"use.{provider.kind}", provider.config, provider.span
            )
    for output in graph.outputs:
        yield _stand_in(f"output {output.name}", "output", {"value": output.value}, output.span)


def _stand_in(name: str, kind: str, fields: Mapping[str, Value], span: Span) -> Resource:
    return Resource(Address((Step(name),)), Target.TERRAFORM, kind, "", fields, span, span)


def _folded(findings: Iterable[_Found]) -> Iterator[_Found]:
    """The n-th finding of a code at one place, in all instances of one label, is told once."""
    first: dict[tuple[object, ...], _Found] = {}
    seen: Counter[tuple[object, ...]] = Counter()
    for found in findings:
        place = (found.rule.CODE, found.span, found.resource.callers, found.finding.labels)
        within = (str(found.resource.address), *place)
        seen[within] += 1
        key = (*place, found.resource.address.label, seen[within])
        if key in first:
            first[key].others.append(found.resource.address)
        else:
            first[key] = found
    yield from first.values()


def _told(found: _Found, waivers: Waivers) -> Diagnostic:
    diagnostic = _diagnostic(found)
    expired = waivers.expired(found.codes, found.waivers)
    if expired is None:
        return diagnostic
    note = f"It was waived until {expired.until} ({expired.reason}); that day is past, so it is a finding again."
    label = Label(expired.span, f"expired on {expired.until}")
    return replace(diagnostic, notes=(*diagnostic.notes, note), labels=(*diagnostic.labels, label))


def _diagnostic(found: _Found) -> Diagnostic:
    rule, resource, finding = found.rule, found.resource, found.finding
    about = (Label(r.span, f"`{r.address}` is declared here") for r in finding.about)
    labels = (*finding.labels, *about)
    if finding.blame is not None:
        labels = (Label(resource.span, f"in `{resource.address}`"), *labels)
    return Diagnostic(
        rule.CODE,
        rule.TITLE,
        " ".join(part for part in (finding.what, rule.WHY, finding.mend) if part),
        found.span,
        SEVERITIES[found.level],
        labels=labels,
        notes=_others_note(found.others),
        fixes=_fixes(found),
        callers=resource.callers,
        level=found.level.value,
        conceals=finding.conceals,
    )


def _others_note(others: list[Address]) -> tuple[str, ...]:
    if not others:
        return ()
    shown = ", ".join(f"`{address}`" for address in others[:SHOWN_INSTANCES])
    more = f" and {len(others) - SHOWN_INSTANCES} more" if len(others) > SHOWN_INSTANCES else ""
    return (f"The same holds for {shown}{more}.",)


def _fixes(found: _Found) -> tuple[Fix, ...]:
    """A fix where the declaration itself can be changed; never inside a component that others use too."""
    put, blame, resource = found.finding.put, found.finding.blame, found.resource
    if put is None or resource.callers:
        return ()
    if blame is not None and not _within(blame.span, resource.body):
        return ()
    if blame is not None:
        return (Fix(f"write `{put.text}`", (Edit(blame.span, put.text),), safe=False),)
    end = resource.body.end - 1
    edit = Edit(Span(resource.body.path, end, end), f"  {put.field} = {put.text}\n")
    return (Fix(f"write `{put.field} = {put.text}`", (edit,), safe=False),)


def _within(inner: Span, outer: Span) -> bool:
    return inner.path == outer.path and outer.start <= inner.start and inner.end <= outer.end


def _waived(diagnostic: Diagnostic, waiver: Waiver) -> Diagnostic:
    until = f" until {waiver.until}" if waiver.until is not None else ""
    return replace(
        diagnostic,
        severity=Severity.INFO,
        notes=(*diagnostic.notes, f"Waived{until}: {waiver.reason}"),
        labels=(*diagnostic.labels, Label(waiver.span, "waived here")),
    )


def _in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    nowhere = Span("", 0, 0)
    return tuple(sorted(diagnostics, key=lambda d: (d.span or nowhere, d.code)))


def _has_waivers(graph: InfraGraph) -> bool:
    return any(resource.waivers for resource in graph.resources.values())
