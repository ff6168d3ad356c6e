"""What a tool's output says about generated files: files with lines, and Kubernetes objects with fields.

Reads the sentences of terraform, tflint, checkov, kubectl, kubeconform and kube-linter, line by line; knows no graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nimbus_lang.source.record import dataclass


@dataclass(frozen=True, slots=True)
class FileMention:
    """A line (from 1) of a generated file, by a path as the tool calls it; line 0 is the file as a whole.

    `kind` is the kind of the Kubernetes object in it, `field` a dotted field of what stands there; both may be empty.
    """

    path: str
    line: int
    kind: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class ObjectMention:
    """A Kubernetes object by kind (`Deployment`, `deployments`) and name, and perhaps a dotted field of it."""

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
    r"""(?P<kind>[A-Za-z]\w+)(?:\.[\w.]+)?\ "(?P<name>[^"\s]+)"\ (?:is\ (?:invalid|forbidden)|already\ exists)"""
    r"""|-\ (?P<kind2>[A-Z]\w+)\ (?P<name2>\S+)\ is\ invalid"""
    r"""|\(object:\ [^/]*/(?P<name3>\S+)\ \S+,\ Kind=(?P<kind3>\w+)\)"""
    r"""|\bobject\ \([^/]*/(?P<name4>[^;\s]+);\ \S+,\ Kind=(?P<kind4>\w+)\)""",
    re.VERBOSE,
)
_WHOLE_FILE = re.compile(
    r'\berror when \w+ (?:\w+ )*"(?P<path>[^"]+)": (?:(?P<kind>[A-Za-z]\w*)(?:\.[\w.]+)? (?:in version|is forbidden))?'
)
_FIELDS = (
    re.compile(
        r"(?P<field>[a-z]\w*(?:\.[\w-]+|\[[\w-]+\])+): "
        r"(?:Required|Invalid|Forbidden|Unsupported|Not found|Duplicate|Too|Internal)"
    ),
    re.compile(r"Kind=\w+\): \.(?P<field>[^\s:]+): "),
    re.compile(r'unknown field "(?P<field>[^"]+)"'),
    re.compile(r"at '/(?P<field>[^']*)'"),
)


def mentions_by_line(lines: Iterable[str]) -> Iterator[tuple[Mention, ...]]:
    """What each line mentions. A list of fields below a line that names an object speaks of that object."""
    about: ObjectMention | None = None
    for line in lines:
        found = tuple(mentions(line))
        if about is not None and line.lstrip().startswith("* "):
            found = tuple(ObjectMention(about.kind, about.name, field) for field in fields_in(line))
        else:
            about = next((one for one in found if isinstance(one, ObjectMention)), None)
        yield found


def mentions(line: str) -> Iterator[Mention]:
    """Everything that one line of output mentions, each once."""
    files = dict.fromkeys(
        FileMention(match["path"], int(match["line"]))
        for pattern in _FILES
        for match in pattern.finditer(line)
    )
    yield from files
    fields = fields_in(line) or [""]
    named = _OBJECT.search(line)
    whole = _WHOLE_FILE.search(line)
    if named is not None:
        kind = next(named[key] for key in ("kind", "kind2", "kind3", "kind4") if named[key])
        name = next(named[key] for key in ("name", "name2", "name3", "name4") if named[key])
        yield from (ObjectMention(kind, name, field) for field in fields)
    elif whole is not None and not files:
        yield from (FileMention(whole["path"], 0, whole["kind"] or "", field) for field in fields)


def fields_in(text: str) -> list[str]:
    """The dotted fields that a sentence complains of, each once."""
    found = (match["field"] for pattern in _FIELDS for match in pattern.finditer(text))
    return list(dict.fromkeys(field.replace("/", ".") for field in found))
