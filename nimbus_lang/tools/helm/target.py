"""Plans and applies a set of Helm releases on one cluster: which would be installed, upgraded, left alone, removed.

A plan has the cluster render each release (a server dry run) and compares the objects with those of the release that
is there; hooks are not compared.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nimbus_lang.tools import errors
from nimbus_lang.tools.helm.helm import Helm
from nimbus_lang.tools.helm.release import Deployed, Release, without_secrets
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

KIND = "helm.release"
SOUND = "deployed"


@dataclass(frozen=True, slots=True)
class HelmTarget:
    """The releases of one stack; `previous` are those of its last apply, as (namespace, name)."""

    helm: Helm
    releases: tuple[Release, ...]
    previous: tuple[tuple[str, str], ...] = ()

    @property
    def target(self) -> str:
        """The name of this target."""
        return "helm"

    def version(self) -> str:
        """Helm's version."""
        return self.helm.version()

    def plan(self, *, destroy: bool = False) -> ToolPlan:
        """What would change. Nothing changes."""
        wanted = () if destroy else self.releases
        names = {(r.namespace, r.name) for r in wanted}
        unwanted = {*self.previous, *((r.namespace, r.name) for r in self.releases)} - names
        changes: list[Change] = []
        facts: list[Any] = []
        for release in wanted:
            self._wanted(release, changes, facts)
        for namespace, name in sorted(unwanted):
            self._unwanted(namespace, name, changes, facts)
        return ToolPlan("helm", tuple(changes), _digest(facts), destroy=destroy)

    def apply(self, plan: ToolPlan, on_event: OnEvent = ignore_event) -> Outcome:
        """Install, upgrade and remove what the plan says; raises NB7207 if the cluster has changed meanwhile."""
        now = self.plan(destroy=plan.destroy)
        if now.digest != plan.digest:
            raise ToolError(
                errors.stale_tool_plan("helm", "what a release would bring has changed")
            )
        wanted = {r.address: r for r in self.releases}
        return Outcome(tuple(self._act(change, wanted, on_event) for change in now.acts()))

    def _wanted(self, release: Release, changes: list[Change], facts: list[Any]) -> None:
        live = self.helm.status(release.name, release.namespace)
        new = self.helm.preview(release).objects()
        old = None if live is None else live.objects()
        action = _action(live, old, new)
        changes.append(_change(release.address, action, old, new))
        facts.append([release.address, action.value, release.chart, release.version, old, new])

    def _unwanted(self, namespace: str, name: str, changes: list[Change], facts: list[Any]) -> None:
        live = self.helm.status(name, namespace)
        if live is not None:
            changes.append(_change(f"{namespace}/{name}", Action.DELETE, live.objects(), None))
            facts.append([f"{namespace}/{name}", "delete", live.revision])

    def _act(self, change: Change, wanted: Mapping[str, Release], on_event: OnEvent) -> Event:
        began = time.monotonic()
        on_event(Event(change.address, change.action, Stage.STARTED))
        try:
            identity = self._do(change, wanted)
        except ToolError:
            on_event(Event(change.address, change.action, Stage.FAILED, time.monotonic() - began))
            raise
        event = Event(change.address, change.action, Stage.DONE, time.monotonic() - began, identity)
        on_event(event)
        return event

    def _do(self, change: Change, wanted: Mapping[str, Release]) -> str:
        namespace, _, name = change.address.partition("/")
        if change.action is Action.DELETE:
            self.helm.uninstall(name, namespace)
            return ""
        return f"revision {self.helm.upgrade(wanted[change.address]).revision}"


def _action(live: Deployed | None, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Action:
    if live is None:
        return Action.CREATE
    return Action.NONE if old == new and live.status == SOUND else Action.UPDATE


def _change(
    address: str, action: Action, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Change:
    return Change(
        address=address,
        kind=KIND,
        action=action,
        before=None if old is None else without_secrets(old),
        after=None if new is None else without_secrets(new),
    )


def _digest(facts: list[Any]) -> str:
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
