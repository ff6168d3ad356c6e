"""The table of the bundled grammar: from the user's cache, else built by lark and kept there.

Lark is imported only when there is no table for this grammar yet.
"""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from nimbus_lang.source.bundled import grammar_text
from nimbus_lang.source.cache_dir import read_cached, write_cached
from nimbus_lang.syntax.build_table import build_table
from nimbus_lang.syntax.table import FORMAT, Table, decode, encode


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
    table = build_table(grammar)
    write_cached(name, encode(table))
    return table


def _key(grammar: str) -> str:
    """Changes with the grammar, lark's and Python's version, and this format."""
    spec = find_spec("lark")
    lark = Path(spec.origin).read_bytes() if spec and spec.origin else b""
    salt = f"{FORMAT} {sys.version_info[0]}.{sys.version_info[1]}\n".encode()
    return hashlib.sha256(salt + lark + grammar.encode()).hexdigest()[:24]
