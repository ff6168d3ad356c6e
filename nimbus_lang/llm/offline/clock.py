"""When something runs: `every night at 3`, `hourly`, `on weekdays at 6:30pm` as the fields of a cron line.

What cron cannot say evenly (`every 45 minutes`) is not read, so that it is told and not bent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nimbus_lang.llm.offline.amounts import whole
from nimbus_lang.llm.offline.tokens import Shape, Token


@dataclass(frozen=True, slots=True)
class Every:
    """How often. `minute` and `hour` are the cron fields of it, or None where a time of day decides.

    `day`, `month` and `weekday` are the other three; `part` is the part of the day that was named, if any.
    """

    minute: str | None = None
    hour: str | None = None
    day: str = "*"
    month: str = "*"
    weekday: str = "*"
    part: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `sure` when 24 hours, am or pm made it so."""

    hour: int
    minute: int
    sure: bool = False


_WEEKDAYS = {
    **dict.fromkeys(("sunday", "sun"), "0"),
    **dict.fromkeys(("monday", "mon"), "1"),
    **dict.fromkeys(("tuesday", "tue", "tues"), "2"),
    **dict.fromkeys(("wednesday", "wed"), "3"),
    **dict.fromkeys(("thursday", "thu", "thur", "thurs"), "4"),
    **dict.fromkeys(("friday", "fri"), "5"),
    **dict.fromkeys(("saturday", "sat"), "6"),
    **dict.fromkeys(("weekday", "workday", "working-day"), "1-5"),
    "weekend": "0,6",
}
_OFTEN = {
    "hourly": Every("0", "*"),
    "daily": Every(),
    "nightly": Every(part="night"),
    "weekly": Every(weekday="0"),
    "monthly": Every(day="1"),
    "yearly": Every(day="1", month="1"),
    "annually": Every(day="1", month="1"),
}
_UNITS = {
    "minute": Every("*", "*"),
    "hour": Every("0", "*"),
    "day": Every(),
    "week": Every(weekday="0"),
    "month": Every(day="1"),
    "year": Every(day="1", month="1"),
    **{part: Every(part=part) for part in ("night", "morning", "afternoon", "evening")},
}
WORDS = (*_OFTEN, *_UNITS, *_WEEKDAYS, "midnight", "noon", "every", "each")
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*(am|pm|h)?", re.IGNORECASE)
_CRON = re.compile(r"@(?:yearly|monthly|weekly|daily|hourly)|(?:\S+\s+){4}\S+")


def every(tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
    """`hourly`, `every night`, `every 15 minutes`, `on mondays`, `each weekday morning`."""
    if at >= len(tokens):
        return None
    word = tokens[at].word
    if word in _OFTEN:
        return _OFTEN[word], at + 1
    if word in ("on", "every", "each") or (word == "once" and _word(tokens, at + 1) in ("a", "an")):
        found = _after_every(tokens, at + (2 if word == "once" else 1), word)
        return found if found else None
    return None


def _after_every(tokens: Sequence[Token], at: int, opening: str) -> tuple[object, int] | None:
    word = _word(tokens, at)
    if word in _WEEKDAYS and (opening != "on" or tokens[at].text.lower().endswith("s")):
        days, after = _weekdays(tokens, at)
        part = _word(tokens, after)
        if part in ("night", "morning", "afternoon", "evening"):
            return Every(weekday=days, part=part), after + 1
        return Every(weekday=days), after
    if opening == "on":
        return None
    if word in _UNITS:
        return _UNITS[word], at + 1
    number = whole(tokens, at)
    if number is None:
        return None
    return _every_so_many(int(str(number[0])), _word(tokens, number[1]), number[1] + 1)


def _weekdays(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    days = [_WEEKDAYS[tokens[at].word]]
    while _word(tokens, at + 1) in ("and", ",") and _word(tokens, at + 2) in _WEEKDAYS:
        days.append(_WEEKDAYS[tokens[at + 2].word])
        at += 2
    return ",".join(days), at + 1


def _every_so_many(number: int, unit: str, after: int) -> tuple[object, int] | None:
    if number == 1 and unit in _UNITS:
        return _UNITS[unit], after
    if unit in ("minute", "min") and 1 < number < 60 and 60 % number == 0:
        return Every(f"*/{number}", "*"), after
    if unit in ("hour", "hr") and 1 < number < 24 and 24 % number == 0:
        return Every("0", f"*/{number}"), after
    return None


def clock(tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
    """`3`, `3am`, `03:30`, `3:30 pm`, `midnight`, `noon`, `7 o'clock`."""
    if at >= len(tokens):
        return None
    word = tokens[at].word
    if word in ("midnight", "noon"):
        return Clock(0 if word == "midnight" else 12, 0, True), at + 1
    found = _TIME.fullmatch(tokens[at].text)
    if found is None or tokens[at].shape is Shape.QUOTED:
        return None
    half = (found[3] or "").lower()
    after = at + 1
    if not half and _word(tokens, after) in ("am", "pm", "a.m", "p.m"):
        half, after = tokens[after].word.replace(".", ""), after + 1
    elif not half and _word(tokens, after) in ("o'clock", "h"):
        after += 1
    return _checked(int(found[1]), int(found[2] or 0), half, bool(found[2])), after


def _checked(hour: int, minute: int, half: str, written: bool) -> Clock | None:
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        return None
    return Clock(hour, minute, half in ("am", "pm") or (written and hour > 12) or hour > 12)


def cron_text(tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
    """A cron line, quoted or as five fields: `"0 3 * * *"`."""
    if at < len(tokens) and tokens[at].shape is Shape.QUOTED:
        text = tokens[at].text.strip()
        return (" ".join(text.split()), at + 1) if _CRON.fullmatch(text) else None
    return None


def settled(clock: Clock, part: str) -> Clock:
    """The time of day, read within the part of the day that was named: `every night at 11` is 23:00."""
    if clock.sure:
        return clock
    if part == "night" and 6 <= clock.hour <= 12:
        return Clock((clock.hour + 12) % 24, clock.minute, True)
    if part in ("afternoon", "evening") and 1 <= clock.hour <= 11:
        return Clock(clock.hour + 12, clock.minute, True)
    return clock


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if at < len(tokens) else ""
