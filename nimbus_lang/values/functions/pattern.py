"""Whether a pattern occurs in a text, for `matches`."""

from __future__ import annotations

import re

from nimbus_lang.values.function import FunctionError


def search(pattern: str, text: str) -> bool:
    """Raises `FunctionError` for what is no pattern."""
    try:
        return re.search(pattern, text) is not None
    except re.error as error:
        raise FunctionError(f"this is no pattern: {error.msg}") from None
