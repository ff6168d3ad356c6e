"""Plans and applies a set of manifests on one cluster: what would be made, changed, left alone or deleted.

A plan asks the server itself (a dry run of the same server-side apply), so that its defaults, its admission and
the fields that others own are all in the answer. Deleted is only what earlier applies made, or what the server says
`nimbus` manages.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.tools import errors
from nimbus_lang.tools.hidden import changed_paths, hide
from nimbus_lang.tools.kubernetes.client import MANAGER, Kubernetes
from nimbus_lang.tools.kubernetes.faults import Refused
from nimbus_lang.tools.kubernetes.objects import (
    Manifest,
    ObjectRef,
    comparable,
    in_order,
    managed_by,
    sensitive_paths,
)
from nimbus_lang.tools.tool import (
    Action,
    Change,
    Event,
    OnEvent,
    Outcome,
    Stage,
    ToolError,
    ToolPlan,
    ignore_event,
)


@dataclass(frozen=True, slots=True)
class KubernetesTarget:
    """The manifests of one stack on one cluster.

    `made` are objects that earlier applies created. `deferred` gives, by address, the dotted paths that hold no value
    yet: such an object is not dry-run.
    """

    client: Kubernetes
    manifests: tuple[Manifest, ...]
    made: tuple[ObjectRef, ...] = ()
    deferred: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def target(self) -> str:
        """The name of this target."""
        return "kubernetes"

    def version(self) -> str:
        """The server's version."""
        return self.client.version()

    def plan(self, *, destroy: bool = False) -> ToolPlan:
        """What would change; raises `Refused` with everything that the server refuses."""
        wanted = [] if destroy else in_order(self.manifests)
        refs = [self.client.named(m) for m in self.manifests]
        spaces = {r.name for r in refs if r.kind == "Namespace"}
        refused: list[tuple[str, Diagnostic]] = []
        changes: list[Change] = []
        facts: list[Any] = []
        for manifest in wanted:
            try:
                change, fact = self._wanted(manifest, spaces)
            except ToolError as problem:
                address = self.client.named(manifest).address
                refused += [(address, one) for one in problem.diagnostics]
                continue
            changes.append(change)
            facts.append(fact)
        if refused:
            raise Refused(refused)
        for change, fact in self._unwanted(refs, destroy):
            changes.append(change)
            facts.append(fact)
        return ToolPlan("kubernetes", tuple(changes), _digest(facts), destroy=destroy)

    def apply(self, plan: ToolPlan, on_event: OnEvent = ignore_event) -> Outcome:
        """Apply and delete what the plan says; raises NB7207 if the cluster has changed meanwhile."""
        now = self.plan(destroy=plan.destroy)
        if now.digest != plan.digest:
            raise ToolError(errors.stale_tool_plan("kubernetes", _moved(plan, now)))
        done: list[Event] = []
        named = {self.client.named(m).address: m for m in self.manifests}
        refs = {r.address: r for r in (*self.made, *(self.client.named(m) for m in self.manifests))}
        for change in now.acts():
            done.append(self._act(change, named, refs, on_event))
        return Outcome(tuple(done))

    def _wanted(self, manifest: Manifest, spaces: set[str]) -> tuple[Change, Any]:
        named = self.client.named(manifest)
        live = self.client.get(named)
        before = None if live is None else comparable(live)
        deferred = self.deferred.get(named.address, ())
        after: Manifest = manifest
        if not deferred and not self._waits(named, spaces):
            applied = comparable(self.client.apply(manifest, dry_run=True))
            after = manifest if before is None else applied
        action = (
            Action.CREATE if before is None else Action.UPDATE if after != before else Action.NONE
        )
        return _change(named, action, before, after, deferred), [
            named.address,
            action.value,
            manifest,
            before,
        ]

    def _waits(self, named: ObjectRef, spaces: set[str]) -> bool:
        """Whether the object's namespace or kind is itself yet to be made, so that the server cannot judge it."""
        if named.namespace in spaces:
            space = ObjectRef("v1", "Namespace", "", named.namespace)
            if self.client.get(space) is None:
                return True
        return any(
            m.get("kind") == "CustomResourceDefinition"
            and (m.get("spec") or {}).get("names", {}).get("kind") == named.kind
            and self.client.get(self.client.named(m)) is None
            for m in self.manifests
        )

    def _unwanted(self, refs: list[ObjectRef], destroy: bool) -> Iterable[tuple[Change, Any]]:
        """Deletions, in the reverse of the order in which things were made."""
        gone = [r for r in self.made if r not in refs] + (refs if destroy else [])
        for named in reversed(_by_rank(gone)):
            live = self.client.get(named)
            if live is None or not (named in self.made or managed_by(live, MANAGER)):
                continue
            before = comparable(live)
            yield (
                _change(named, Action.DELETE, before, None, ()),
                [named.address, "delete", None, before],
            )

    def _act(
        self,
        change: Change,
        manifests: Mapping[str, Manifest],
        refs: Mapping[str, ObjectRef],
        on_event: OnEvent,
    ) -> Event:
        began = time.monotonic()
        on_event(Event(change.address, change.action, Stage.STARTED))
        try:
            if change.action is Action.DELETE:
                self.client.delete(refs[change.address])
                self.client.wait_until_gone(refs[change.address])
                identity = ""
            else:
                applied = self.client.apply(manifests[change.address])
                identity = str((applied.get("metadata") or {}).get("uid", ""))
        except ToolError as problem:
            on_event(Event(change.address, change.action, Stage.FAILED, time.monotonic() - began))
            raise Refused((change.address, one) for one in problem.diagnostics) from None
        event = Event(change.address, change.action, Stage.DONE, time.monotonic() - began, identity)
        on_event(event)
        return event


def _change(
    named: ObjectRef,
    action: Action,
    before: Manifest | None,
    after: Manifest | None,
    deferred: tuple[str, ...],
) -> Change:
    secret = sensitive_paths(before or {}) | sensitive_paths(after or {})
    changed = changed_paths(before, after, secret)
    return Change(
        address=named.address,
        kind=named.kind,
        action=action,
        before=hide(before, secret),
        after=hide(after, secret, changed),
        deferred=deferred,
        sensitive=tuple(sorted(secret)),
    )


def _by_rank(refs: list[ObjectRef]) -> list[ObjectRef]:
    order = in_order([{"kind": r.kind, "ref": r} for r in refs])
    return [m["ref"] for m in order]


def _moved(planned: ToolPlan, now: ToolPlan) -> str:
    before = {c.address: c for c in planned.changes}
    after = {c.address: c for c in now.changes}
    moved = [a for a in {**before, **after} if before.get(a) != after.get(a)]
    return "changed: " + ", ".join(f"`{a}`" for a in moved[:5]) if moved else "its values differ"


def _digest(facts: list[Any]) -> str:
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
