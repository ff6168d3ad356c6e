"""How `every night` and `at 3` become one cron line: each is kept as it is read, and they meet when the part is complete."""

from __future__ import annotations

from collections.abc import Mapping

from nimbus_lang.llm.offline.clock import Clock, Every, settled
from nimbus_lang.llm.offline.kind import Taken

EVERY, AT = "(every)", "(at)"
"""Fields that only meet in `schedule`: no field of a spec is called so."""
_DEFAULT = Clock(3, 0, True)


def run_every(value: object) -> Taken:
    """How often; kept until the time of day is known."""
    return Taken(((EVERY, value),))  # type: ignore[arg-type]


def run_at(value: object) -> Taken:
    """The time of day; kept until it is known how often."""
    return Taken(((AT, value),))  # type: ignore[arg-type]


def schedule(fields: Mapping[str, object]) -> tuple[str | None, str, str]:
    """The cron line of a part's fields, what it assumes, and what is wrong with it; None when no time was said."""
    every, at = fields.get(EVERY), fields.get(AT)
    if not isinstance(every, Every):
        if isinstance(at, Clock):
            return _line(Every(), at), "every day, since only a time of day was said", ""
        return None, "", ""
    if every.minute is not None:
        wrong = "it runs several times a day, so a time of day has no meaning" if at else ""
        return f"{every.minute} {every.hour} {every.day} {every.month} {every.weekday}", "", wrong
    if not isinstance(at, Clock):
        return _line(every, _part_default(every.part)), _said(every), ""
    clock = settled(at, every.part)
    assumed = "" if at.sure else f"{clock.hour:02}:{clock.minute:02} on a clock of 24 hours"
    return _line(every, clock), assumed, ""


def _part_default(part: str) -> Clock:
    hours = {"morning": 8, "afternoon": 14, "evening": 20}
    return Clock(hours.get(part, _DEFAULT.hour), 0, True)


def _said(every: Every) -> str:
    clock = _part_default(every.part)
    day = {"0": " on Sundays"}.get(every.weekday, "")
    if every.day == "1":
        day = " on the first" + (" of January" if every.month == "1" else " of the month")
    return f"at {clock.hour:02}:{clock.minute:02}{day}, since no time of day was said"


def _line(every: Every, clock: Clock) -> str:
    return f"{clock.minute} {clock.hour} {every.day} {every.month} {every.weekday}"
