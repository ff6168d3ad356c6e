"""`@waive(code, reason, until)`: which findings it takes away, and what is wrong with the waiver itself.

A waiver is one place in the source however many instances carry it: it is judged once, and is used when any
instance's finding is taken away by it. HARD is never waived; an expired waiver hides nothing. That a reason is
written and a date is one, the annotation's own check has said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import Waiver
from nimbus_lang.safety import errors
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Rule


class Waivers:
    """All waivers of a graph on one day, and what became of them."""

    def __init__(self, waivers: Iterable[Waiver], known: Mapping[str, Rule], today: date) -> None:
        self._all = {(waiver.span, waiver.code): waiver for waiver in waivers}
        self._known = known
        self._today = today
        self._matched: set[tuple[object, str]] = set()

    def covering(
        self, codes: Sequence[str], level: Level, candidates: Iterable[Waiver]
    ) -> Waiver | None:
        """The waiver that takes a finding of these codes away, if one does; all that name one count as used."""
        found = None
        for waiver in candidates:
            if waiver.code in codes:
                self._matched.add((waiver.span, waiver.code))
                if found is None and level is not Level.HARD and self._holds(waiver):
                    found = waiver
        return found

    def expired(self, codes: Sequence[str], candidates: Iterable[Waiver]) -> Waiver | None:
        """A waiver of one of these codes that has run out."""
        return next((w for w in candidates if w.code in codes and self._ran_out(w)), None)

    def problems(self) -> Iterator[Diagnostic]:
        """What is wrong with the waivers, in the order of the source; ask after all findings were covered."""
        for key, waiver in self._all.items():
            rule = self._known.get(waiver.code)
            if rule is None:
                yield errors.unknown_code(waiver, self._known)
                continue
            if rule.LEVEL is Level.HARD:
                yield errors.cannot_waive(waiver, rule.TITLE)
                continue
            if key not in self._matched:
                yield errors.unused(waiver)

    def _holds(self, waiver: Waiver) -> bool:
        if not waiver.reason.strip():
            return False
        if waiver.until is None:
            return True
        last = _day(waiver.until)
        return last is not None and last >= self._today

    def _ran_out(self, waiver: Waiver) -> bool:
        last = _day(waiver.until) if waiver.until is not None else None
        return last is not None and last < self._today


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
