"""Weighs what a provider's complaints teach about one argument: a refinement where it is certain, nothing where it is not.

A validator may accept any of several forms and then complains about each; so two different complaints about one value are
taken as alternatives, of which only what all of them forbid is forbidden. Rejecting a valid value is worse than silence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from nimbus_lang.schemas.probe_answers import OTHER, Lesson, Observation

Evidence = Mapping[str, list[Lesson]]
"""What was taught about one argument, by round: words, empty, long, fraction, case."""

Words = tuple[str, ...]

_LARGEST_ENUM = 120
_MOVING = re.compile(
    r"(^|\.|_)(instance_types?|instance_class|instance_family|node_type|cache_node_type|runtimes?|region|regions|region_name|engine_version"
    r"|compatible_runtimes|availability_zone|language_code|runtime_version|compute_type|country_code|voice_id|locale)$"
)
_TEXTS_AS_VALUES = {"arn", "aws.account_id", "aws.region", "cidr", "ip", "int_text", "bool_text"}


def gather(answers: Iterable[tuple[str, Observation]]) -> dict[tuple[str, str, str], Evidence]:
    """Lessons by argument (kind, type, path) and round."""
    evidence: dict[tuple[str, str, str], dict[str, list[Lesson]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for name, found in answers:
        lessons = evidence[found.kind, found.type, found.path][name]
        if found.lesson not in lessons:
            lessons.append(found.lesson)
    return {place: dict(rounds) for place, rounds in evidence.items()}


class Proofs(NamedTuple):
    """Lists of words of which some argument was seen to refuse another case (`case`), or empty text (`filled`)."""

    case: frozenset[Words] = frozenset()
    filled: frozenset[Words] = frozenset()


def proofs(evidence: Iterable[Evidence]) -> Proofs:
    """What the arguments of one type prove about their lists, which stand for one validator inside of a type."""
    case, filled = set(), set()
    for one in evidence:
        words = _words(one)
        if words and _facts(one, "case", "enum"):
            case.add(words)
        if words and _facts(one, "empty", "enum"):
            filled.add(words)
    return Proofs(frozenset(case), frozenset(filled))


def decide(path: str, evidence: Evidence, known: Proofs) -> dict[str, Any]:
    """The refinement that the evidence about the argument at `path` supports; empty when it supports none."""
    refinement = {**_deprecated(evidence), **_whole(evidence), **_range(evidence)}
    rules = {lesson.rule for lesson in evidence.get("words", ()) if lesson.rule in _ABOUT_TEXT}
    if rules == {"enum"}:
        refinement |= _enum(path, evidence, known)
    elif rules == {"text"}:
        refinement |= _text(evidence)
    elif rules <= {"pattern", "length", OTHER}:
        refinement |= _pattern(evidence) | _length(evidence)
    return refinement


_ABOUT_TEXT = {"enum", "text", "pattern", "length", OTHER}


def _facts(evidence: Evidence, round_name: str, rule: str) -> list[Mapping[str, Any]]:
    return [lesson.facts for lesson in evidence.get(round_name, ()) if lesson.rule == rule]


def _deprecated(evidence: Evidence) -> dict[str, Any]:
    found = _facts(evidence, "words", "deprecated")
    return {"deprecated": found[0]["message"]} if found else {}


def _whole(evidence: Evidence) -> dict[str, Any]:
    ranges = [facts for name in evidence for facts in _facts(evidence, name, "range")]
    whole = bool(ranges) and all(facts.get("whole") for facts in ranges)
    return {"type": "int"} if whole or _facts(evidence, "fraction", "whole") else {}


def _range(evidence: Evidence) -> dict[str, Any]:
    """The smallest range around everything accepted: low from the answers to a very low number, high from the high ones."""
    low, high = _alternatives(evidence, "words", "min"), _alternatives(evidence, "empty", "max")
    found: dict[str, Any] = {}
    if low:
        found["min"] = _exact(min(low))
    if high:
        found["max"] = _exact(max(high))
    if _ports(evidence):
        found |= _ports(evidence)
    return found


def _alternatives(evidence: Evidence, round_name: str, bound: str) -> list[Decimal]:
    lessons = [lesson for lesson in evidence.get(round_name, ()) if lesson.rule != "deprecated"]
    figures: list[Decimal] = []
    for lesson in lessons:
        if lesson.rule == "range" and bound in lesson.facts:
            figures.append(Decimal(lesson.facts[bound]))
        elif lesson.rule == "enum" and _numbers(lesson.facts["values"]):
            figures += [Decimal(value) for value in lesson.facts["values"]]
        else:
            return []
    return figures


def _numbers(values: Sequence[str]) -> bool:
    return bool(values) and all(re.fullmatch(r"-?\d+(\.\d+)?", value) for value in values)


def _exact(number: Decimal) -> int | str:
    return int(number) if number == int(number) else str(number)


def _ports(evidence: Evidence) -> dict[str, Any]:
    kinds = {facts["type"] for facts in _facts(evidence, "words", "text")}
    if kinds == {"port"}:
        return {"type": "port", "min": 1}
    return {"type": "port", "min": 0} if kinds == {"port or 0"} else {}


def _words(evidence: Evidence) -> Words:
    values = [value for facts in _facts(evidence, "words", "enum") for value in facts["values"]]
    return tuple(dict.fromkeys(values))


def _enum(path: str, evidence: Evidence, known: Proofs) -> dict[str, Any]:
    words = _words(evidence)
    if _numbers(words) and not any(facts["quoted"] for facts in _facts(evidence, "words", "enum")):
        return {"enum": list(words), "type": "int"}
    if len(words) > _LARGEST_ENUM or _MOVING.search(path):
        return {}
    accepted = words if words in known.filled or "" in words else (*words, "")
    if words in known.case:
        return {"enum": list(accepted)}
    return {"pattern": "(?i:" + "|".join(re.escape(word) for word in accepted) + ")"}


def _text(evidence: Evidence) -> dict[str, Any]:
    kinds = {facts["type"] for facts in _facts(evidence, "words", "text")}
    if kinds == {"json"}:
        return {"json": True}
    if kinds == {"go_duration"}:
        return {"unit": "go_duration"}
    return {"type": kind} if len(kinds) == 1 and (kind := kinds.pop()) in _TEXTS_AS_VALUES else {}


def _pattern(evidence: Evidence) -> dict[str, Any]:
    lessons = [lesson for lesson in evidence.get("words", ()) if lesson.rule in _ABOUT_TEXT]
    patterns = {lesson.facts["pattern"] for lesson in lessons if lesson.rule == "pattern"}
    if len(patterns) != 1 or any(lesson.rule == OTHER for lesson in lessons):
        return {}
    whole = full_match(patterns.pop())
    return {"pattern": whole} if whole else {}


def full_match(pattern: str) -> str | None:
    """A Go pattern, which is searched for, as one that must match the whole text; None where Python reads it differently."""
    if re.search(r"\\[pPzQE]|\[\[:|\(\?P?<|\(\?[a-zA-Z]*[UsmR]", pattern):
        return None
    anchored = pattern.startswith("^") and pattern.endswith("$") and not pattern.endswith(r"\$")
    found = (
        pattern[1:-1] if anchored and "|" not in pattern else rf"(?=[\s\S]*?(?:{pattern}))[\s\S]*"
    )
    try:
        re.compile(found)
    except re.error:
        return None
    return found


def _one_branch(pattern: str) -> bool:
    """Whether no `|` stands outside of parentheses, so that the anchors hold for all of it."""
    bare = re.sub(r"\\.|\[[^\]]*\]", "", pattern)
    while bare != (shorter := re.sub(r"\([^()]*\)", "", bare)):
        bare = shorter
    return "|" not in bare


def _length(evidence: Evidence) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if any(
        lesson.rule in ("enum", "text")
        for name in ("empty", "long")
        for lesson in evidence.get(name, ())
    ):
        return found
    shortest = [facts["min"] for facts in _facts(evidence, "empty", "length") if "min" in facts]
    longest = [facts["max"] for facts in _facts(evidence, "long", "length") if "max" in facts]
    if shortest and min(shortest) > 0:
        found["min_length"] = min(shortest)
    if longest:
        found["max_length"] = max(longest)
    return found
