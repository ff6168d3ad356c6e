"""Selectors and what they select: the pods of a graph by namespace and label.

An answer is given only where the graph can know it: not when labels are deferred, nor when Helm releases or custom
resources may bring pods of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nimbus_lang.ir.graph import Resource, Target
from nimbus_lang.safety.fields import as_fields, blocks, child, hidden, items, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import WORKLOADS, labels, namespace, object_name, plain_texts, pod_of
from nimbus_lang.values.model import Value

Labels = Mapping[str, str]


@dataclass(slots=True)
class PodLabels:
    """The label sets of a graph's pods. `open_world`: there may be pods that are not seen here."""

    open_world: bool = False
    sets: dict[str, list[Labels]] = field(default_factory=dict)
    by_label: dict[tuple[str, str, str], list[Labels]] = field(default_factory=dict)


def pod_labels(graph: GraphIndex) -> PodLabels:
    """All label sets of a graph, arranged so that a selector looks at few of them."""
    found = PodLabels(open_world=_brings_others(graph))
    for workload in graph.of(*WORKLOADS):
        pod, space = pod_of(workload), namespace(workload)
        known = labels(pod.metadata) if pod is not None else None
        if known is None or space is None:
            found.open_world = True
            continue
        found.sets.setdefault(space, []).append(known)
        for pair in known.items():
            found.by_label.setdefault((space, *pair), []).append(known)
    return found


def _brings_others(graph: GraphIndex) -> bool:
    return any(
        not resource.lookup
        and (
            resource.target is Target.HELM
            or (resource.target is Target.KUBERNETES and not resource.type.startswith("k8s."))
        )
        for resource in graph.graph.resources.values()
    )


def selects_nothing(graph: GraphIndex, resource: Resource, selector: Value | None) -> bool:
    """Whether a selector (a plain map, or with `matchLabels` and `matchExpressions`) is known to select no pod."""
    pods, space = graph.once(pod_labels), namespace(resource)
    if pods.open_world or space is None or selector is None:
        return False
    wanted, expressions = _parts(selector)
    if wanted is None or (not wanted and not expressions):
        return False
    if hidden(selector, "matchExpressions"):
        return False
    for candidate in _candidates(pods, space, wanted):
        if _matches(candidate, wanted) and all(_allows(candidate, e) for e in expressions):
            return False
    return True


def unmatched_label(selector: Value | None, template: Labels) -> tuple[str, Value] | None:
    """The label of a workload's selector that its own template does not have, with the value to blame."""
    wanted, _ = _parts(selector) if selector is not None else (None, ())
    for key, value in (wanted or {}).items():
        if template.get(key) != value:
            holder = child(selector, "matchLabels") or selector
            blamed = child(holder, key)
            if blamed is not None:
                return key, blamed
    return None


def _parts(selector: Value) -> tuple[Labels | None, tuple[Value, ...]]:
    fields = as_fields(selector)
    if fields is None:
        return None, ()
    if "matchLabels" in fields or "matchExpressions" in fields:
        return plain_texts(fields.get("matchLabels")), tuple(blocks(fields.get("matchExpressions")))
    return plain_texts(selector), ()


def _candidates(pods: PodLabels, space: str, wanted: Labels) -> list[Labels]:
    """Those pods that have the rarest of the wanted labels."""
    if not wanted:
        return pods.sets.get(space, [])
    return min((pods.by_label.get((space, *pair), []) for pair in wanted.items()), key=len)


def _matches(candidate: Labels, wanted: Labels) -> bool:
    return all(candidate.get(key) == value for key, value in wanted.items())


def _allows(candidate: Labels, expression: Value) -> bool:
    key, operator = text(child(expression, "key")), text(child(expression, "operator"))
    values = [text(value) for value in items(child(expression, "values"))]
    if key is None or None in values:
        return True
    match operator:
        case "In":
            return candidate.get(key) in values
        case "NotIn":
            return candidate.get(key) not in values
        case "Exists":
            return key in candidate
        case "DoesNotExist":
            return key not in candidate
        case _:
            return True


def named_objects(graph: GraphIndex) -> Mapping[tuple[str, str, str], Resource] | None:
    """Objects by (kind, namespace, name), or None if not every name is known or others may bring more."""
    if _brings_others(graph):
        return None
    found: dict[tuple[str, str, str], Resource] = {}
    for key in (*WORKLOADS, "k8s.*.Service"):
        for resource in graph.of(key):
            space, name = namespace(resource), object_name(resource)
            if space is None or name is None:
                return None
            found[key.removeprefix("k8s.*."), space, name] = resource
    return found
