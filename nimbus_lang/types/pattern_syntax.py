"""Patterns read: the usual regular expressions, without what would need backtracking.

From a text to a tree: characters, classes, groups, `|`, `* + ? {m,n}`, `^` and `$`. Look-around, back references and
word boundaries are refused with their place, so that every pattern can be matched in time linear in the text.
"""

from __future__ import annotations

from nimbus_lang.source.record import dataclass

MAX_REPEAT = 5000
MAX_DEPTH = 100


class PatternError(ValueError):
    """The text is no pattern, or one that cannot be matched in linear time; `at` is the offset of the trouble."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


Ranges = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chars:
    """One character: in one of the ranges (ends included), or in none when negated."""

    ranges: Ranges
    negated: bool = False

    def has(self, letter: str) -> bool:
        """Whether it accepts this character."""
        return any(low <= letter <= high for low, high in self.ranges) is not self.negated


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; of nothing, the empty text."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    options: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`low` to `high` times; without end when `high` is None."""

    part: Tree
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """The start of the text, or its end."""

    start: bool


Tree = Chars | Sequence | Choice | Repeat | Edge

ANYTHING = Chars((), True)
NO_NEWLINE = Chars((("\n", "\n"),), True)
_DIGITS: Ranges = (("0", "9"),)
_SPACES: Ranges = (("\t", "\r"), (" ", " "))
_WORDS: Ranges = (("0", "9"), ("A", "Z"), ("_", "_"), ("a", "z"))
_CLASSES = {"d": _DIGITS, "s": _SPACES, "w": _WORDS}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a", "0": "\0"}
_POSIX: dict[str, Ranges] = {
    "alpha": (("A", "Z"), ("a", "z")),
    "digit": _DIGITS,
    "alnum": (("0", "9"), ("A", "Z"), ("a", "z")),
    "upper": (("A", "Z"),),
    "lower": (("a", "z"),),
    "space": _SPACES,
    "xdigit": (("0", "9"), ("A", "F"), ("a", "f")),
    "word": _WORDS,
    "punct": (("!", "/"), (":", "@"), ("[", "`"), ("{", "~")),
    "print": ((" ", "~"),),
    "graph": (("!", "~"),),
}
_LAST = chr(0x10FFFF)


def parse_pattern(text: str) -> Tree:
    """The tree of a pattern. Raises `PatternError`."""
    return _Reader(text).whole()


