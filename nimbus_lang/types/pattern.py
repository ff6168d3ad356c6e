"""Patterns matched: always in time linear in the text, so that no text can stop the compiler.

A pattern becomes a small machine whose sets of states are found as texts ask for them and kept. There are no groups to
read out: a pattern only says yes or no.
"""

from __future__ import annotations

from functools import lru_cache

from nimbus_lang.types.pattern_syntax import (
    Chars,
    Choice,
    Edge,
    PatternError,
    Repeat,
    Sequence,
    Tree,
    parse_pattern,
)

__all__ = [
    "Pattern",
    "PatternError",
    "compile_pattern",
    "contradicts",
    "fully_matches",
    "occurs_in",
]

MAX_STATES = 10_000
MAX_KEPT = 50_000
MAX_WORK = 2_000_000


def fully_matches(pattern: str, text: str) -> bool:
    """Whether the pattern describes the whole text. Raises `PatternError`."""
    return compile_pattern(pattern).full(text)


def contradicts(pattern: str, text: str) -> bool:
    """Whether the text surely is not what the pattern describes; one that cannot be matched judges nothing."""
    try:
        return not compile_pattern(pattern).full(text)
    except PatternError:
        return False


def occurs_in(pattern: str, text: str) -> bool:
    """Whether the pattern describes a part of the text. Raises `PatternError`."""
    return compile_pattern(pattern).search(text)


@lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> Pattern:
    """The pattern, ready to match. Raises `PatternError` for what is no pattern, is too large, or needs backtracking."""
    machine = _Machine()
    machine.add(parse_pattern(pattern), machine.end)
    return Pattern(machine)


class _Machine:
    """States by number: a state waits for a character, or leads on without one (perhaps only at an edge of the text)."""

    def __init__(self) -> None:
        self.chars: list[Chars | None] = [None]
        self.edges: list[bool | None] = [None]
        self.next: list[tuple[int, ...]] = [()]
        self.end = 0
        self.start = 0

    def state(
        self, chars: Chars | None, following: tuple[int, ...], edge: bool | None = None
    ) -> int:
        """A new state."""
        if len(self.chars) >= MAX_STATES:
            raise PatternError("the pattern is too large", 0)
        self.chars.append(chars)
        self.edges.append(edge)
        self.next.append(following)
        return len(self.chars) - 1

    def add(self, tree: Tree, following: int) -> int:
        """The states of a tree that lead to `following`; the first of them."""
        self.start = self._build(tree, following)
        return self.start

    def _build(self, tree: Tree, following: int) -> int:
        match tree:
            case Chars():
                return self.state(tree, (following,))
            case Edge(start):
                return self.state(None, (following,), start)
            case Sequence(parts):
                for part in reversed(parts):
                    following = self._build(part, following)
                return following
            case Choice(options):
                return self.state(None, tuple(self._build(o, following) for o in options))
            case Repeat(part, low, high):
                return self._repeat(part, low, high, following)

    def _repeat(self, part: Tree, low: int, high: int | None, following: int) -> int:
        if high is None:
            loop = self.state(None, ())
            self.next[loop] = (self._build(part, loop), following)
            entry = loop
        else:
            entry = following
            for _ in range(high - low):
                entry = self.state(None, (self._build(part, entry), following))
        for _ in range(low):
            entry = self._build(part, entry)
        return entry


States = frozenset[int]


class Pattern:
    """A compiled pattern. It remembers the steps it took, up to a bound."""

    def __init__(self, machine: _Machine) -> None:
        self._machine = machine
        self._first = self._closure({machine.start}, at_start=True, at_end=False)
        self._later = self._closure({machine.start}, at_start=False, at_end=False)
        self._steps: dict[States, dict[str, States]] = {}
        self._kept = 0

    def full(self, text: str) -> bool:
        """Whether it describes the whole text."""
        states, work = self._first, 0
        for letter in text:
            if not states:
                return False
            work = self._worked(work, states)
            states = self._step(states, letter)
        return self._ends(states, not text)

    def search(self, text: str) -> bool:
        """Whether it describes some part of the text."""
        states, work = self._first, 0
        for letter in text:
            if self._machine.end in states:
                return True
            work = self._worked(work, states)
            states = self._step(states, letter) | self._later
        return self._ends(states, not text)

    def _worked(self, work: int, states: States) -> int:
        if work > MAX_WORK:
            raise PatternError("the text is too long for this pattern", 0)
        return work + len(states)

    def _step(self, states: States, letter: str) -> States:
        known = self._steps.get(states)
        if known is not None and letter in known:
            return known[letter]
        reached = self._reached(states, letter)
        if self._kept >= MAX_KEPT:
            self._steps.clear()
            self._kept = 0
        self._steps.setdefault(states, {})[letter] = reached
        self._kept += 1 + len(reached)
        return reached

    def _reached(self, states: States, letter: str) -> States:
        machine = self._machine
        seeds: set[int] = set()
        for state in states:
            chars = machine.chars[state]
            if chars is not None and chars.has(letter):
                seeds.update(machine.next[state])
        return self._closure(seeds, at_start=False, at_end=False)

    def _ends(self, states: States, empty: bool) -> bool:
        end = self._machine.end
        return end in states or end in self._closure(set(states), at_start=empty, at_end=True)

    def _closure(self, seeds: set[int], at_start: bool, at_end: bool) -> States:
        """All states that are reached without a character."""
        machine = self._machine
        found, waiting = set(seeds), list(seeds)
        while waiting:
            state = waiting.pop()
            if machine.chars[state] is not None:
                continue
            edge = machine.edges[state]
            if (edge is True and not at_start) or (edge is False and not at_end):
                continue
            for following in machine.next[state]:
                if following not in found:
                    found.add(following)
                    waiting.append(following)
        return frozenset(found)
