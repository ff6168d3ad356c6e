"""Roles and bindings: whom a binding gives which role, and what a role allows, as plain words."""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import blocks, child, items, text
from nimbus_lang.source.record import dataclass
from nimbus_lang.values.model import Value

BINDINGS = ("k8s.*.ClusterRoleBinding", "k8s.*.RoleBinding")
ROLES = ("k8s.*.ClusterRole", "k8s.*.Role")


@dataclass(frozen=True, slots=True)
class RoleRule:
    """One rule of a role, with the lists to blame."""

    groups: tuple[str, ...]
    resources: tuple[str, ...]
    verbs: tuple[str, ...]
    verbs_value: Value | None
    resources_value: Value | None


def role_rules(resource: Resource) -> Iterator[RoleRule]:
    """The rules of a Role or ClusterRole, as far as they are known."""
    for rule in blocks(resource.fields.get("rules")):
        yield RoleRule(
            _words(child(rule, "apiGroups")),
            _words(child(rule, "resources")),
            _words(child(rule, "verbs")),
            child(rule, "verbs"),
            child(rule, "resources"),
        )


def subjects(resource: Resource) -> Iterator[tuple[str, str, Value]]:
    """The subjects of a binding: kind, name, and the name's value."""
    for subject in blocks(resource.fields.get("subjects")):
        name = child(subject, "name")
        written = text(name)
        if name is not None and written is not None:
            yield text(child(subject, "kind")) or "", written, name


def _words(value: Value | None) -> tuple[str, ...]:
    return tuple(word for word in (text(item) for item in items(value)) if word is not None)
