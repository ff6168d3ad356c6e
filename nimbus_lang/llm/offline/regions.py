"""AWS regions as people call them: by code, by city, by country where it has only one.

A name that could be several regions (`Europe`, `the US`) is known too, so that it can be asked about and not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.llm.offline.tokens import Token

_CALLED: dict[str, str] = {
    "us-east-1": "virginia, n virginia, north virginia, northern virginia, n. virginia",
    "us-east-2": "ohio, columbus",
    "us-west-1": "california, n california, north california, northern california, n. california",
    "us-west-2": "oregon, portland",
    "ca-central-1": "montreal, central canada",
    "ca-west-1": "calgary, western canada",
    "mx-central-1": "mexico",
    "sa-east-1": "são paulo, sao paulo, brazil",
    "eu-west-1": "ireland, dublin",
    "eu-west-2": "london, england, united kingdom, uk",
    "eu-west-3": "paris, france",
    "eu-central-1": "frankfurt, germany",
    "eu-central-2": "zurich, zürich, switzerland",
    "eu-north-1": "stockholm, sweden",
    "eu-south-1": "milan, italy",
    "eu-south-2": "spain",
    "me-south-1": "bahrain",
    "me-central-1": "uae, dubai, united arab emirates",
    "il-central-1": "tel aviv, israel",
    "af-south-1": "cape town, south africa",
    "ap-south-1": "mumbai",
    "ap-south-2": "hyderabad",
    "ap-east-1": "hong kong",
    "ap-east-2": "taipei, taiwan",
    "ap-northeast-1": "tokyo",
    "ap-northeast-2": "seoul, korea, south korea",
    "ap-northeast-3": "osaka",
    "ap-southeast-1": "singapore",
    "ap-southeast-2": "sydney",
    "ap-southeast-3": "jakarta, indonesia",
    "ap-southeast-4": "melbourne",
    "ap-southeast-5": "malaysia, kuala lumpur",
    "ap-southeast-7": "thailand, bangkok",
}
CODES = tuple(_CALLED)

VAGUE: dict[str, str] = {
    **dict.fromkeys(("europe", "eu", "european union"), "eu-"),
    **dict.fromkeys(("us", "usa", "united states", "america", "north america"), "us-"),
    **dict.fromkeys(("asia", "asia pacific", "apac"), "ap-"),
    **dict.fromkeys(("canada",), "ca-"),
    **dict.fromkeys(("india",), "ap-south-"),
    **dict.fromkeys(("japan",), "ap-northeast-"),
    **dict.fromkeys(("australia",), "ap-southeast-"),
    **dict.fromkeys(("middle east",), "me-"),
}
"""Names of several regions, with how the codes of those begin."""

_NAMES = {name.strip(): code for code, called in _CALLED.items() for name in called.split(",")}
WORDS = frozenset(
    word
    for name in (*_NAMES, *VAGUE)
    for word in name.replace(".", " ").split()
    if len(word) > 3 and word not in ("north", "northern", "south", "united", "middle", "state")
)
"""The words of names which a misspelling may be mended to."""


def name_of(code: str) -> str:
    """How a region is called: `Ireland`."""
    return _CALLED[code].split(",")[0].title()


def region(tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
    """The code of a region that is named at a position."""
    if at < len(tokens) and tokens[at].word in CODES:
        return tokens[at].word, at + 1
    found = _longest(tokens, at, _NAMES)
    return (_NAMES[found[0]], found[1]) if found else None


def vague(tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
    """A name of several regions, as `VAGUE` has it."""
    found = _longest(tokens, at, VAGUE)
    return (found[0], found[1]) if found else None


def _longest(tokens: Sequence[Token], at: int, names: dict[str, str]) -> tuple[str, int] | None:
    for length in (4, 3, 2, 1):
        if at + length > len(tokens):
            continue
        part = tokens[at : at + length]
        for said in (" ".join(t.text.lower() for t in part), " ".join(t.word for t in part)):
            said = said.replace(" . ", ". ")
            if said in names:
                return said, at + length
    return None
