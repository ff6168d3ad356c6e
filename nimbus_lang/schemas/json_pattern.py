"""A JSON schema's pattern, which may match anywhere in a text, as one that describes the whole text."""

from __future__ import annotations

_ANYTHING = r"[\s\S]*"


def full_pattern(pattern: str) -> str:
    """The pattern of the whole text that says the same: `^a+$` is `a+`, `a+` is anything with `a+` in it."""
    whole = pattern.startswith("^") and pattern.endswith("$") and not pattern.endswith("\\$")
    if whole and not _has_choice(pattern):
        return pattern[1:-1]
    return f"{_ANYTHING}(?:{pattern}){_ANYTHING}"


def _has_choice(pattern: str) -> bool:
    """Whether there is a `|` outside of all groups: then `^` and `$` belong to different options."""
    depth, escaped, inside = 0, False, False
    for letter in pattern:
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = True
        elif inside:
            inside = letter != "]"
        elif letter == "[":
            inside = True
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            return True
    return False
