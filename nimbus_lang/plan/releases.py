"""A Helm release as the adapter takes it, from its resource's fields: its chart found, its values in a private file."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nimbus_lang.ir.graph import Resource
from nimbus_lang.plan.deployment import Deployment
from nimbus_lang.tools.helm.release import Release
from nimbus_lang.values.model import Quantity

DEFAULT_SECONDS = 300


def release(
    deployment: Deployment,
    resource: Resource,
    name: str,
    namespace: str,
    fields: Mapping[str, Any],
) -> Release:
    """The release. Its values may hold secrets: the file is its owner's alone, and `forget_values` removes it."""
    chart, repository = str(fields.get("chart", "")), str(fields.get("repository", ""))
    folder = deployment.world.root / chart
    if not repository and not chart.startswith("oci://") and folder.exists():
        chart = str(folder.resolve())
    values = with_secrets(fields.get("values") or {}, fields.get("set_secret") or {})
    return Release(
        name=name,
        chart=chart,
        values=_values_file(deployment.world.place.charts, name, values),
        namespace=str(fields.get("namespace") or namespace),
        version=str(fields.get("version") or ""),
        repository=repository,
        create_namespace=fields.get("create_namespace") is not False,
        wait=bool(fields.get("wait")) and deployment.world.runs_pods,
        atomic=bool(fields.get("atomic")) and deployment.world.runs_pods,
        skip_crds=bool(fields.get("skip_crds")),
        timeout=_seconds(resource),
    )


def with_secrets(values: Any, secrets: Mapping[str, Any]) -> Any:
    """The values with each secret at its dotted path."""
    made = dict(values) if isinstance(values, Mapping) else {}
    for path, secret in secrets.items():
        head, _, rest = path.partition(".")
        made[head] = with_secrets(made.get(head), {rest: secret}) if rest else secret
    return made


def forget_values(deployment: Deployment) -> None:
    """Remove what was written for Helm."""
    shutil.rmtree(deployment.world.place.charts, ignore_errors=True)


def _seconds(resource: Resource) -> int:
    written = resource.fields.get("timeout")
    match written.data if written is not None else None:
        case Quantity(amount=amount):
            return int(amount)
        case _:
            return DEFAULT_SECONDS


def _values_file(folder: Path, name: str, values: Any) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{re.sub(r'[^A-Za-z0-9.-]', '-', name)}.values.json"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(values, file)
    return path
