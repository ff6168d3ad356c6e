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

    def resolve(self, kind: str) -> str | None:
        """The terminal as which a token of this kind would be accepted now, or None."""
        if _Trial(self).step(kind):
            return kind
        if kind in self.grammar.soft and _Trial(self).step("NAME"):
            return "NAME"
        return None

    def reach(self, symbols: Sequence[str], depth: int | None = None) -> int:
        """How many of `symbols` would be accepted in turn, after popping the stack to `depth` symbols."""
        trial = _Trial(self, depth)
        for count, symbol in enumerate(symbols):
            accepted = trial.step(symbol) or symbol == "DOC"
            if not accepted and not (symbol in self.grammar.soft and trial.step("NAME")):
                return count
        return len(symbols)

    def expected(self) -> set[str]:
        """The terminals that would be accepted now."""
        candidates = [s for s in self.grammar.rows[self.states[-1]] if s.isupper() or s == END]
        return {s for s in candidates if _Trial(self).step(s)}

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
            self._reduce(~(self.only(self.states[-1]) or 0))
        self._push(self.grammar.rows[self.states[-1]][nonterminal], nonterminal, value, begin)

    def only(self, state: int) -> int | None:
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


class _Trial:
    """A look ahead: the states of a `Careful` with a tail of their own, so that nothing is copied or changed."""

    def __init__(self, careful: Careful, depth: int | None = None) -> None:
        self.careful = careful
        self.kept = len(careful.states) if depth is None else depth + 1
        self.tail: list[int] = []

    def step(self, symbol: str) -> bool:
        """Push a symbol; a refusal leaves everything as it was."""
        rows, rules = self.careful.grammar.rows, self.careful.grammar.rules
        states = self.careful.states
        kept, tail = self.kept, list(self.tail)
        while True:
            top = tail[-1] if tail else states[kept - 1]
            act = rows[top].get(symbol)
            if act is None:
                if symbol == END and top == self.careful.final:
                    return True
                act = self.careful.only(top) if symbol.islower() else None
                if act is None:
                    return False
            if act >= 0:
                self.kept, self.tail = kept, [*tail, act]
                return True
            lhs, size, _ = rules[~act]
            cut = min(size, len(tail))
            del tail[len(tail) - cut :]
            kept -= size - cut
            tail.append(rows[tail[-1] if tail else states[kept - 1]][lhs])
