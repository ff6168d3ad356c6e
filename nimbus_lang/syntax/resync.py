"""Leaves damaged text out: where reading can go on is the next entry, element or declaration of the innermost list.

Tries the nearest place first and keeps as much of the stack as it can: a key whose value is lost keeps a hole.
"""

from __future__ import annotations

from nimbus_lang.source.record import dataclass
from nimbus_lang.syntax.build import Build
from nimbus_lang.syntax.careful import END, Careful
from nimbus_lang.syntax.split import CLOSERS, DECLARATIONS, OPENERS
from nimbus_lang.syntax.tokens import Token, soft_words
from nimbus_lang.syntax.trouble import hole

LISTS = (
    "entries",
    "facts",
    "fields",
    "decls",
    "rules",
    "assertions",
    "overrides",
    "items",
    "arglist",
)
_TITLES = ("NAME", "STRING")
Lost = tuple[int, int, str | None]


@dataclass(frozen=True, slots=True)
class Resumed:
    """The token to go on with, and the inner declarations that were left out (start, end, name)."""

    at: int
    lost: tuple[Lost, ...]


def skip_ahead(build: Build, careful: Careful, tokens: list[Token], at: int) -> Resumed | None:
    """Leave text out from token `at`; None when nothing of the declaration can be kept."""
    for depth in [*reversed(careful.open_brackets()), -1]:
        lists = _lists(careful, depth)
        place, at = _find(careful, tokens, at, depth, lists)
        if place is not None:
            keep, symbol = place
            lost = _lost(careful, keep, depth, tokens, at) if "decls" in lists else ()
            careful.pop_to(keep)
            if symbol:
                end = tokens[at - 1][2] if at else 0
                careful.push(symbol, hole(symbol, build.span(end, end)), end)
            names = tuple((s, e, build.text[n[1] : n[2]] if n else None) for s, e, n in lost)
            return Resumed(at, names)
    return None


def _lists(careful: Careful, depth: int) -> frozenset[str]:
    """Which kinds of list the bracket at this depth of the stack may hold; at -1, the file's declarations."""
    if depth < 0:
        return frozenset()
    row = careful.grammar.rows[careful.states[depth + 1]]
    return frozenset(name for name in LISTS if name in row)


def _find(
    careful: Careful, tokens: list[Token], at: int, depth: int, lists: frozenset[str]
) -> tuple[tuple[int, str | None] | None, int]:
    """How much of the stack to keep (and what hole to push), and before which token; or where the bracket ends."""
    level = 0
    for index in range(at, len(tokens) + 1):
        kind = tokens[index][0] if index < len(tokens) else END
        if level == 0 and (kind in CLOSERS or kind == END or _is_target(tokens, index, lists)):
            place = _fit(careful, [kind, *_kinds(tokens, index + 1)], depth + 1)
            if place is not None:
                return place, index
            if kind in CLOSERS:
                return None, index + 1
        if kind in OPENERS:
            level += 1
        elif kind in CLOSERS:
            level -= 1
    return None, at


def _kinds(tokens: list[Token], at: int) -> list[str]:
    return [token[0] for token in tokens[at : at + 1]]


def _fit(careful: Careful, kinds: list[str], least: int) -> tuple[int, str | None] | None:
    """The deepest stack, with a hole or without, that accepts these tokens."""
    wanted = 1 if kinds[0] in CLOSERS or kinds[0] == END else len(kinds)
    for keep in range(len(careful.symbols), least - 1, -1):
        whole = keep == len(careful.symbols)
        symbols: tuple[str | None, ...] = ("expr", "type") if not whole else ("expr", "type", None)
        for symbol in (*symbols, None) if not whole else symbols:
            if symbol is not None and not careful.can_go(symbol, keep):
                continue
            if whole and symbol is None and careful.symbols[-1:] and careful.symbols[-1] in OPENERS:
                continue
            given = [symbol, *kinds] if symbol else kinds
            if careful.reach(given, keep) >= wanted + (1 if symbol else 0):
                return keep, symbol
    return None


def _is_target(tokens: list[Token], at: int, lists: frozenset[str]) -> bool:
    """Whether an element of one of these lists may begin, or a separator stand, here."""
    kind = tokens[at][0]
    after = tokens[at + 1][0] if at + 1 < len(tokens) else END
    name = kind == "NAME" or kind in soft_words()
    if "decls" in lists:
        return (kind in DECLARATIONS and (after in _TITLES or after in soft_words())) or kind in (
            "AT",
            "DOC",
        )
    if kind == "COMMA":
        return bool(lists)
    if lists & {"entries", "facts"} and (
        ((name or kind == "STRING") and after == "EQUAL") or kind == "SPREAD"
    ):
        return True
    if "facts" in lists and kind == "CHECK":
        return True
    if "fields" in lists and (name or kind == "STRING") and after in ("COLON", "QMARK"):
        return True
    if "overrides" in lists and name and after in ("EQUAL", "DOT", "LSQB"):
        return tokens[at - 1][0] != "DOT"
    if "rules" in lists and kind in ("DENY", "WARN"):
        return after in ("STRING", "BLOCK_STRING")
    if "assertions" in lists and kind in ("ASSERT", "REJECTS"):
        return True
    return not lists and kind == "CHECK"


def _lost(
    careful: Careful, keep: int, depth: int, tokens: list[Token], at: int
) -> list[tuple[int, int, Token | None]]:
    """The declaration inside a component that is taken off the stack."""
    gone = careful.symbols[keep:]
    for number, symbol in enumerate(gone):
        if symbol in DECLARATIONS:
            named = keep + number + 1
            end = tokens[at - 1][2] if at else careful.end
            start = careful.begins[keep + number]
            known = named < len(careful.symbols) and careful.symbols[named] == "NAME"
            return [(start, end, careful.values[named] if known else None)]
    return []
