"""Lock, for charts in registries: fetched by helm, described, and the archive forgotten."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from nimbus_lang.schemas.build_chart import BadChart, build_chart
from nimbus_lang.source.chart import ChartAddress, helm_constraint, read_chart
from nimbus_lang.source.version import read_constraint
from nimbus_lang.tools.helm.find import find_helm
from nimbus_lang.tools.helm.helm import Helm
from nimbus_lang.workspace.charts import archive_files


def fetched_chart(name: str, version: str) -> tuple[str, str]:
    """The version that helm chose of those that `name`, or an exact `version` that is locked, asks for; the description.

    Raises BadChart, ToolError.
    """
    address = read_chart(name)
    assert isinstance(address, ChartAddress)
    exact = read_constraint(version) if version != address.wanted.text else None
    wanted = helm_constraint(exact or address.wanted)
    with tempfile.TemporaryDirectory(prefix="nimbus-chart-") as folder:
        archive = Helm(find_helm()).pull(address.address, wanted, Path(folder))
        files = archive_files(archive.read_bytes())
    text = build_chart(files, address.address)
    return _version(text), text


def _version(text: str) -> str:
    found = str(json.loads(text)["version"])
    if not found:
        raise BadChart("says no version of itself")
    return found
