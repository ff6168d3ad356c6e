"""Cuts a file's tokens at the declarations, so that each is parsed, cached and damaged by itself.

A declaration begins with its keyword before a name or title, outside of all brackets; the docs and annotations above
belong to it. Where brackets do not balance, a keyword at the start of a line begins a declaration all the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.source.record import dataclass
from nimbus_lang.syntax.tokens import Token

DECLARATIONS = frozenset(
    {
        "STACK",
        "USE",
        "PARAM",
        "LET",
        "TYPE",
        "RESOURCE",
        "LOOKUP",
        "COMPONENT",
        "OUTPUT",
        "OVERLAY",
        "POLICY",
        "TEST",
    }
)
OPENERS = {"LBRACE": "RBRACE", "LPAR": "RPAR", "LSQB": "RSQB", "BAD_INTERPOLATION": "RBRACE"}
CLOSERS = frozenset(OPENERS.values())
BRACKETS = CLOSERS | OPENERS.keys()
WORDS = DECLARATIONS | {
    "CHECK",
    "ASSERT",
    "REJECTS",
    "DENY",
    "WARN",
    "WHEN",
    "ON",
    "AS",
    "FROM",
}
# After one of these an expression or a clause goes on, so a word on the next line begins no declaration.
_GOES_ON = frozenset(
    """EQUAL COLON COMMA DOT VBAR PLUS MINUS STAR SLASH PERCENT_SIGN EQ NE LE GE LT COALESCE RANGE SPREAD
    OR AND NOT IN IF THEN ELSE FOR AT WHEN CHECK ON AS FROM""".split()  # noqa: SIM905
)
_NAME_LIKE = frozenset({"NAME", "STRING", "BAD_NAME", "BAD_STRING", "BAD_OPEN_STRING"})
_MAYBE_FOREIGN = frozenset({"NAME", "IF", "FOR", "STRING", "NUMBER"})
_AFTER_FOREIGN = _NAME_LIKE | {"LBRACE", "EQUAL", "BAD_QUOTED"}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Tokens `first` to `last` (exclusive) of a file: one declaration, or text that belongs to none.

    `head` is the keyword's token, after docs and annotations; `foreign` when no declaration keyword is there.
    """

    first: int
    head: int
    last: int
    foreign: bool
    balanced: bool
    depth: int


def split(text: str, tokens: Sequence[Token]) -> list[Chunk]:
    """The chunks of a file, in order and without gaps."""
    heads, balanced = _heads(text, tokens, forced=False)
    if not balanced:
        heads, _ = _heads(text, tokens, forced=True)
    firsts = [_leading(tokens, head) for head in heads]
    if not firsts or firsts[0] > 0:
        firsts.insert(0, 0)
        heads.insert(0, 0)
    lasts = [*firsts[1:], len(tokens)]
    return [
        _chunk(tokens, first, head, last)
        for first, head, last in zip(firsts, heads, lasts, strict=True)
        if last > first
    ]


def _chunk(tokens: Sequence[Token], first: int, head: int, last: int) -> Chunk:
    stack: list[str] = []
    depth = 0
    balanced = True
    for kind, _, _ in tokens[first:last]:
        if kind in OPENERS:
            stack.append(OPENERS[kind])
            depth = max(depth, len(stack))
        elif kind in CLOSERS and (not stack or stack.pop() != kind):
            balanced = False
    foreign = tokens[head][0] not in DECLARATIONS
    return Chunk(first, head, last, foreign, balanced and not stack, depth)


def _heads(text: str, tokens: Sequence[Token], forced: bool) -> tuple[list[int], bool]:
    """The tokens that begin a declaration, and whether all brackets match.

    `forced` trusts the layout more than the brackets: a declaration begins inside of them too when its keyword stands in
    column 1, and one that is indented below a component is a member of it.
    """
    heads: list[int] = []
    stack: list[str] = []
    balanced = True
    last_head = -2
    in_component = False
    for at, (kind, start, _) in enumerate(tokens):
        if in_component and kind not in BRACKETS and not column_one(text, start):
            continue
        if kind in OPENERS:
            stack.append(OPENERS[kind])
        elif kind in CLOSERS:
            if stack and stack[-1] == kind:
                stack.pop()
            else:
                balanced = False
        elif kind in DECLARATIONS:
            if stack and not (forced and column_one(text, start)):
                continue
            if _begins(text, tokens, at, last_head):
                heads.append(at)
                last_head = at
                in_component = forced and kind == "COMPONENT" and column_one(text, start)
                stack.clear()
        elif (
            kind in _MAYBE_FOREIGN
            and not stack
            and at != last_head + 1
            and _foreign(text, tokens, at, forced)
        ):
            heads.append(at)
            last_head = at
            in_component = False
    return heads, balanced and not stack


def column_one(text: str, start: int) -> bool:
    """Whether this offset is the first of its line."""
    return start == 0 or text[start - 1] in "\n\ufeff"


def first_on_line(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether only blanks and comments stand between a token and the start of its line."""
    return at == 0 or "\n" in text[tokens[at - 1][2] : tokens[at][1]]


def _begins(text: str, tokens: Sequence[Token], at: int, last_head: int) -> bool:
    """Whether this keyword begins a declaration and is not a name."""
    before = tokens[at - 1][0] if at else ""
    if before == "DOT":
        return False
    after = tokens[at + 1][0] if at + 1 < len(tokens) else ""
    if at == last_head + 1:  # the name of the declaration just begun, unless that one has none
        return after in _NAME_LIKE and first_on_line(text, tokens, at)
    if after in _NAME_LIKE:
        return True
    # A word like `from` may itself be a name: of what was just begun, or behind a mark that goes on.
    earlier = [token[0] for token in tokens[max(at - 3, 0) : at - 1]]
    operand = before in WORDS and bool(earlier) and earlier[-1] in _GOES_ON - WORDS
    operand = operand or (before in WORDS and earlier == ["NAME", "AS"])
    named = at - 1 == last_head + 1 or operand
    if before in _GOES_ON and not named:
        return False
    # Behind `>` a comparison may go on; a declaration there is known by its name.
    return after in WORDS or (before != "GT" and first_on_line(text, tokens, at))


def _foreign(text: str, tokens: Sequence[Token], at: int, forced: bool) -> bool:
    """Whether a line begins here with a word that looks like a declaration of another language."""
    after = tokens[at + 1][0] if at + 1 < len(tokens) else ""
    before = tokens[at - 1][0] if at else ""
    unclear = before == "GT"  # the end of `list<T>`, or a comparison that goes on
    strict = forced or tokens[at][0] in ("STRING", "NUMBER")
    if (strict or after not in _AFTER_FOREIGN) and (unclear or not column_one(text, tokens[at][1])):
        return False
    return before not in _GOES_ON and first_on_line(text, tokens, at)


def _leading(tokens: Sequence[Token], head: int) -> int:
    """The first token of the docs and annotations that end right before `head`."""
    at = head
    while at > 0:
        before = tokens[at - 1][0]
        if before == "DOC":
            at -= 1
            continue
        name = at - 1 if before != "RPAR" else _matching(tokens, at - 1) - 1
        if name < 1 or tokens[name - 1][0] != "AT":
            break
        at = name - 1
    return at


def _matching(tokens: Sequence[Token], closer: int) -> int:
    """The opening bracket of the `)` at `closer`; 0 when there is none."""
    depth = 0
    for at in range(closer, -1, -1):
        kind = tokens[at][0]
        if kind in CLOSERS:
            depth += 1
        elif kind in OPENERS:
            depth -= 1
            if depth == 0:
                return at
    return 0
