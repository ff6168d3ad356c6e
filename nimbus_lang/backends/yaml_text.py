"""Scalars as YAML: plain where every reader, of YAML 1.1 or 1.2, sees a string in it; else in double quotes or as a block.

`on`, `1e3`, `0x1f`, `1:30`, `~` and a date are strings here and would be something else unquoted.
"""

from __future__ import annotations

import re
import unicodedata

_WORDS = frozenset(
    {
        "",
        "~",
        "=",
        "<<",
        "null",
        "y",
        "n",
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        ".inf",
        ".nan",
    }
)
_NUMBERLIKE = re.compile(r"[-+]?\.?[0-9][0-9A-Fa-fXxOo_.,:+-]*|[-+]?\.(inf|nan)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d")
_PLAIN_START = re.compile(r"[A-Za-z0-9_/.$(\\^+;<~=À-ɏ]|-(?=[^\s-])|--(?=[^\s-])")
_UNPLAIN = re.compile(r": |:$| #|[\t\n\r]|^\s|\s$|^\.\.\.|^---")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def scalar(text: str) -> str:
    """The text on one line."""
    return text if is_plain(text) else quoted(text)


def is_plain(text: str) -> bool:
    """Whether the text needs no quotes in block context."""
    if text.lower() in _WORDS or _NUMBERLIKE.fullmatch(text) or _DATE.match(text):
        return False
    return bool(_PLAIN_START.match(text)) and not _UNPLAIN.search(text) and _visible(text)


def quoted(text: str) -> str:
    """The text in double quotes."""
    return f'"{"".join(map(_escaped, text))}"'


def block_lines(text: str) -> tuple[str, list[str]] | None:
    """The header (`|`, `|-`, `|+`) and lines of a literal block that says exactly this; None when there is none."""
    body = text.rstrip("\n")
    if "\n" not in text or not body or not _visible(text.replace("\n", "").replace("\t", "")):
        return None
    lines = body.split("\n")
    first = next(line for line in lines if line)
    if first.startswith((" ", "\t")) or any(line and not line.strip() for line in lines):
        return None
    ending = len(text) - len(body)
    header = {0: "|-", 1: "|"}.get(ending, "|+")
    return header, lines + [""] * (ending - 1)


def _visible(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or all(
        unicodedata.category(char) not in _INVISIBLE and (char == " " or not char.isspace())
        for char in text
    )


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if _visible(char):
        return char
    code = 0xFFFD if unicodedata.category(char) == "Cs" else ord(char)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
