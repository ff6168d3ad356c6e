"""No text brings the compiler down: 5,000 programs from the grammar and 2,000 damaged ones go through every phase.

Whatever is said of them has a place, a detail and a code with a page; the same text gives the same answer.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from nimbus_lang.compiler import check_text
from nimbus_lang.diagnostics.catalog import codes
from nimbus_lang.diagnostics.model import Diagnostic
from tests.check.test_robust import TOKEN
from tests.property.programs import program

CORPUS = Path(__file__).parent.parent / "corpus"
ERRORS = Path(__file__).parent.parent / "errors"
PAGES = frozenset(codes())
BLOCKS = 20


def whole_programs() -> list[str]:
    """The corpus, and the wrong programs of every phase."""
    found = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*/main.nimbus"))]
    for path in sorted(ERRORS.glob("*/*.nimbus")):
        found += path.read_text(encoding="utf-8").split("---\n")
    return found


PROGRAMS = whole_programs()


def damaged(seed: int) -> str:
    """A program with one to three of its tokens deleted, doubled or moved."""
    pick = random.Random(seed)
    tokens = TOKEN.findall(pick.choice(PROGRAMS))
    for _ in range(pick.randint(1, 3)):
        at, other = pick.randrange(len(tokens)), pick.randrange(len(tokens))
        match pick.randrange(3):
            case 0:
                tokens[at] = ""
            case 1:
                tokens.insert(other, tokens[at])
            case _:
                tokens[at], tokens[other] = tokens[other], tokens[at]
    return "".join(tokens)


def judged(text: str) -> tuple[Diagnostic, ...]:
    """What the whole compiler says, held to what every diagnostic promises."""
    found = check_text(text)
    for one in found:
        assert one.code in PAGES, text
        assert one.detail and one.summary, text
        assert one.span is not None, text
    return found


@pytest.mark.parametrize("block", range(BLOCKS))
def test_generated_programs(block: int) -> None:
    size = 5_000 // BLOCKS
    for seed in range(block * size, (block + 1) * size):
        pick = random.Random(seed)
        judged(program(pick.randrange, comments=seed % 4 == 0))


@pytest.mark.parametrize("block", range(BLOCKS))
def test_damaged_programs(block: int) -> None:
    size = 2_000 // BLOCKS
    for seed in range(block * size, (block + 1) * size):
        judged(damaged(seed))


def test_the_same_text_gives_the_same_answer() -> None:
    for seed in range(40):
        text = damaged(seed)
        assert judged(text) == judged(text)
