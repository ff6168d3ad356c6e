"""The page of each code: what it means, why it is wrong, a wrong program and a right one. Text shipped with the package."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from nimbus_lang.source.record import dataclass

_PAGES = Path(__file__).parent / "pages"
_FENCE = re.compile(r"^```nimbus (wrong|right)\n(.*?)^```$", re.M | re.S)
_BESIDE = re.compile(r"^```nimbus beside (\S+)\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Page:
    """A code's page; `wrong` and `right` are whole programs, absent for codes that no spec can trigger.

    `beside` are the files that the two may use, text by name.
    """

    code: str
    summary: str
    text: str
    wrong: str | None
    right: str | None
    beside: Mapping[str, str]


def codes() -> tuple[str, ...]:
    """Every code with a page, in order."""
    return tuple(sorted(path.stem for path in _PAGES.glob("NB*.md")))


def page(code: str) -> Page | None:
    """The page of a code, or None."""
    path = _PAGES / f"{code.upper()}.md"
    if not re.fullmatch(r"NB\d{4}", code.upper()) or not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    programs: dict[str, str] = dict(_FENCE.findall(text))
    first = text.split("\n", 1)[0]
    summary = first.split(": ", 1)[1] if ": " in first else first
    wrong, right = programs.get("wrong"), programs.get("right")
    return Page(code.upper(), summary, text, wrong, right, dict(_BESIDE.findall(text)))
