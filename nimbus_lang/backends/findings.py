"""What a tool says in JSON, as sentences with what they mention: terraform, checkov, and SARIF from any tool.

Reads one document, or one a line; knows no graph. Output that is no such document is text, for `mentions`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from nimbus_lang.backends.mentions import FileMention, Mention
from nimbus_lang.source.record import dataclass

Json = Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a tool says, and what it speaks of."""

    text: str
    mentions: tuple[Mention, ...]


def findings(text: str) -> list[Finding] | None:
    """Everything that a JSON output says; None when it is none of those that are known."""
    known = [(read, one) for one in _documents(text) if (read := _reader(one)) is not None]
    return [found for read, one in known for found in read(one)] if known else None


def _documents(text: str) -> list[Json]:
    """The document or its parts, or one for each line."""
    if not text.lstrip().startswith(("{", "[")):
        return []
    try:
        whole = json.loads(text)
        return whole if isinstance(whole, list) else [whole]
    except (ValueError, RecursionError):
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return []


def _validated(document: Json) -> Iterator[Finding]:
    """`terraform validate -json`."""
    return (_diagnostic(one) for one in document["diagnostics"])


def _streamed(document: Json) -> Iterator[Finding]:
    """A line of `terraform plan -json` or `apply -json`."""
    yield _diagnostic(document["diagnostic"])


def _diagnostic(one: Json) -> Finding:
    said = ": ".join(filter(None, (_text(one, "summary"), _text(one, "detail"))))
    severity = (_text(one, "severity") or "error").capitalize()
    path, line = _text(one, "range", "filename"), _line(one, "range", "start", "line")
    return Finding(f"{severity}: {said}", (FileMention(path, line),) if path else ())


def _checkov(document: Json) -> Iterator[Finding]:
    """`checkov -o json`: a check names the fields that it looked at."""
    for one in _list(document, "results", "failed_checks"):
        path, line = _text(one, "file_path"), _line(one, "file_line_range", 0)
        field = _text(one, "check_result", "evaluated_keys", 0).replace("/", ".")
        said = f"{_text(one, 'check_id')}: {_text(one, 'check_name')} ({_text(one, 'resource')})"
        yield Finding(said, (FileMention(path, line, field=field),) if path else ())


def _sarif(document: Json) -> Iterator[Finding]:
    """SARIF 2.1.0."""
    for one in (result for run in document["runs"] for result in _list(run, "results")):
        said = filter(None, (_text(one, "ruleId"), _text(one, "message", "text")))
        yield Finding(": ".join(said), tuple(_sarif_places(one)))


def _sarif_places(result: Json) -> Iterator[Mention]:
    for location in _list(result, "locations"):
        place = _at(location, "physicalLocation")
        path = unquote(urlsplit(_text(place, "artifactLocation", "uri")).path)
        if path:
            yield FileMention(path, _line(place, "region", "startLine"))


_READERS: tuple[tuple[str, type, Callable[[Json], Iterator[Finding]]], ...] = (
    ("runs", list, _sarif),
    ("diagnostic", dict, _streamed),
    ("diagnostics", list, _validated),
    ("results", dict, _checkov),
)
"""The key that tells whose document it is, what it holds, and who reads it."""


def _reader(document: Json) -> Callable[[Json], Iterator[Finding]] | None:
    return next(
        (read for key, kind, read in _READERS if isinstance(_at(document, key), kind)), None
    )


def _at(data: Json, *path: str | int) -> Json:
    """What lies at a path of keys and positions; None where nothing does."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _text(data: Json, *path: str | int) -> str:
    found = _at(data, *path)
    return found if isinstance(found, str) else ""


def _line(data: Json, *path: str | int) -> int:
    found = _at(data, *path)
    return found if isinstance(found, int) else 0


def _list(data: Json, *path: str | int) -> list[Json]:
    found = _at(data, *path)
    return found if isinstance(found, list) else []
