"""The shift-reduce loop over the LALR table: tokens in, one value out, or the place where it stuck.

The loop knows nothing of what it builds: each rule has an action. A contextual word is resolved by the state: it is
the word where the state accepts the word, else a NAME. A `##` line where no doc is accepted is a comment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nimbus_lang.source.record import dataclass
from nimbus_lang.syntax.table import Table
from nimbus_lang.syntax.tokens import Token, soft_words

# (context, values of the symbols, start, end) -> value
Action = Callable[[Any, list[Any], int, int], Any]


@dataclass(frozen=True, slots=True)
class Grammar:
    """A table with an action for every rule: None hands the only symbol's value through."""

    rows: tuple[dict[str, int], ...]
    rules: tuple[tuple[str, int, Action | None], ...]
    starts: dict[str, int]
    ends: dict[str, int]
    soft: frozenset[str]


_END: Token = ("$END", 0, 0)


@dataclass(frozen=True, slots=True)
class Stuck:
    """No action for token number `index`."""

    index: int


def bind(table: Table, action_of: Callable[[str, str, tuple[str, ...]], Action | None]) -> Grammar:
    """The table with the actions that `action_of(lhs, name, symbols)` gives its rules."""
    rules = tuple(
        (rule.lhs, len(rule.symbols), action_of(rule.lhs, rule.name, rule.symbols))
        for rule in table.rules
    )
    return Grammar(table.rows, rules, table.starts, table.ends, soft_words())


def run(
    grammar: Grammar, start: str, tokens: Sequence[Token], context: Any, aside: list[Token]
) -> Any | Stuck:
    """The value of the start symbol read from all of `tokens`; misplaced docs are put into `aside`.

    One function on purpose: a call per step would cost more than the step.
    """
    rows, rules, soft = grammar.rows, grammar.rules, grammar.soft
    row = rows[grammar.starts[start]]
    accepting = rows[grammar.ends[start]]
    stack = [row]
    values: list[Any] = []
    begins: list[int] = []
    end = 0
    for token in (*tokens, _END):
        kind = token[0]
        while True:
            act = row.get(kind)
            if act is None:
                if kind in soft:
                    kind = "NAME"
                    continue
                if kind == "DOC":
                    aside.append(token)
                    break
                if row is accepting and token is _END:
                    return values[-1]
                return Stuck(len(tokens) if token is _END else tokens.index(token))
            if act >= 0:
                row = rows[act]
                stack.append(row)
                values.append(token)
                begins.append(token[1])
                end = token[2]
                break
            lhs, size, action = rules[~act]
            if size == 1:
                if action is not None:
                    values[-1] = action(context, values[-1:], begins[-1], end)
                stack.pop()
            elif size:
                begin = begins[-size]
                value = action(context, values[-size:], begin, end)  # type: ignore[misc]
                del stack[-size:]
                del values[-size:]
                del begins[-size:]
                values.append(value)
                begins.append(begin)
            else:
                values.append(action(context, [], end, end))  # type: ignore[misc]
                begins.append(end)
            row = rows[stack[-1][lhs]]
            stack.append(row)
    return Stuck(len(tokens))
