"""Damaged programs are told what is wrong and never crash the checker; what is said stays near the damage."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from nimbus_lang.diagnostics.model import Severity
from nimbus_lang.source.bundled import stdlib_paths, stdlib_text
from nimbus_lang.syntax.declarations import Module
from tests.check.programs import check

TOKEN = re.compile(r'"[^"\n]*"|#[^\n]*|[A-Za-z_]\w*|\d\w*|[=!<>]=|\.\.\.?|\?\?|[^\s\w]|\s+')
ERRORS = Path(__file__).parent.parent / "errors"


def texts() -> list[str]:
    """The library and every wrong program of the corpus."""
    found = [stdlib_text(path) or "" for path in stdlib_paths()]
    for file in sorted(ERRORS.glob("*/*.nimbus")):
        found.extend(file.read_text(encoding="utf-8").split("---\n"))
    return found


TEXTS = texts()
WORDS = [token for text in TEXTS for token in TOKEN.findall(text) if token.strip()]


def mutant(seed: int) -> str:
    """One program with a few tokens removed, doubled, swapped or replaced."""
    pick = random.Random(seed)
    tokens = TOKEN.findall(pick.choice(TEXTS))
    for _ in range(pick.choice([1, 1, 2, 4])):
        at = pick.randrange(len(tokens))
        match pick.randrange(4):
            case 0:
                tokens[at] = ""
            case 1:
                tokens.insert(at, tokens[at])
            case 2:
                other = pick.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case _:
                tokens[at] = pick.choice(WORDS)
    return "".join(tokens)


@pytest.mark.parametrize("block", range(10))
def test_mutants_never_crash(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        for diagnostic in check(mutant(seed)).diagnostics:
            assert diagnostic.span is not None
            assert diagnostic.detail


def damages(text: str) -> Iterator[tuple[str, int, int]]:
    """The text with one token removed or doubled: what came of it, where, and by how much the rest moved."""
    for found in TOKEN.finditer(text):
        start, end, token = found.start(), found.end(), found.group()
        if token.strip() and not token.startswith("#"):
            yield text[:start] + text[end:], start, start - end
            yield text[:end] + " " + text[start:], start, end - start + 1


def distance(module: Module, one: int, other: int) -> int:
    """How many declarations lie between two places."""
    ends = [decl.span.end for decl in module.decls]
    return abs(sum(end < one for end in ends) - sum(end < other for end in ends))


EXAMPLE = """
stack shop
param env: "dev" | "prod" = "dev"
param size: int(1..9) = 2
param token: secret<string> = env.secret("TOKEN")
let prod = env == "prod"
let names = ["a", "b"]
resource net: aws.vpc { cidr_block = "10.20.0.0/16", tags = { Name = "shop-${env}" } }
resource part[name in names]: aws.subnet { vpc_id = net.id, cidr_block = "10.20.0.0/24" }
resource spare: aws.vpc when prod { cidr_block = "10.30.0.0/16" }
component box {
  param width: int
  param depth: int = size_of
  let area = width * depth
  output area_text = "${area}"
}
let size_of = 3
resource b: box { width = size }
output ids = { name = one.id for name, one in part }
output text = "${b.area_text} ${spare.id ?? "none"}"
output hidden: secret<string> = "t-${token}"
overlay prod { size = 5, b.depth = 4 }
policy "named" on aws.vpc as v { deny "has no tags" when v.tags == null }
test "small" { size = 1 } { assert b.area_text == "3" }
"""


def test_the_example_is_right() -> None:
    assert check(EXAMPLE).errors == []


def test_few_errors_are_far_from_the_damage() -> None:
    whole = check(EXAMPLE).program.main.module
    near = far = 0
    for text, place, moved in damages(EXAMPLE):
        for diagnostic in check(text).diagnostics:
            if diagnostic.severity is not Severity.ERROR or diagnostic.span is None:
                continue
            start = diagnostic.span.start
            start = start - moved if start > place else start
            if distance(whole, start, place) > 1:
                far += 1
            else:
                near += 1
    assert far * 20 <= near + far
