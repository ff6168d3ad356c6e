"""What is said to a model, as text files: `system.md`, `ask.md`, `repair.md`, `no_spec.md`. Filled in here, written there."""

from __future__ import annotations

import re
from pathlib import Path

_HERE = Path(__file__).parent
_PLACE = re.compile(r"\{(\w+)\}")


def filled(name: str, **values: str) -> str:
    """The text of a prompt with its `{places}` filled; what is filled in is not looked at again."""
    text = (_HERE / f"{name}.md").read_text(encoding="utf-8")
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text).strip()