class _Reader:
    """Reads from left to right; `at` is the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.any_letter = NO_NEWLINE
        self.both_cases = False

    def whole(self) -> Tree:
        self._flags()
        tree = self._choice()
        if self.at < len(self.text):
            raise PatternError("this `)` closes nothing", self.at)
        return tree

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _takes(self, text: str) -> bool:
        if self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def _flags(self) -> None:
        """`(?i)` and `(?s)` at the very start."""
        end = self.text.find(")")
        if self.text.startswith("(?") and end > 2 and set(self.text[2:end]) <= {"i", "s"}:
            self._set(self.text[2:end])
            self.at = end + 1

    def _set(self, flags: str) -> None:
        self.both_cases = self.both_cases or "i" in flags
        self.any_letter = ANYTHING if "s" in flags else self.any_letter

    def _choice(self) -> Tree:
        options = [self._sequence()]
        while self._takes("|"):
            options.append(self._sequence())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self) -> Tree:
        parts: list[Tree] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._repeated())
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _repeated(self) -> Tree:
        part = self._single()
        bounds = self._bounds()
        if bounds is None:
            return part
        self._takes("?")
        if self._peek() in ("*", "+", "?"):
            raise PatternError("what is repeated is repeated again: put it into a group", self.at)
        return Repeat(part, *bounds)

    def _bounds(self) -> tuple[int, int | None] | None:
        simple: tuple[tuple[str, int, int | None], ...] = (
            ("*", 0, None),
            ("+", 1, None),
            ("?", 0, 1),
        )
        for sign, low, high in simple:
            if self._takes(sign):
                return low, high
        return self._counted() if self._peek() == "{" else None

    def _counted(self) -> tuple[int, int | None] | None:
        start = self.at
        end = self.text.find("}", start)
        first, comma, second = (
            self.text[start + 1 : end].partition(",") if end > 0 else ("", "", "")
        )
        if not first.isdecimal() or not (second.isdecimal() or not second):
            return None
        self.at = end + 1
        low = int(first[:9])
        high = int(second[:9]) if second else (None if comma else low)
        if max(low, high or 0) > MAX_REPEAT or (high is not None and high < low):
            raise PatternError(f"a repetition counts from low to high, up to {MAX_REPEAT}", start)
        return low, high

    def _single(self) -> Tree:
        start = self.at
        if self._takes("("):
            return self._group(start)
        if self._takes("["):
            return self._class(start)
        if self._takes("\\"):
            return self._escape(start)
        if self._takes("^"):
            return Edge(start=True)
        if self._takes("$"):
            return Edge(start=False)
        if self._takes("."):
            return self.any_letter
        if self._peek() in ("*", "+", "?"):
            raise PatternError("there is nothing to repeat", start)
        self.at += 1
        return self._letters(((self.text[start], self.text[start]),))

    def _group(self, start: int) -> Tree:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise PatternError(f"groups are nested more than {MAX_DEPTH} deep", start)
        outside = self.both_cases, self.any_letter
        if self._takes("?") and not self._takes_flags():
            self._name(start)
        tree = self._choice()
        if not self._takes(")"):
            raise PatternError("this `(` is never closed", start)
        self.both_cases, self.any_letter = outside
        self.depth -= 1
        return tree

    def _takes_flags(self) -> bool:
        """`(?:...)`, and `(?i:...)` or `(?s:...)`, which hold inside the group."""
        end = self.text.find(":", self.at)
        flags = self.text[self.at : end]
        if end < 0 or not set(flags) <= {"i", "s"}:
            return False
        self._set(flags)
        self.at = end + 1
        return True

    def _name(self, start: int) -> None:
        """`(?P<name>...)` and `(?<name>...)`: the name tells the matching nothing."""
        self._takes("P")
        end = self.text.find(">", self.at)
        if not self._takes("<") or not self.text[self.at : end].isidentifier():
            raise PatternError("look-around and flags inside a pattern are not supported", start)
        self.at = end + 1

    def _escape(self, start: int) -> Tree:
        letter = self._peek()
        lowered = letter.lower()
        if letter and lowered in _CLASSES:
            self.at += 1
            return Chars(_CLASSES[lowered], letter.isupper())
        if letter in ("A", "z", "Z"):
            self.at += 1
            return Edge(start=letter == "A")
        found = self._escaped(start)
        return self._letters(((found, found),))

    def _escaped(self, start: int) -> str:
        """The character that `\\n`, `\\x2e`, `\\u00e9` or `\\.` stands for."""
        letter = self._peek()
        self.at += 1
        if letter in ("x", "u"):
            length = 2 if letter == "x" else 4
            digits = self.text[self.at : self.at + length]
            if len(digits) == length and all(digit in "0123456789abcdefABCDEF" for digit in digits):
                self.at += length
                return chr(int(digits, 16))
        elif letter in _CONTROLS:
            return _CONTROLS[letter]
        elif letter and not letter.isalnum():
            return letter
        raise PatternError(f"`\\{letter}` is not supported", start)

    def _class(self, start: int) -> Tree:
        negated = self._takes("^")
        ranges: list[tuple[str, str]] = []
        first = True
        while first or self._peek() != "]":
            if not self._peek():
                raise PatternError("this `[` is never closed", start)
            ranges += self._member()
            first = False
        self.at += 1
        return self._letters(tuple(ranges), negated)

    def _member(self) -> Ranges:
        start = self.at
        if self._takes("[:"):
            return self._posix(start)
        low = self._class_letter()
        if isinstance(low, tuple):
            return low
        if self._peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
            self.at += 1
            high = self._class_letter()
            if isinstance(high, tuple) or high < low:
                raise PatternError("a range goes from a lower to a higher character", start)
            return ((low, high),)
        return ((low, low),)

    def _class_letter(self) -> str | Ranges:
        start = self.at
        if not self._takes("\\"):
            self.at += 1
            return self.text[start]
        letter = self._peek()
        if letter and letter.lower() in _CLASSES:
            self.at += 1
            ranges = _CLASSES[letter.lower()]
            return ranges if letter.islower() else _others(ranges)
        if letter == "b":
            self.at += 1
            return "\b"
        return self._escaped(start)

    def _posix(self, start: int) -> Ranges:
        end = self.text.find(":]", self.at)
        ranges = _POSIX.get(self.text[self.at : end]) if end > 0 else None
        if ranges is None:
            raise PatternError("there is no such class of characters", start)
        self.at = end + 2
        return ranges

    def _letters(self, ranges: Ranges, negated: bool = False) -> Chars:
        return Chars(_cases(ranges) if self.both_cases else ranges, negated)


def _others(ranges: Ranges) -> Ranges:
    """All characters outside of sorted ranges."""
    made: list[tuple[str, str]] = []
    low = 0
    for first, last in ranges:
        if ord(first) > low:
            made.append((chr(low), chr(ord(first) - 1)))
        low = ord(last) + 1
    return (*made, (chr(low), _LAST))


def _cases(ranges: Ranges) -> Ranges:
    """The ranges, and those of the other case of their plain letters."""
    more: list[tuple[str, str]] = []
    for low, high in ranges:
        for first, last, other in (("a", "z", "A"), ("A", "Z", "a")):
            start, end = max(low, first), min(high, last)
            if start <= end:
                shift = ord(other) - ord(first)
                more.append((chr(ord(start) + shift), chr(ord(end) + shift)))
    return (*ranges, *more)
