"""Reads the AWS provider's complaints about a probe and turns each into what it teaches about an argument.

A complaint names an argument by its path, by the line it stands on, or both; what cannot be placed or is not understood
teaches only that there is a rule unknown to us. Makes observations, decides nothing: weighing them is another file's work.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

OTHER = "other"
LOW, HIGH = -900_000_000, 900_000_000
"""Numbers far outside of any range; a probe adds the argument's position to them."""

_MARKS = tuple(
    re.compile(pattern)
    for pattern in (r"nimbus ?(\d+)[!x]", r"\b900(\d{6})\b", r"got:? (\d+)\.50*\b")
)


class Lesson(NamedTuple):
    """What one complaint teaches: `rule` is enum, range, length, pattern, text, whole, deprecated or other; `facts` its figures."""

    rule: str
    facts: Mapping[str, Any] = {}


class Observation(NamedTuple):
    """A lesson about the argument `path` of a type (`kind` is "resource" or "data"); "" is the type itself."""

    kind: str
    type: str
    path: str
    lesson: Lesson


_IGNORED = re.compile(
    r"Conflicting configuration|Invalid combination|Invalid Attribute Combination|Missing required|Unsupported|"
    r"Insufficient|Too many|Missing Attribute Configuration|No more than"
)
_NUMBER = r"(-?\d+(?:\.\d+)?)"


def _words(found: re.Match[str]) -> Lesson:
    text = found[1]
    if quoted := text.startswith('"'):
        values = [json.loads(value) for value in re.findall(r'"(?:[^"\\]|\\.)*"', text)]
        return Lesson("enum", {"values": values, "quoted": quoted})
    values = text.split()
    if len(set(values)) < len(values):
        return Lesson(OTHER, {"text": text[:200]})  # the words themselves have spaces
    return Lesson("enum", {"values": values, "quoted": quoted})


def _range(found: re.Match[str]) -> Lesson:
    return Lesson("range", {"min": _plain(found[1]), "max": _plain(found[2]), **_whole(found)})


def _least(found: re.Match[str]) -> Lesson:
    return Lesson("range", {"min": _plain(found[1]), **_whole(found)})


def _most(found: re.Match[str]) -> Lesson:
    return Lesson("range", {"max": _plain(found[1]), **_whole(found)})


def _whole(found: re.Match[str]) -> dict[str, bool]:
    """A range of fractions is told with decimals, so one without is of whole numbers."""
    return {"whole": not any("." in figure for figure in found.groups())}


def _length(found: re.Match[str]) -> Lesson:
    return Lesson("length", {"min": int(found[1]), "max": int(found[2])})


def _shortest(found: re.Match[str]) -> Lesson:
    return Lesson("length", {"min": int(found[1])})


def _longest(found: re.Match[str]) -> Lesson:
    return Lesson("length", {"max": int(found[1])})


def _go_pattern(found: re.Match[str]) -> Lesson:
    return Lesson("pattern", {"pattern": json.loads(f'"{found[1]}"')})


def _pattern(found: re.Match[str]) -> Lesson:
    return Lesson("pattern", {"pattern": found[1]})


_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_DAY = r"(mon|tue|wed|thu|fri|sat|sun)"
_TIMES = f"^{_TIME}-{_TIME}$"
_DAYS = f"^(?i:{_DAY}:{_TIME}-{_DAY}:{_TIME})$"


def _window(pattern: str) -> Callable[[re.Match[str]], Lesson]:
    return lambda _: Lesson("pattern", {"pattern": pattern})


def _text(name: str) -> Callable[[re.Match[str]], Lesson]:
    return lambda _: Lesson("text", {"type": name})


def _message(found: re.Match[str]) -> Lesson:
    return Lesson("deprecated", {"message": " ".join(found[1].split())})


_RULES: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], Lesson]]] = tuple(
    (re.compile(pattern, re.DOTALL), teach)
    for pattern, teach in (
        (
            r"^(?:Argument is deprecated|Attribute Deprecated|Deprecated(?: Resource)?) \|\| (.+)",
            _message,
        ),
        (r"expected \S+ to be one of \[(.*)\], got ", _words),
        (r"must be one of: \[(.*)\], got:", _words),
        (r"Valid Values: \[(.*?) ?\]", _words),
        (r"expected length of \S+ to be in the range \((\d+) - (\d+)\), got", _length),
        (rf"to be in the range \({_NUMBER} - {_NUMBER}\), got", _range),
        (rf"to be (?:at least|greater than) \({_NUMBER}\), got", _least),
        (rf"to be at most \({_NUMBER}\), got", _most),
        (rf"value must be between {_NUMBER} and {_NUMBER}, got", _range),
        (rf"value must be at least {_NUMBER}, got", _least),
        (rf"value must be at most {_NUMBER}, got", _most),
        (r"string length must be between (\d+) and (\d+), got", _length),
        (r"string length must be at least (\d+), got", _shortest),
        (r"string length must be at most (\d+), got", _longest),
        (r'"\S+" cannot be (?:longer|greater) than (\d+) characters', _longest),
        (r'expected value of \S+ to match regular expression "(.*)", got', _go_pattern),
        (r"value must match regular expression '(.*)', got:", _pattern),
        (
            r"doesn't comply with restrictions \((\"(.*)\")\)",
            lambda found: Lesson("pattern", {"pattern": json.loads(found[1])}),
        ),
        (r'must satisfy the format of "hh24:mi-hh24:mi"', _window(_TIMES)),
        (r'must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi"', _window(_DAYS)),
        (r"valid port number or 0, got", _text("port or 0")),
        (r"valid port number, got", _text("port")),
        (r"invalid ARN: |Invalid ARN Value", _text("arn")),
        (r"invalid JSON|valid JSON|Invalid JSON String", _text("json")),
        (r"look like AWS Account ID|valid AWS account ID", _text("aws.account_id")),
        (r"look like AWS Region", _text("aws.region")),
        (
            r"not a valid (?:IPv4 |IPv6 )?CIDR block|err: invalid CIDR|valid CIDR Value|valid IPv[46] CIDR",
            _text("cidr"),
        ),
        (r"to contain a valid IP(?:v[46] address)?, got", _text("ip")),
        (r"valid units are|Valid time units are", _text("go_duration")),
        (r"cannot parse '.*' as int", _text("int_text")),
        (r"cannot parse '.*' as bool", _text("bool_text")),
        (r"must be a whole number|is not an integer", lambda _: Lesson("whole")),
    )
)


