"""Near misses: which of the known names a misspelt one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable


def suggest(name: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """The candidates nearest to `name`, best first; empty when nothing is near."""
    from difflib import get_close_matches  # only those who are wrong pay for it

    lowered: dict[str, str] = {}
    for candidate in candidates:
        lowered.setdefault(candidate.lower(), candidate)
    near = get_close_matches(name.lower(), lowered, n=limit, cutoff=0.7)
    return [lowered[match] for match in near]


def nearly(name: str, candidates: Iterable[str]) -> str | None:
    """The one candidate that `name` is almost letter by letter; where any name would do, only this is worth a word."""
    from difflib import get_close_matches

    known = list(candidates)
    near = get_close_matches(name, known, n=1, cutoff=0.85) if len(name) > 3 else []
    return near[0] if near else next((one for one in known if one.lower() == name.lower()), None)


def related(name: str, candidates: Iterable[str], limit: int = 2) -> list[str]:
    """Candidates that begin with `name`, or have it as one of their words (`cidr`: `cidr_block`), the shortest first."""
    word = name.lower()
    if len(word) < 3:
        return []
    found = [one for one in candidates if one.lower().startswith(word) or word in _words(one)]
    return sorted(found, key=lambda one: (len(one), one))[:limit]


def _words(name: str) -> list[str]:
    return name.lower().split("_")
