"""Whether a text holds a credential: looked for in every sentence before it is written, kept or sent anywhere.

Says only what kind of credential it is; never where it begins nor what it is.
"""

from __future__ import annotations

import re

from nimbus_lang.safety.credentials import looks_random, named, shape_of

_PAIR = re.compile(r"([A-Za-z_][\w.-]*)\s*[=:]\s*[\"']?([^\s\"',;]+)")
_SAID = re.compile(
    r"(?i)\b(password|passwd|passphrase|passcode|secret(?:\s+key)?|token|api[ -]?key|access\s+key)s?\b"
    r"(?:\s*(?:[=:]|\b(?:is|of|to|as|be|should|must|will|shall|called|named)\b))*\s*([\"'“`]?)([^\s\"'”`,;]+)"
)
_LONG = re.compile(r"(?<![A-Za-z0-9/+=_.:@-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.:@-])")
_MIXED = (re.compile(r"[a-z]"), re.compile(r"[A-Z]"), re.compile(r"[0-9]"))
_MARKED = re.compile(r"[0-9!$%&*?#^~]")
_WORD = re.compile(r"[A-Za-z]")
SHORTEST = 4


def credential_in(text: str) -> str | None:
    """What kind of credential a text holds; None if none is seen."""
    shape = shape_of(text)
    if shape is not None:
        return shape
    for name, value in _PAIR.findall(text):
        kind = named(name, value.rstrip("."))
        if kind is not None:
            return kind
    if any(_is_said(quote, value) for _, quote, value in _SAID.findall(text)):
        return "a password or key"
    if any(_is_key(found) for found in _LONG.findall(text)):
        return "what looks like a secret key"
    return None


def _is_said(quote: str, value: str) -> bool:
    """`password hunter2`, `password "letmein"`: not `password from Secrets Manager`, not `password of 20 characters`."""
    value = value.rstrip(".!?")
    if len(value) < SHORTEST or value.startswith(("aws.", "env.", "k8s.", "$")):
        return False
    return bool(quote) or bool(_MARKED.search(value) and _WORD.search(value))


def _is_key(text: str) -> bool:
    return all(part.search(text) for part in _MIXED) and looks_random(text.replace("/", "x"))
