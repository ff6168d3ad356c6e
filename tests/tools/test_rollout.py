"""When a workload counts as ready, and what is said where it is not."""

from __future__ import annotations

from typing import Any

import pytest

from nimbus_lang.tools.kubernetes.rollout import rollout, trouble

ROLLING = {"updateStrategy": {"type": "RollingUpdate"}}


def live(kind: str, spec: dict[str, Any], status: dict[str, Any], generation: int = 1) -> Any:
    seen = {"observedGeneration": 1, **status}
    return {"kind": kind, "metadata": {"generation": generation}, "spec": spec, "status": seen}


READY = [
    live(
        "Deployment",
        {"replicas": 2},
        {"replicas": 2, "updatedReplicas": 2, "availableReplicas": 2},
    ),
    live("Deployment", {"replicas": 0}, {}),
    live("Deployment", {"replicas": 2, "paused": True}, {}),
    live("StatefulSet", {"replicas": 1, **ROLLING}, {"updatedReplicas": 1, "readyReplicas": 1}),
    live("StatefulSet", {"updateStrategy": {"type": "OnDelete"}}, {}),
    live(
        "StatefulSet",
        {"replicas": 3, "updateStrategy": {"rollingUpdate": {"partition": 2}}},
        {"updatedReplicas": 1, "readyReplicas": 3},
    ),
    live("DaemonSet", ROLLING, {"desiredNumberScheduled": 0}),
    live("Job", {}, {"conditions": [{"type": "Complete", "status": "True"}]}),
    live("Job", {"suspend": True}, {}),
    live("ConfigMap", {}, {}),
]
NOT_YET = [
    (live("Deployment", {}, {}), "0 of 1 pods are ready"),
    (live("Deployment", {"replicas": 1}, {}, generation=2), "its controller has not seen it yet"),
    (
        live(
            "Deployment",
            {"replicas": 2},
            {"replicas": 3, "updatedReplicas": 2, "availableReplicas": 2},
        ),
        "old pods have not ended yet",
    ),
    (live("StatefulSet", {"replicas": 2}, {"updatedReplicas": 1, "readyReplicas": 2}), "1 of 2"),
    (live("DaemonSet", ROLLING, {"desiredNumberScheduled": 2, "numberAvailable": 1}), "0 of 2"),
    (live("Job", {"completions": 3}, {"succeeded": 1}), "1 of 3 pods have succeeded"),
]


@pytest.mark.parametrize("workload", READY, ids=lambda one: one["kind"])
def test_ready(workload: Any) -> None:
    assert rollout(workload).ready


@pytest.mark.parametrize(("workload", "text"), NOT_YET, ids=lambda one: str(one)[:20])
def test_not_yet(workload: Any, text: str) -> None:
    found = rollout(workload)
    assert not found.ready
    assert not found.failed
    assert text in found.text


def test_what_has_failed_is_not_waited_for() -> None:
    late = {"type": "Progressing", "reason": "ProgressDeadlineExceeded", "message": "timed out."}
    assert rollout(live("Deployment", {}, {"conditions": [late]})).failed
    broken = {"type": "Failed", "status": "True", "message": "BackoffLimitExceeded"}
    found = rollout(live("Job", {}, {"conditions": [broken]}))
    assert found.failed
    assert "BackoffLimitExceeded" in found.text


def test_what_keeps_a_pod() -> None:
    pull = {"reason": "ImagePullBackOff", "message": "no such image."}
    starting = {"reason": "ContainerCreating"}
    pods = [
        {
            "metadata": {"name": name},
            "status": {"containerStatuses": [{"state": {"waiting": waiting}}]},
        }
        for name, waiting in (("a", starting), ("b", pull))
    ]
    assert trouble(pods) == "pod `b`: ImagePullBackOff: no such image"
    condition = {"type": "PodScheduled", "reason": "Unschedulable", "message": "0/3 nodes"}
    pending = {"metadata": {"name": "c"}, "status": {"conditions": [condition]}}
    assert trouble([pending]) == "pod `c`: no node takes it: 0/3 nodes"
    assert trouble([]) == ""
