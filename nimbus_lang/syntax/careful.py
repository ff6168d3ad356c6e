"""The LALR loop taken slowly: it says beforehand what it would accept, and can try a way before going it.

Same table, same actions and same values as `machine.py`; used only on text in which the fast loop stuck. A symbol
is a terminal or, pushed whole, a nonterminal (`expr`): so that a hole can be filled with a missing expression.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nimbus_lang.syntax.machine import Grammar
from nimbus_lang.syntax.split import CLOSERS, OPENERS
from nimbus_lang.syntax.tokens import Token

END = "$END"


class Careful:
    """A stack of states with the symbols and values that led to them."""

    def __init__(self, grammar: Grammar, start: str, context: Any) -> None:
        self.grammar = grammar
        self.context = context
        self.states = [grammar.starts[start]]
        self.final = grammar.ends[start]
        self.symbols: list[str] = []
        self.values: list[Any] = []
        self.begins: list[int] = []
        self.end = 0

    def resolve(self, kind: str, states: list[int] | None = None) -> str | None:
        """The terminal as which a token of this kind would be accepted now, or None."""
        base = self.states if states is None else states
        if self._step(list(base), kind):
            return kind
        if kind in self.grammar.soft and self._step(list(base), "NAME"):
            return "NAME"
        return None

    def reach(self, symbols: Sequence[str], depth: int | None = None) -> int:
        """How many of `symbols` would be accepted in turn, after popping the stack to `depth` symbols."""
        states = list(self.states if depth is None else self.states[: depth + 1])
        for count, symbol in enumerate(symbols):
            if symbol == "DOC" and not self._step(list(states), symbol):
                continue
            if not self._step(states, symbol) and not (
                symbol in self.grammar.soft and self._step(states, "NAME")
            ):
                return count
        return len(symbols)

    def _step(self, states: list[int], symbol: str) -> bool:
        """Push a symbol on a stack of states; a refusal leaves the stack as it was."""
        rows, rules = self.grammar.rows, self.grammar.rules
        kept = list(states)
        while True:
            act = rows[states[-1]].get(symbol)
            if act is None:
                if symbol == END and states[-1] == self.final:
                    return True
                act = self._only(states[-1]) if symbol.islower() else None
            if act is None:
                states[:] = kept
                return False
            if act >= 0:
                states.append(act)
                return True
            lhs, size, _ = rules[~act]
            if size:
                del states[-size:]
            states.append(rows[states[-1]][lhs])

    def expected(self) -> set[str]:
        """The terminals that would be accepted now."""
        candidates = [s for s in self.grammar.rows[self.states[-1]] if s.isupper() or s == END]
        return {s for s in candidates if self._step(list(self.states), s)}

    def feed(self, token: Token, kind: str) -> None:
        """Accept a token as `kind`, which `resolve` has allowed."""
        while True:
            act = self.grammar.rows[self.states[-1]][kind]
            if act >= 0:
                self._push(act, kind, token, token[1])
                self.end = max(self.end, token[2])
                return
            self._reduce(~act)

    def push(self, nonterminal: str, value: Any, begin: int) -> None:
        """Put a whole nonterminal on the stack, where `reach` has allowed it."""
        while nonterminal not in self.grammar.rows[self.states[-1]]:
            self._reduce(~(self._only(self.states[-1]) or 0))
        self._push(self.grammar.rows[self.states[-1]][nonterminal], nonterminal, value, begin)

    def _only(self, state: int) -> int | None:
        """The action of a state that always does the same reduction, so that it needs no token to do it."""
        actions = set(self.grammar.rows[state].values())
        only = actions.pop() if len(actions) == 1 else 0
        return only if only < 0 else None

    def finish(self) -> Any:
        """The value, once `END` is accepted."""
        while self.states[-1] != self.final:
            self._reduce(~self.grammar.rows[self.states[-1]][END])
        return self.values[-1]

    def pop_to(self, depth: int) -> list[tuple[str, Any]]:
        """Keep `depth` symbols; the symbols and values that were taken off, in order."""
        gone = list(zip(self.symbols[depth:], self.values[depth:], strict=True))
        del self.states[depth + 1 :], self.symbols[depth:], self.values[depth:], self.begins[depth:]
        return gone

    def open_brackets(self) -> list[int]:
        """Where on the stack the brackets are that are not closed yet, the outermost first."""
        depths: list[int] = []
        for depth, symbol in enumerate(self.symbols):
            if symbol in OPENERS:
                depths.append(depth)
            elif symbol in CLOSERS:
                depths.pop()
        return depths

    def can_go(self, nonterminal: str, depth: int | None = None) -> bool:
        """Whether the state after `depth` symbols (by default all) waits for this nonterminal."""
        state = self.states[-1 if depth is None else depth]
        return nonterminal in self.grammar.rows[state]

    def _push(self, state: int, symbol: str, value: Any, begin: int) -> None:
        self.states.append(state)
        self.symbols.append(symbol)
        self.values.append(value)
        self.begins.append(begin)

    def _reduce(self, number: int) -> None:
        lhs, size, action = self.grammar.rules[number]
        depth = len(self.values) - size
        begin = self.begins[depth] if size else self.end
        parts = self.values[depth:]
        value = parts[0] if action is None else action(self.context, parts, begin, self.end)
        self.pop_to(depth)
        self._push(self.grammar.rows[self.states[-1]][lhs], lhs, value, begin)
