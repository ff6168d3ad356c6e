"""The LALR(1) table of the grammar: from the user's cache, else built by lark and kept there.

A table is plain data (JSON): what a damaged or foreign cache file can do at worst is not to load.
Lark is imported only when there is no table for this grammar yet.
"""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from nimbus_lang.source.bundled import grammar_text
from nimbus_lang.source.cache_dir import read_cached, write_cached
from nimbus_lang.source.record import dataclass

FORMAT = 2
STARTS = ("start", "expr")


@dataclass(frozen=True, slots=True)
class Rule:
    """`lhs: symbols`; `name` is the alias when there is one."""

    lhs: str
    name: str
    symbols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """States as rows: symbol -> next state (>= 0) or, for terminals, reduce rule `~n` (< 0).

    `literals` maps the text of every fixed terminal to its name: `{"param": "PARAM", "{": "LBRACE"}`.
    """

    rules: tuple[Rule, ...]
    rows: tuple[dict[str, int], ...]
    starts: dict[str, int]
    ends: dict[str, int]
    literals: dict[str, str]


@cache
def load_table() -> Table:
    """The table of the bundled grammar."""
    grammar = grammar_text()
    name = f"grammar/lalr-{_key(grammar)}.json"
    kept = read_cached(name)
    if kept is not None:
        table = decode(kept)
        if table is not None:
            return table
    from nimbus_lang.syntax.build_table import build_table

    table = build_table(grammar)
    write_cached(name, encode(table))
    return table


def _key(grammar: str) -> str:
    """Changes with the grammar, lark's and Python's version, and this format."""
    spec = find_spec("lark")
    lark = Path(spec.origin).read_bytes() if spec and spec.origin else b""
    salt = f"{FORMAT} {sys.version_info[0]}.{sys.version_info[1]}\n".encode()
    return hashlib.sha256(salt + lark + grammar.encode()).hexdigest()[:24]


def encode(table: Table) -> bytes:
    """A table as JSON bytes, with a digest in front so that a cut file is noticed."""
    rules = [[rule.lhs, rule.name, *rule.symbols] for rule in table.rules]
    content = {
        "rules": rules,
        "rows": table.rows,
        "starts": table.starts,
        "ends": table.ends,
        "literals": table.literals,
    }
    body = json.dumps(content, separators=(",", ":")).encode()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def decode(content: bytes) -> Table | None:
    """The table in these bytes, or None when they are not one."""
    digest, _, body = content.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    try:
        data = json.loads(body)
        rules = tuple(Rule(rule[0], rule[1], tuple(rule[2:])) for rule in data["rules"])
        return Table(rules, tuple(data["rows"]), data["starts"], data["ends"], data["literals"])
    except (ValueError, KeyError, TypeError, IndexError):
        return None
