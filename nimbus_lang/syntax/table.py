"""The LALR(1) table of the grammar as plain data, and as bytes in a cache.

What a damaged or foreign file can do at worst is not to load. Knows neither lark nor where tables are kept.
"""

from __future__ import annotations

import hashlib
import json

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
