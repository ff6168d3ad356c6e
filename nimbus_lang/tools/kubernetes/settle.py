"""Waits until workloads that were applied are ready: all together, at most so long, with the reason where one is not."""

from __future__ import annotations

import time
from collections.abc import Iterable

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.tools import errors
from nimbus_lang.tools.kubernetes.client import Kubernetes
from nimbus_lang.tools.kubernetes.objects import Manifest, ObjectRef
from nimbus_lang.tools.kubernetes.rollout import Rollout, rollout, trouble
from nimbus_lang.tools.tool import Action, Event, OnEvent, Stage, ToolError

_FIRST, _LONGEST = 0.2, 3.0
_TOLD_EVERY = 10.0


def settle(
    client: Kubernetes, workloads: Iterable[ObjectRef], seconds: float, on_event: OnEvent
) -> tuple[Diagnostic, ...]:
    """NB7229 for each that has failed, or is not ready after so many seconds; one that is gone is not waited for.

    Raises ToolError where the cluster does not answer.
    """
    waiting = dict.fromkeys(workloads, Rollout(False))
    began = told = time.monotonic()
    pause = _FIRST
    while True:
        waiting = {named: found for named in waiting if not (found := _look(client, named)).ready}
        now = time.monotonic()
        over = now - began >= seconds
        if all(found.failed or over for found in waiting.values()):
            return tuple(_problem(client, n, found, now - began) for n, found in waiting.items())
        if now - told >= _TOLD_EVERY:
            told = now
            for named, found in waiting.items():
                on_event(_event(named, now - began, found.text))
        time.sleep(min(pause, max(began + seconds - now, 0)))
        pause = min(pause * 1.5, _LONGEST)


def _look(client: Kubernetes, named: ObjectRef) -> Rollout:
    live = client.get(named)
    return Rollout(True) if live is None else rollout(live)


def _event(named: ObjectRef, seconds: float, text: str) -> Event:
    return Event(named.address, Action.NONE, Stage.WAITING, seconds, text=text)


def _problem(client: Kubernetes, named: ObjectRef, found: Rollout, seconds: float) -> Diagnostic:
    why = "; ".join(filter(None, (found.text.rstrip("."), trouble(_pods(client, named)))))
    return errors.not_ready(f"`{named.address}`", why, None if found.failed else seconds)


def _pods(client: Kubernetes, named: ObjectRef) -> tuple[Manifest, ...]:
    """The pods of a workload; none where we may not see them."""
    live = client.get(named) or {}
    labels = ((live.get("spec") or {}).get("selector") or {}).get("matchLabels") or {}
    try:
        return client.pods(named.namespace, labels) if labels else ()
    except ToolError:
        return ()
