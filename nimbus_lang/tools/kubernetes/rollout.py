"""Whether a workload has become what it should be, and if not, why: read off its status and its pods', as kubectl does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nimbus_lang.tools.kubernetes.objects import Manifest

WORKLOADS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "Job"})
"""The kinds that become ready some time after they were applied."""


@dataclass(frozen=True, slots=True)
class Rollout:
    """How far a workload has come; `failed`: it will not get any further."""

    ready: bool
    text: str = ""
    failed: bool = False


READY = Rollout(True)


def rollout(live: Manifest) -> Rollout:
    """The state of a Deployment, StatefulSet, DaemonSet or Job; of anything else, that it is ready."""
    spec, status = live.get("spec") or {}, live.get("status") or {}
    if live.get("kind") == "Job":
        return _job(spec, status)
    if live.get("kind") not in WORKLOADS or spec.get("paused"):
        return READY
    if int(status.get("observedGeneration") or 0) < int(live["metadata"].get("generation") or 0):
        return Rollout(False, "its controller has not seen it yet")
    match live.get("kind"):
        case "Deployment":
            return _deployment(spec, status)
        case "StatefulSet":
            return _stateful_set(spec, status)
        case _:
            return _daemon_set(spec, status)


def _deployment(spec: Mapping[str, Any], status: Mapping[str, Any]) -> Rollout:
    for condition in status.get("conditions") or ():
        if condition.get("reason") == "ProgressDeadlineExceeded":
            return Rollout(False, str(condition.get("message", "")), failed=True)
    wanted = _count(spec, "replicas", 1)
    if _count(status, "replicas") > _count(status, "updatedReplicas") >= wanted:
        return Rollout(False, "old pods have not ended yet")
    return _pods(wanted, _count(status, "updatedReplicas"), _count(status, "availableReplicas"))


def _stateful_set(spec: Mapping[str, Any], status: Mapping[str, Any]) -> Rollout:
    strategy = spec.get("updateStrategy") or {}
    if strategy.get("type") == "OnDelete":
        return READY
    wanted = _count(spec, "replicas", 1)
    kept = int((strategy.get("rollingUpdate") or {}).get("partition") or 0)
    updated = _count(status, "updatedReplicas") + min(kept, wanted)
    return _pods(wanted, min(updated, wanted), _count(status, "readyReplicas"))


def _daemon_set(spec: Mapping[str, Any], status: Mapping[str, Any]) -> Rollout:
    if (spec.get("updateStrategy") or {}).get("type") == "OnDelete":
        return READY
    wanted = _count(status, "desiredNumberScheduled")
    return _pods(
        wanted, _count(status, "updatedNumberScheduled"), _count(status, "numberAvailable")
    )


def _pods(wanted: int, updated: int, ready: int) -> Rollout:
    if updated >= wanted and ready >= wanted:
        return READY
    return Rollout(False, f"{min(updated, ready)} of {wanted} pods are ready")


def _job(spec: Mapping[str, Any], status: Mapping[str, Any]) -> Rollout:
    for condition in status.get("conditions") or ():
        if condition.get("status") != "True":
            continue
        if condition.get("type") == "Complete":
            return READY
        if condition.get("type") == "Failed":
            return Rollout(False, f"it failed: {condition.get('message', '')}", failed=True)
    if spec.get("suspend"):
        return READY
    wanted = _count(spec, "completions", 1)
    return Rollout(False, f"{_count(status, 'succeeded')} of {wanted} pods have succeeded")


def _count(of: Mapping[str, Any], name: str, default: int = 0) -> int:
    found = of.get(name)
    return default if found is None else int(found)


def trouble(pods: Iterable[Manifest]) -> str:
    """What keeps the first pod that is not well, as the cluster puts it; empty if nothing is said."""
    for pod in pods:
        status = pod.get("status") or {}
        for container in status.get("containerStatuses") or ():
            waiting = (container.get("state") or {}).get("waiting") or {}
            if waiting.get("reason") not in (None, "ContainerCreating", "PodInitializing"):
                return _said(pod, str(waiting["reason"]), str(waiting.get("message") or ""))
        for condition in status.get("conditions") or ():
            if condition.get("reason") == "Unschedulable":
                return _said(pod, "no node takes it", str(condition.get("message") or ""))
    return ""


def _said(pod: Manifest, reason: str, message: str) -> str:
    name = (pod.get("metadata") or {}).get("name", "")
    return f"pod `{name}`: {reason}" + (f": {message.rstrip('.')}" if message else "")
