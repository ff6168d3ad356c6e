"""Terraform's type constraints (`map(object({ name = string, size = optional(number, 3) }))`) as codes of a schema document.

Reads the text of one constraint. What it does not know (`any`, tuples, new words) is anything.
"""

from __future__ import annotations

import re
from typing import Any

from nimbus_lang.schemas.encode import Table

ANYTHING = "*"
_TOKEN = re.compile(r'\s*("(?:\\.|[^"\\])*"|[A-Za-z_][\w-]*|[(){}\[\],=:]|[^\s(){}\[\],=:"]+)')
_SCALARS = {"string": "s", "number": "n", "bool": "b"}
_COLLECTIONS = {"list": "L", "set": "S", "map": "M"}
_OPEN, _CLOSE = frozenset("({["), frozenset(")}]")
_DEEP = 50


def encode_constraint(table: Table, text: str) -> Any:
    """The code of a constraint; the records in it go into the table."""
    reader = _Reader(_TOKEN.findall(text), table)
    return reader.type(_DEEP)


class _Reader:
    def __init__(self, tokens: list[str], table: Table) -> None:
        self.tokens = tokens
        self.table = table
        self.at = 0

    def type(self, deep: int) -> Any:
        """The type that begins here; the position is after it."""
        word = self._take().strip('"')
        if word in _SCALARS:
            return _SCALARS[word]
        if word in _COLLECTIONS and self._peek() != "(":
            return [_COLLECTIONS[word], ANYTHING]
        if word in _COLLECTIONS and deep:
            self._take()
            inner = self.type(deep - 1)
            self._skip_to_close()
            return [_COLLECTIONS[word], inner]
        if word == "object" and self._peek() == "(" and deep:
            return self._object(deep - 1)
        if self._peek() == "(":
            self._take()
            self._skip_to_close()
        return ANYTHING

    def _object(self, deep: int) -> Any:
        self._take()
        if self._take() != "{":
            return ANYTHING
        entries: dict[str, Any] = {}
        while self._peek() not in ("}", ""):
            name = self._take().strip('"')
            if name == ",":
                continue
            self._take()
            entries[name] = self._field(deep)
        self._take()
        self._skip_to_close()
        return ["O", self.table.intern(dict(sorted(entries.items())))]

    def _field(self, deep: int) -> list[Any]:
        if self._peek() != "optional":
            return ["r", self.type(deep)]
        self._take()
        self._take()
        inner = self.type(deep)
        self._skip_to_close()
        return ["o", inner]

    def _skip_to_close(self) -> None:
        """Past the bracket that closes the one we are in, whatever stands before it."""
        depth = 1
        while depth and self._peek():
            token = self._take()
            depth += (token in _OPEN) - (token in _CLOSE)

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self.at += 1
        return token
