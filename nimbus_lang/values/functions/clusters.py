"""The characters of a text as people count them: a letter with its accents, a family of emoji, a line end are one each.

Terraform counts so too (grapheme clusters of Unicode); the rules here are those that tell real texts apart.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_FLAGS = range(0x1F1E6, 0x1F200)


def clusters(text: str) -> list[str]:
    """The text in its characters; joined they are the text again."""
    if text.isascii() and "\r" not in text:
        return list(text)
    found: list[str] = []
    for letter in text:
        if found and _belongs(found[-1], letter):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _belongs(before: str, letter: str) -> bool:
    """Whether a letter is part of the character that began before it."""
    if before[-1] == "\r":
        return letter == "\n"
    if unicodedata.category(before[-1]) == "Cc":
        return False
    if letter == _JOINER or unicodedata.category(letter) in ("Mn", "Me", "Mc"):
        return True
    number = ord(letter)
    if number in _SKIN_TONES or number in _TAGS:
        return True
    if before[-1] == _JOINER and len(before) > 1:
        return unicodedata.category(letter) == "So"
    return number in _FLAGS and len(before) == 1 and ord(before) in _FLAGS
