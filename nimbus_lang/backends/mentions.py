"""What a tool's output says about generated files: files with lines, and Kubernetes objects with fields.

Reads the sentences of terraform, tflint, checkov, kubectl, kubeconform and kube-linter, one line at a time; knows no graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nimbus_lang.source.record import dataclass


@dataclass(frozen=True, slots=True)
class FileMention:
    """A line (from 1) of a generated file, by a path as the tool calls it."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class ObjectMention:
    """A Kubernetes object by kind and name, and perhaps a dotted field of it."""

    kind: str
    name: str
    field: str = ""


Mention = FileMention | ObjectMention

_FILES = (
    re.compile(r"\bon (?P<path>\S+\.(?:tf|tfvars|json|hcl)) line (?P<line>\d+)"),  # terraform
    re.compile(r"\bFile: (?P<path>\S+?):(?P<line>\d+)(?:-\d+)?"),  # checkov
    re.compile(r"\berror parsing (?P<path>\S+?): .*?\bline (?P<line>\d+)"),  # kubectl
    re.compile(r"(?P<path>[\w./\\-]+\.(?:tf|ya?ml|json|tfvars)):(?P<line>\d+)\b"),
)
_OBJECT = re.compile(
    r"""(?P<kind>[A-Za-z]\w+)(?:\.[\w.]+)?\ "(?P<name>[^"\s]+)"\ is\ (?:invalid|forbidden)"""
    r"""|-\ (?P<kind2>[A-Z]\w+)\ (?P<name2>\S+)\ is\ invalid"""
    r"""|\(object:\ [^/]*/(?P<name3>\S+)\ \S+,\ Kind=(?P<kind3>\w+)\)""",
    re.VERBOSE,
)
_FIELD = re.compile(
    r"(?P<field>[a-z]\w*(?:\.[\w-]+|\[[\w-]+\])+): "
    r"(?:Required|Invalid|Forbidden|Unsupported|Not found|Duplicate|Too|Internal)"
)
_POINTER = re.compile(r"at '/(?P<field>[^']*)'")


def mentions(line: str) -> Iterator[Mention]:
    """Everything that one line of output mentions, each once."""
    files = dict.fromkeys(
        FileMention(match["path"], int(match["line"]))
        for pattern in _FILES
        for match in pattern.finditer(line)
    )
    yield from files
    found = _OBJECT.search(line)
    if found is not None:
        kind = found["kind"] or found["kind2"] or found["kind3"]
        name = found["name"] or found["name2"] or found["name3"]
        fields = dict.fromkeys(_fields(line)) or {"": None}
        yield from (ObjectMention(kind, name, field) for field in fields)


def _fields(line: str) -> Iterator[str]:
    for match in _FIELD.finditer(line):
        yield match["field"]
    for match in _POINTER.finditer(line):
        yield match["field"].replace("/", ".")
