"""Every token of every example removed, doubled, swapped: nothing crashes, and what is said stays near the damage.

A deterministic sample of the positions, a different one in each example; all of them with `NIMBUS_MUTATE=all` (minutes).
"""

from __future__ import annotations

import os
from collections import defaultdict

import pytest

from tests.mutation.damage import Complaint, Sound, damages
from tests.mutation.examples import Example, every

STEP = 1 if os.environ.get("NIMBUS_MUTATE") == "all" else 8
ONE_IN = 20
"""At most one complaint in so many may stand far from the damage."""


def groups() -> dict[str, list[Example]]:
    """The examples by where they are kept; each file of the library and of the corpus by itself."""
    found: dict[str, list[Example]] = defaultdict(list)
    for example in every():
        found["pages" if example.name.startswith("NB") else example.name].append(example)
    return found


GROUPS = groups()


def complaints(examples: list[Example]) -> list[Complaint]:
    """Everything that is said of the damaged forms of some examples."""
    said = []
    for number, example in enumerate(examples):
        sound = Sound(example.text)
        for damaged in list(damages(example.text))[number % STEP :: STEP]:
            said += sound.complaints(damaged)
    return said


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_what_is_said_is_near_the_damage(name: str) -> None:
    said = complaints(GROUPS[name])
    far = [one for one in said if one.far]
    shown = "\n".join(f"{one.damaged.what}: {one.diagnostic.detail}" for one in far[:20])
    assert len(far) * ONE_IN <= max(len(said), ONE_IN), shown
    for one in said:
        span, text = one.diagnostic.span, one.damaged.text
        assert span is not None
        assert span.path != "main.nimbus" or 0 <= span.start <= span.end <= len(text)
