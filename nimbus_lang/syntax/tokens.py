"""Text to tokens, with one compiled expression; every character ends up in a token, blanks apart.

A token is `(kind, start, end)`: the kind is a terminal of the grammar or, for text no terminal covers, a `BAD_...`
kind, which no state of the table accepts. Comments are set aside. What may follow what is not known here.
"""

from __future__ import annotations

import re
from functools import cache

from nimbus_lang.syntax.load_table import load_table
from nimbus_lang.syntax.table import Table

Token = tuple[str, int, int]

_STRING_PART = r'[^"\\\n$]++|\\[^\n]|\$++(?:\\[^\n]|[^"\\\n${])|\$\$++\{|\$\{(?:%s)*+\}'
_INNER_STRING = r'"(?:[^"\\\n]++|\\[^\n])*+"'
_INNER = rf'[^{{}}"\n]++|{_INNER_STRING}|\{{(?:[^{{}}"\n]++|{_INNER_STRING})*+\}}'
_UNITS = "Ki|Mi|Gi|Ti|Pi|Ei|kB|MB|GB|TB|PB|ms|s|min|h|d|w|m"
_OCTETS = r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}"
_HEXES = r"[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*+"
_DECLARATION_LINE = (
    r"\n(?:stack|use|param|let|type|resource|lookup|component|output|overlay|policy|test)"
    r'[ \t]+["A-Za-z_]'
)
_END = r"(?![A-Za-z0-9_])"

WORD_GROUP = 1
MARK_GROUP = 2
# Kinds in the order they are tried. Those of the grammar read the same language as its patterns (a test holds them
# together), but never backtrack: a 5 MB line costs 5 MB of reading.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("NAME", r"[A-Za-z_][A-Za-z0-9_]*+(?!:[0-9A-Fa-f]{0,4}:)(?![^\x00-\x7f])"),
    (
        "MARK",
        r"\.\.\.|\.\.|\?\?|==(?!=)|[!<>]=(?!=)|:(?![=:])|=(?![=>])|\|(?!\|)|/(?![/*])|-(?!>)|[{}()\[\],.<>+*%@?]",
    ),
    ("BLOCK_STRING", r'"""(?:[^"]++|"(?!""))*+"""'),
    ("STRING", rf'"(?!"")(?:{_STRING_PART % _INNER})*+\$*+"'),
    ("CIDR4", rf"{_OCTETS}/[0-9]{{1,2}}{_END}"),
    ("IPV4", rf"{_OCTETS}{_END}(?!\.[0-9])"),
    ("CIDR6", rf"{_HEXES}/[0-9]{{1,3}}{_END}"),
    ("IPV6", rf"{_HEXES}{_END}"),
    ("QUANTITY", rf"[0-9]++(?:\.[0-9]++)?+(?:{_UNITS}){_END}"),
    ("PERCENT", rf"[0-9]++(?:\.[0-9]++)?+%{_END}"),
    ("NUMBER", rf"[0-9]++(?:\.[0-9]++)?+{_END}(?!\.[0-9])"),
    ("DOC", r"##[^\n]*+"),
    ("COMMENT", r"#[^\n]*+"),
    ("BAD_BLOCK_STRING", rf'"""(?:(?!{_DECLARATION_LINE}).)*+'),
    ("BAD_STRING", r'"(?:[^"\\\n]++|\\[^\n])*+"'),
    ("BAD_OPEN_STRING", r'"(?:\$\{[^}\n]*+\}|[^\n])*?(?=[ \t\r,)\]}]*+(?:\n|\Z))'),
    ("BAD_QUOTED", r"'(?:[^'\\\n]++|\\[^\n])*+'|[‘“”„«`][^‘’“”„«»`\n]*+[’”“»`]"),
    ("BAD_COMMENT", r"(?<!:)//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?"),
    ("BAD_NUMBER", r"[0-9][A-Za-z0-9_]*+(?:\.[0-9][A-Za-z0-9_]*+)*+"),
    ("BAD_NAME", r"[^\W\d]\w*+"),
    ("BAD_INTERPOLATION", r"\$\{"),
    ("BAD_MARK", r"===|!==|&&|\|\||:=|=>|->|::|[!;:=|/&]"),
    ("BAD_TEXT", r"[^\x00-\x7f]++|[\x00-\x08\x0b\x0e-\x1f\x7f]++|."),
)


def _compiled(patterns: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    groups = "|".join(f"({pattern})" for _, pattern in patterns)
    return re.compile(rf"[ \t\r\n\f]*+(?:{groups})", re.DOTALL)


_MASTER = _compiled(_PATTERNS)
_KINDS = ("", *(kind for kind, _ in _PATTERNS))
_COMMENT_GROUP = _KINDS.index("COMMENT")


@cache
def fixed_kinds() -> dict[str, str]:
    """The words and marks of the grammar with their kinds; a word that is not among them is a NAME."""
    return dict(load_table().literals)


@cache
def soft_words() -> frozenset[str]:
    """Kinds of the words that are names wherever the grammar does not ask for the word itself."""
    return _soft(load_table())


def _soft(table: Table) -> frozenset[str]:
    symbols = (rule.symbols[0] for rule in table.rules if rule.lhs in ("keyword", "word"))
    return frozenset(symbol for symbol in symbols if symbol.isupper())


@cache
def _wary() -> re.Pattern[str]:
    """The expression with block strings that end before a line that begins a declaration."""
    wary = rf'"""(?:(?!{_DECLARATION_LINE})[^"]|(?!{_DECLARATION_LINE})"(?!""))*+"""'
    return _compiled(tuple((k, wary if k == "BLOCK_STRING" else p) for k, p in _PATTERNS))


def swallows_declarations(text: str, tokens: list[Token]) -> bool:
    """Whether a block string holds a line that begins a declaration: perhaps an earlier one was not closed."""
    line = re.compile(_DECLARATION_LINE)
    return any(
        kind == "BLOCK_STRING" and line.search(text, start, end) for kind, start, end in tokens
    )


def tokenize(
    text: str, start: int = 0, end: int | None = None, wary: bool = False
) -> tuple[list[Token], list[Token]]:
    """The tokens and the comments of `text[start:end]`; offsets count from the start of `text`.

    `wary` distrusts block strings with declarations in them, see `swallows_declarations`.
    """
    master = _wary() if wary else _MASTER
    tokens: list[Token] = []
    comments: list[Token] = []
    add = tokens.append
    kind_of = fixed_kinds().get
    stop = len(text) if end is None else end
    for match in master.finditer(text, start, stop):
        group = match.lastindex or 0
        first, last = match.span(group)
        if group <= MARK_GROUP:
            add((kind_of(match[group], "NAME"), first, last))
        elif group == _COMMENT_GROUP:
            comments.append(("COMMENT", first, last))
        else:
            add((_KINDS[group], first, last))
    return tokens, comments
