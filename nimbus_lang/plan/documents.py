"""The Kubernetes documents and Helm values of a stack, each with the resource it comes from.

Reads the generated text and nothing else: what was reviewed is what is used. Origins say which resource a document
belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nimbus_lang.backends.backend import Artifact, ArtifactSet

KUBERNETES = "kubernetes/"
HELM = "helm/"
VALUES = "values.yaml"


@dataclass(frozen=True)
class Document:
    """One YAML document: the file it is in, the address of its resource, its content with `${...}` places."""

    path: str
    address: str
    content: Any


def kubernetes_documents(artifacts: ArtifactSet) -> tuple[Document, ...]:
    """Every manifest, in the order of the files."""
    files = [a for p, a in artifacts.files.items() if p.startswith(KUBERNETES)]
    return tuple(d for artifact in files if _is_yaml(artifact) for d in _documents(artifact))


def helm_values(artifacts: ArtifactSet, release: str) -> Any:
    """The values of a release; an empty object where none are set."""
    artifact = artifacts.files.get(f"{HELM}{release}/{VALUES}")
    return (_load(artifact.text) or {}) if artifact is not None else {}


def _documents(artifact: Artifact) -> Iterator[Document]:
    lines = artifact.text.splitlines(keepends=True)
    starts = [0, *(n + 1 for n, line in enumerate(lines) if line.rstrip() == "---"), len(lines) + 1]
    for start, end in zip(starts, starts[1:], strict=False):
        content = _load("".join(lines[start : end - 1] if end <= len(lines) else lines[start:]))
        if isinstance(content, dict):
            yield Document(artifact.path, _address(artifact, start, end), content)


def _address(artifact: Artifact, start: int, end: int) -> str:
    """Whose the lines after `start` and before `end` are (both from 0)."""
    found = (o.address for o in artifact.origins if start < o.line < end and o.address)
    return next(found, "")


def _is_yaml(artifact: Artifact) -> bool:
    return artifact.path.endswith((".yaml", ".yml"))


def _load(text: str) -> Any:
    import yaml

    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
