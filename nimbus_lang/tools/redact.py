"""Takes secrets out of text before anyone else sees it.

Knows the forms in which tools repeat a value (as it is, inside JSON, in a URL, in base64) and nothing about where it came from.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote

HIDDEN = "(secret)"
SHORTEST = 4
"""Values shorter than this many characters are left: hiding every "1" would destroy the text and hide nothing."""

Redact = Callable[[str], str]


def redactor(secrets: Iterable[str]) -> Redact:
    """A function which replaces every form of every secret by `(secret)`."""
    forms = sorted(
        {f for s in secrets for f in _forms(s) if len(f) >= SHORTEST}, key=len, reverse=True
    )
    if not forms:
        return lambda text: text
    pattern = re.compile("|".join(re.escape(form) for form in forms))
    return lambda text: pattern.sub(HIDDEN, text)


def _forms(secret: str) -> set[str]:
    escaped = json.dumps(secret)[1:-1]
    html_safe = escaped.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    encoded = base64.b64encode(secret.encode()).decode()
    lines = {line.strip() for line in secret.splitlines()}
    return {secret, escaped, html_safe, quote(secret, safe=""), encoded, *lines}
