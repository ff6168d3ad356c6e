"""Strings and keys as Terraform writes them: escapes of quoted strings, and the conditions under which a heredoc says the same.

In a string, n dollars before a brace mean n - 1 of them; so every run of `$` or `%` before `{` is written one longer, and
a run right before an interpolation is itself interpolated.
"""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ORDINARY = re.compile(r"[ !#&-\[\]-~]*")
"""No quote, backslash, dollar, percent sign, control character or character beyond ASCII."""
_INTRODUCER = re.compile(r"([$%])(?=\{)")
_TRAILING_DOLLARS = re.compile(r"\$+$")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RESERVED_KEYS = frozenset({"for", "null", "true", "false", "if", "in"})


def is_identifier(text: str) -> bool:
    """Whether the text can be a name or an attribute step."""
    return _IDENTIFIER.fullmatch(text) is not None


def plain_key(text: str) -> bool:
    """Whether an object's key needs no quotes."""
    return is_identifier(text) and text not in _RESERVED_KEYS


def escape_quoted(text: str, before_interpolation: bool = False, plain: bool = False) -> str:
    """The inside of a quoted string. `plain` also escapes what may join with its neighbour into one character."""
    if _ORDINARY.fullmatch(text):
        return text
    text, dollars = _split_dollars(text) if before_interpolation else (text, "")
    doubled = _INTRODUCER.sub(r"\1\1", text)
    body = "".join(
        _escape_char(char, plain or _joins(char, before))
        for before, char in zip(("", *doubled), doubled)
    )
    return f'{body}${{"{dollars}"}}' if dollars else body


def _joins(char: str, before: str) -> bool:
    """Whether a mark would join with what is no character of the text: the quote, an escape's letter, a brace."""
    return unicodedata.category(char)[0] == "M" and (not before or before in _ESCAPES)


def escape_heredoc(text: str, before_interpolation: bool = False) -> str:
    """A stretch of a heredoc."""
    text, dollars = _split_dollars(text) if before_interpolation else (text, "")
    doubled = _INTRODUCER.sub(r"\1\1", text)
    return f'{doubled}${{"{dollars}"}}' if dollars else doubled


def heredoc_safe(text: str) -> bool:
    """Whether `<<-EOT` gives back exactly this text, which ends in a newline (interpolations stand in it as a letter)."""
    lines = text.split("\n")[:-1]
    if not lines or any(line.strip() in ("EOT",) for line in lines):
        return False
    if any(not _visible(line) or _odd_indent(line) for line in lines):
        return False
    return any(line and not line.startswith(" ") for line in lines)


def _visible(line: str) -> bool:
    return all(char == "\t" or unicodedata.category(char) not in _INVISIBLE for char in line)


def _odd_indent(line: str) -> bool:
    first = line.lstrip(" ")[:1]
    return (not first and line != "") or first.isspace() or _joins(first or " ", "")


def _split_dollars(text: str) -> tuple[str, str]:
    found = _TRAILING_DOLLARS.search(text)
    return (text[: found.start()], found.group()) if found else (text, "")


def _escape_char(char: str, plain: bool) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isascii() and char.isprintable():
        return char
    if unicodedata.category(char) in _INVISIBLE or (plain and not _stands_alone(char)):
        code = 0xFFFD if unicodedata.category(char) == "Cs" else ord(char)
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
    return char


def _stands_alone(char: str) -> bool:
    code = ord(char)
    return (
        0xA0 < code < 0x300
        or 0x370 <= code < 0x483
        or 0x3041 <= code < 0x3097
        or 0x4E00 <= code < 0xA000
    )
