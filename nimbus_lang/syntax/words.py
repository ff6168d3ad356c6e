"""How tokens and expectations are called in a message: "the number `80`", "a value", "`=`"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nimbus_lang.syntax.careful import END
from nimbus_lang.syntax.split import DECLARATIONS
from nimbus_lang.syntax.tokens import Token, fixed_kinds, soft_words

VALUES = frozenset(
    [
        "NAME",
        "STRING",
        "BLOCK_STRING",
        "NUMBER",
        "NUMBER_TO",
        "QUANTITY",
        "PERCENT",
        "CIDR4",
        "CIDR6",
        "IPV4",
        "IPV6",
        "TRUE",
        "FALSE",
        "NULL",
        "LPAR",
        "LSQB",
        "LBRACE",
        "IF",
        "NOT",
        "MINUS",
    ]
)
OPERATORS = frozenset(
    "OR AND EQ NE LE GE LT GT IN COALESCE RANGE PLUS MINUS STAR SLASH PERCENT_SIGN DOT LSQB LPAR".split()  # noqa: SIM905
)
TYPES = frozenset({"NAME", "STRING", "NUMBER", "LBRACE", "LPAR"})
_NAMED = {
    "NAME": "a name",
    "STRING": "a string",
    "BLOCK_STRING": "a text block",
    "NUMBER": "a number",
    END: "the end",
}
_KINDS = {
    "NAME": "the word",
    "NUMBER": "the number",
    "QUANTITY": "the quantity",
    "PERCENT": "the share",
    "STRING": "the string",
    "BLOCK_STRING": "the text block",
    "CIDR4": "the network",
    "CIDR6": "the network",
    "IPV4": "the address",
    "IPV6": "the address",
    "DOC": "the comment",
}
LONGEST = 32


def shown(text: str) -> str:
    """Source text in a message: on one line, shortened, in backticks."""
    line = " ".join(text.split())
    return f"`{line if len(line) <= LONGEST else line[: LONGEST - 3] + '...'}`"


def found(text: str, token: Token) -> str:
    """A token in a message."""
    if token[0] == END or token[1] == token[2]:
        return end_found(text, token[2])
    kind = _KINDS.get(token[0])
    if kind is None and token[0] in soft_words():
        kind = "the word"
    quoted = shown(text[token[1] : token[2]])
    return f"{kind} {quoted}" if kind else quoted


_REST = re.compile(r"(?:\s++|#[^\n]*+)*+(\S?+)(\w*+)")


def end_found(text: str, end: int) -> str:
    """What a declaration or interpolation that ends at `end` is followed by."""
    match = _REST.match(text, end)
    first, rest = match.groups() if match else ("", "")
    if not first:
        return "the end of the file"
    if first.isalpha():
        return f"the next declaration, {shown(first + rest)}"
    return "the end of the interpolation" if first == "}" else shown(first)


def expectations(kinds: Iterable[str]) -> list[str]:
    """What the terminals that could come next are called together, the likeliest first."""
    left = set(kinds) - {"NUMBER_TO"}
    left -= {"BLOCK_STRING"} if "STRING" in left else set()
    words: list[str] = []
    if {"NULL", "NUMBER", "LSQB"} <= left:
        words.append("a value")
        left -= VALUES
    elif left >= TYPES:
        words.append("a type")
        left -= TYPES
    elif {"STACK", "NAME"} <= left:
        words.append("a field")
        left -= {"NAME", "STRING", "SPREAD", *soft_words()}
    elif "STACK" in left:
        words.append("the next declaration" if END in left or "RBRACE" in left else "a declaration")
        left -= DECLARATIONS
    left -= {"AT", "DOC"} if words else set()
    left -= {END} if words or len(left) > 1 else set()
    ends = left - OPERATORS
    for kind in sorted(ends - soft_words() if "NAME" in left else ends, key=_order):
        words.append(_NAMED.get(kind) or f"`{literal(kind)}`")
    if left & OPERATORS and len(left & OPERATORS) > 3 and len(words) < 4:
        words.append("an operator")
    return words[:6]


def literal(kind: str) -> str:
    """The text of a fixed terminal."""
    return next((text for text, named in fixed_kinds().items() if named == kind), kind.lower())


def _order(kind: str) -> tuple[int, str]:
    return (
        (["EQUAL", "COLON", "COMMA", "RBRACE", "RSQB", "RPAR"].index(kind), "")
        if kind
        in (
            "EQUAL",
            "COLON",
            "COMMA",
            "RBRACE",
            "RSQB",
            "RPAR",
        )
        else (9, kind)
    )
