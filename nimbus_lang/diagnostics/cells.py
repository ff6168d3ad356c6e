"""How wide text is in a terminal, and how text nobody trusts is made fit to be shown there."""

from __future__ import annotations

from unicodedata import category, east_asian_width

TAB = 4


def visible(text: str) -> str:
    """Text with control characters shown as their Unicode pictures, so that no spec can drive a terminal."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    if char.isprintable() or char in "\n\t":
        return char
    return chr(0x2400 + ord(char)) if ord(char) < 0x20 else "\ufffd"


def one_line(text: str) -> str:
    """`visible` text that stays on its line: for paths and names."""
    return visible(text).replace("\n", "\u240a").replace("\t", "\u2409")


def columns(text: str) -> list[int]:
    """The cell at which each character begins, and at the end the cell behind the last one."""
    starts = [0]
    for char in text:
        starts.append(starts[-1] + width(char))
    return starts


def width(char: str) -> int:
    """How many cells one shown character takes."""
    if char < "\u0300":
        return TAB if char == "\t" else 1
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1