def lesson(summary: str, detail: str) -> Lesson | None:
    """What a complaint teaches; None when it is about how arguments stand together."""
    if _IGNORED.search(summary):
        return None
    text = f"{summary} || {detail}"
    for pattern, teach in _RULES:
        if found := pattern.search(text):
            return teach(found)
    return Lesson(OTHER, {"text": text[:200]})


def _plain(number: str) -> int | str:
    """A figure as JSON keeps it exactly: an int, or text for a fraction."""
    whole, _, fraction = number.partition(".")
    return number.rstrip("0") if fraction.strip("0") else int(whole)


def read_round(folder: Path) -> list[Observation]:
    """Every observation of one answered round, in the order of the answer."""
    paths: Mapping[str, Mapping[str, list[str]]] = json.loads((folder / "paths.json").read_text())
    answer = json.loads((folder / "answer.json").read_text())
    return [found for diagnostic in answer["diagnostics"] for found in _observe(diagnostic, paths)]


def _observe(
    diagnostic: Mapping[str, Any], paths: Mapping[str, Mapping[str, list[str]]]
) -> Iterator[Observation]:
    learnt = lesson(diagnostic["summary"], diagnostic["detail"])
    if learnt is None or not diagnostic.get("address") or "range" not in diagnostic:
        return
    file, line = diagnostic["range"]["filename"], diagnostic["range"]["start"]["line"]
    kind, name, _ = file.removesuffix(".tf.json").split("-", 2)
    lines, marks = paths[file]["lines"], paths[file]["marks"]
    at = lines[line - 1] if line <= len(lines) else ""
    text = f"{diagnostic['summary']} || {diagnostic['detail']}"
    where = at if learnt.rule == "deprecated" else place(text, at, lines, marks)
    if where is not None:
        yield Observation(kind, name, where, learnt)


def place(text: str, at: str, lines: Sequence[str], marks: Sequence[str]) -> str | None:
    """The argument a complaint is about: by the value it quotes, else by the name it says near the line path `at`.

    The line alone is not enough: the provider's SDK may name a sibling's. `lines` and `marks` are those of `paths.json`.
    """
    return _marked(text, marks) or _placed(at, _said(text), frozenset(lines))


def _marked(text: str, marks: Sequence[str]) -> str | None:
    """The argument whose value the complaint quotes; None when it quotes none, or several."""
    positions = {int(found) for pattern in _MARKS for found in pattern.findall(text)}
    places = {marks[position] for position in positions if position < len(marks)}
    return places.pop() if len(places) == 1 else None


def _said(text: str) -> str | None:
    """The argument that the complaint itself names, without positions: `rule.0.status` is `rule.status`."""
    for pattern in (
        r"Path: (\S+.*?)(?:\n|$)",
        r"Attribute ([a-z]\S*) ",
        r"(?:expected|length of|value of|invalid value for) \"?([a-z][\w.]*)\"? ",
        r"^\"([a-z][\w.]*)\"",
        r"in \"([a-z][\w.]*)\"",
    ):
        if found := re.search(pattern, text):
            parts = _without_positions(found[1]).split(".")
            return ".".join(part for part in parts if part and not part.isdigit())
    return None


def _without_positions(path: str) -> str:
    """Drop everything in brackets, which may nest."""
    kept, depth = [], 0
    for letter in path:
        depth += letter == "["
        if depth == 0:
            kept.append(letter)
        depth -= letter == "]"
    return "".join(kept)


def _placed(at: str, said: str | None, known: frozenset[str]) -> str | None:
    """The argument that a complaint at line path `at` is about when it says `said`; the line alone may be a sibling's."""
    if said is None:
        return None
    last = said.rsplit(".", 1)[-1]
    parent = at.rpartition(".")[0]
    for place in (at, f"{parent}.{last}" if parent else last, f"{at}.{last}", said):
        if place in known and place.rsplit(".", 1)[-1] == last:
            return place
    below = [path for path in known if path.startswith(at) and path.rsplit(".", 1)[-1] == last]
    return below[0] if len(below) == 1 else None
