"""From the troubles of a reading to diagnostics that point into the sentence, with what can be said instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.llm import errors
from nimbus_lang.llm.offline.groups import Problem, Reading
from nimbus_lang.llm.offline.phrases import KINDS, known_words
from nimbus_lang.llm.offline.regions import CODES
from nimbus_lang.llm.offline.tokens import stem
from nimbus_lang.source.span import Span

CLOSE = 0.82
"""How like a known word an unknown one must be to be asked about."""
SENTENCE = "sentence"
"""The path under which diagnostics call the sentence."""


def diagnostics(reading: Reading) -> tuple[Diagnostic, ...]:
    """Everything that stands in the way, in the order of the sentence; what was not understood is one diagnostic."""
    unknown = _grouped(reading)
    found: list[Diagnostic] = []
    if unknown:
        spans = tuple(span for span, _ in unknown)
        phrases = tuple(phrase for _, phrase in unknown)
        found.append(errors.not_understood(phrases, spans, _instead(reading, phrases)))
    for problem in reading.problems:
        if problem.trouble != "unknown":
            found.append(_TROUBLES[problem.trouble](problem.detail, _span(problem)))
    if not found and not reading.groups:
        found.append(errors.nothing_to_build(_known()))
    return tuple(sorted(found, key=lambda one: one.span.start if one.span else 0))


_TROUBLES = {
    "unmade": errors.not_made,
    "contradiction": errors.contradiction,
    "missing": errors.must_be_said,
    "unsafe": errors.unsafe_wish,
}


def _span(problem: Problem) -> Span | None:
    item = problem.item
    return Span(SENTENCE, item.start, item.end) if item is not None else None


def _grouped(reading: Reading) -> list[tuple[Span, str]]:
    """The phrases without a place; words that stand side by side are one."""
    out: list[tuple[Span, str]] = []
    known = {id(p.item): p.detail for p in reading.problems if p.trouble == "unknown"}
    for at, item in enumerate(reading.items):
        detail = known.get(id(item))
        if detail is None:
            continue
        before = reading.items[at - 1] if at > 0 else None
        if out and before is not None and id(before) in known and (item.unknown or before.unknown):
            first = out[-1][0]
            text = reading.sentence[first.start : item.end]
            out[-1] = (Span(SENTENCE, first.start, item.end), f"`{text}`")
        else:
            out.append((Span(SENTENCE, item.start, item.end), detail))
    return out


def _instead(reading: Reading, phrases: Sequence[str]) -> str:
    """What can be said of the parts that were found, else which parts there are; near words first."""
    near = [*_near(reading)]
    kinds = list(dict.fromkeys(group.kind for group in reading.groups if group.kind is not None))
    if not kinds:
        return " ".join([*near, _known()])
    of = " ".join(f"Of {kind.called}: {kind.says}." for kind in kinds)
    return " ".join([*near, of])


def _near(reading: Reading) -> Iterator[str]:
    for item in reading.items:
        if not item.unknown or len(item.text) < 4 or stem(item.text) in known_words():
            continue
        close = get_close_matches(item.text.lower(), (*known_words().values(), *CODES), 1, CLOSE)
        if close:
            yield f"Did you mean `{close[0]}` by `{item.text}`?"


def _known() -> str:
    return f"What can be made: {', '.join(kind.called for kind in KINDS.values())}."
