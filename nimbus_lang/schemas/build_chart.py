"""Describes a Helm chart in one text: what it is, the schema of its values, the values it brings, and a digest of all its files.

From the chart's files in memory; the description is what a source set holds and nimbus.lock pins. Same files, same text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from nimbus_lang.schemas.yaml_documents import YamlError, read_documents

CHART, SCHEMA, VALUES = "Chart.yaml", "values.schema.json", "values.yaml"


class BadChart(ValueError):
    """The files are no chart, or hold a schema that is none; the message goes on after the chart's name."""


def build_chart(files: Mapping[str, bytes], where: str, version: str = "") -> str:
    """The description of a chart. `files` are by their path in it, `where` is how Helm is told of it.

    `version` is the one that was asked for, if any. Raises BadChart.
    """
    about = _yaml(files, CHART)
    if not isinstance(about, dict) or not isinstance(about.get("name"), str):
        why = f"has no `{CHART}`" if CHART not in files else f"has a `{CHART}` without a `name`"
        raise BadChart(why)
    found = {
        "chart": where,
        "name": about["name"],
        "version": version or str(about.get("version") or ""),
        "library": about.get("type") == "library",
        "deprecated": about.get("deprecated") is True,
        "schema": _schema(files),
        "values": _yaml(files, VALUES, optional=True),
        "files": tree_digest(files),
    }
    return json.dumps(found, sort_keys=True, separators=(",", ":"), default=str)


def tree_digest(files: Mapping[str, bytes]) -> str:
    """One digest of files and their names (sha256, hex)."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path}\0{len(files[path])}\0".encode() + files[path])
    return whole.hexdigest()


def _schema(files: Mapping[str, bytes]) -> Any:
    if SCHEMA not in files:
        return None
    try:
        found = json.loads(files[SCHEMA])
    except (ValueError, RecursionError) as bad:
        raise BadChart(f"has a `{SCHEMA}` that is no JSON: {bad}") from None
    if not isinstance(found, dict | bool):
        raise BadChart(f"has a `{SCHEMA}` that is no JSON schema")
    return found if isinstance(found, dict) else None


def _yaml(files: Mapping[str, bytes], name: str, *, optional: bool = False) -> Any:
    """The first document of a file. Values that nobody can read are for Helm to refuse."""
    try:
        documents = read_documents(files.get(name, b"").decode("utf-8-sig"))
    except (YamlError, UnicodeDecodeError) as bad:
        if optional:
            return None
        raise BadChart(f"has a `{name}` that cannot be read: {bad}") from None
    return documents[0].data if documents else None
