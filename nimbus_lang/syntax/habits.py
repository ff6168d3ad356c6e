"""Marks of other languages: each is reported with what Nimbus writes instead, and read as if that stood there.

Takes the tokens of a damaged declaration and hands back tokens of the grammar only (and `LOST`, a value that could
not be read), so that everything else in the declaration is still understood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.span import Span
from nimbus_lang.syntax import errors_habits, errors_lexical
from nimbus_lang.syntax.split import CLOSERS, DECLARATIONS, OPENERS
from nimbus_lang.syntax.tokens import Token
from nimbus_lang.syntax.wording import replace
from nimbus_lang.syntax.words import VALUES, shown

LOST = "LOST"
UNITS = "Ki Mi Gi Ti Pi Ei kB MB GB TB PB ms s min h d w m".split()  # noqa: SIM905
LONG_UNITS = {
    "days": "d",
    "day": "d",
    "hours": "h",
    "hour": "h",
    "hr": "h",
    "hrs": "h",
    "minutes": "min",
    "minute": "min",
    "mins": "min",
    "seconds": "s",
    "second": "s",
    "sec": "s",
    "secs": "s",
    "weeks": "w",
    "week": "w",
    "G": "GB",
    "M": "MB",
    "K": "kB",
    "T": "TB",
    "GiB": "Gi",
    "MiB": "Mi",
    "KiB": "Ki",
    "TiB": "Ti",
    "gb": "GB",
    "mb": "MB",
    "kb": "kB",
    "gi": "Gi",
    "mi": "Mi",
    "B": "kB",
}
OPERATORS = {
    "===": ("EQ", "=="),
    "!==": ("NE", "!="),
    "&&": ("AND", "and"),
    "&": ("AND", "and"),
    "||": ("OR", "or"),
    "|": ("VBAR", "|"),
    ":=": ("EQUAL", "="),
    "=>": ("EQUAL", "="),
    "=": ("EQUAL", "="),
    ":": ("COLON", ":"),
    "::": ("DOT", "."),
    "->": ("COLON", ":"),
    "/": ("SLASH", "/"),
    "!": ("NOT", "not "),
}
MOST_CHARACTERS = 10
WORDS = {
    "is": ("EQ", "=="),
    "eq": ("EQ", "=="),
    "equals": ("EQ", "=="),
    "isnt": ("NE", "!="),
    "ne": ("NE", "!="),
    "AND": ("AND", "and"),
    "And": ("AND", "and"),
    "OR": ("OR", "or"),
    "Or": ("OR", "or"),
    "to": ("RANGE", ".."),
    "mod": ("PERCENT_SIGN", "%"),
    "div": ("SLASH", "/"),
}
# What may come directly before a word that stands for an operator.
ENDS = VALUES - {"IF", "NOT", "MINUS", "LPAR", "LSQB", "LBRACE"} | CLOSERS


def translate(
    path: str, text: str, tokens: list[Token], report: Callable[[Diagnostic], None]
) -> list[Token]:
    """The tokens in Nimbus's own marks; what was foreign is reported."""
    translator = _Translator(path, text, tokens, report)
    return [made for at, token in enumerate(tokens) for made in translator.token(at, token)]


class _Translator:
    def __init__(
        self, path: str, text: str, tokens: list[Token], report: Callable[[Diagnostic], None]
    ) -> None:
        self.path = path
        self.text = text
        self.tokens = tokens
        self.report = report
        self.closers: dict[int, str] = {}
        self.characters = 0

    def token(self, at: int, token: Token) -> list[Token]:
        """What stands for this token."""
        kind, start, end = token
        if at in self.closers:
            return [(self.closers[at], start, end)]
        if kind == "NAME" and at:
            return self._word(at, token)
        if kind in ("LT", "GT") and self._unequal(at, kind):
            return self._unequal_as_ours(token) if kind == "LT" else []
        if not kind.startswith("BAD_"):
            return [token]
        span = Span(self.path, start, end)
        word = self.text[start:end]
        match kind:
            case "BAD_STRING":
                return [("STRING", start, end)]
            case "BAD_NAME":
                if not word.isascii():
                    self.report(errors_lexical.foreign_character(span, *_described(word)))
                return [("NAME", start, end)]
            case "BAD_OPEN_STRING":
                self.report(errors_lexical.open_string(span, Span(self.path, end, end)))
                return [("STRING", start, end)]
            case "BAD_BLOCK_STRING":
                self.report(errors_lexical.open_block_string(Span(self.path, start, start + 3)))
                return [(LOST, start, end)]
            case "BAD_QUOTED":
                self.report(errors_habits.single_quoted(span, shown(word), _requoted(word)))
                return [("STRING", start, end)]
            case "BAD_COMMENT":
                return self._comment(token, span, word)
            case "BAD_NUMBER":
                if at and self.tokens[at - 1][0] in DECLARATIONS:
                    why = f"{shown(word)} begins with a digit"
                    self.report(errors_lexical.bad_name(span, "a name", why, None))
                    return [("NAME", start, end)]
                self.report(number_problem(span, word))
                return [(LOST, start, end)]
            case "BAD_INTERPOLATION":
                return self._interpolation(at, span)
            case "BAD_MARK":
                return self._mark(at, token, span, word)
            case _:
                return self._character(span, word)

    def _word(self, at: int, token: Token) -> list[Token]:
        """A name, unless it stands where only an operator or a unit can: `x is null`, `5 GB`."""
        word = self.text[token[1] : token[2]]
        before = self.tokens[at - 1]
        after = self.tokens[at + 1][0] if at + 1 < len(self.tokens) else ""
        if word in WORDS and before[0] in ENDS and after in VALUES:
            kind, wanted = WORDS[word]
            span = Span(self.path, token[1], token[2])
            self.report(errors_habits.foreign_operator(span, word, wanted))
            return [(kind, token[1], token[2])]
        unit = word if word in UNITS else LONG_UNITS.get(word)
        if before[0] == "NUMBER" and unit and after not in ("EQUAL", "COLON", "QMARK"):
            span = Span(self.path, before[1], token[2])
            fixed = f"{self.text[before[1] : before[2]]}{unit}"
            why = f"a unit stands directly behind its number. Write `{fixed}`"
            shown_text = self.text[span.start : span.end]
            self.report(errors_lexical.malformed_number(span, shown_text, why, fixed))
            return []
        return [token]

    def _unequal(self, at: int, kind: str) -> bool:
        """Whether this is one half of `<>`."""
        first = at if kind == "LT" else at - 1
        pair = self.tokens[max(first, 0) : first + 2]
        joined = [k for k, _, _ in pair] == ["LT", "GT"] and pair[0][2] == pair[1][1]
        return joined and not self._in_type(first)

    def _unequal_as_ours(self, token: Token) -> list[Token]:
        _, start, end = token
        self.report(errors_habits.foreign_operator(Span(self.path, start, end + 1), "<>", "!="))
        return [("NE", start, end + 1)]

    def _comment(self, token: Token, span: Span, word: str) -> list[Token]:
        if word.startswith("//"):
            self.report(
                errors_habits.foreign_comment(
                    Span(self.path, span.start, span.start + 2), "//", "#"
                )
            )
            return []
        lines = [line.strip(" \t*/") for line in word.splitlines()]
        fixed = "\n".join(f"# {line}".rstrip() for line in lines if line)
        after = self.text[span.end : span.end + 80].split("\n", 1)[0].strip()
        self.report(errors_habits.foreign_comment(span, "/*", None if after else fixed))
        return []

    def _interpolation(self, at: int, span: Span) -> list[Token]:
        close = self._matching(at)
        if close is None:
            self.report(
                errors_habits.bare_interpolation(span, "name", replace(span, "", "remove it"))
            )
            return []
        closing = self.tokens[close]
        inside = self.text[span.end : closing[1]]
        edits = (Edit(span, ""), Edit(Span(self.path, closing[1], closing[2]), ""))
        whole = Span(self.path, span.start, closing[2])
        fix = Fix("remove `${` and `}`", edits)
        self.report(errors_habits.bare_interpolation(whole, " ".join(inside.split()), fix))
        self.closers[close] = "RPAR"
        return [("LPAR", span.start, span.end)]

    def _matching(self, at: int) -> int | None:
        depth = 0
        for index in range(at, len(self.tokens)):
            kind = self.tokens[index][0]
            if kind in OPENERS:
                depth += 1
            elif kind in CLOSERS:
                depth -= 1
                if depth == 0:
                    return index if kind == "RBRACE" else None
        return None

    def _mark(self, at: int, token: Token, span: Span, word: str) -> list[Token]:
        if word == ";":
            return self._semicolon(at, token, span)
        if word == "||" and self._in_type(at):
            self.report(errors_habits.foreign_type(span, word, "|"))
            return [("VBAR", token[1], token[2])]
        kind, wanted = OPERATORS[word]
        if word != wanted and not (word == "=>" and self._in_foreign_comprehension(at)):
            # What an arrow stood for is not sure enough to write it.
            self.report(
                errors_habits.foreign_operator(span, word, wanted, sure=word not in ("=>", "->"))
            )
        return [(kind, token[1], token[2])]

    def _semicolon(self, at: int, token: Token, span: Span) -> list[Token]:
        """In a list or call it stands for a comma, elsewhere for nothing."""
        opener = self._opener(at)
        if opener is not None and self.tokens[opener][0] in ("LSQB", "LPAR"):
            self.report(errors_habits.semicolon(span, ","))
            return [("COMMA", token[1], token[2])]
        self.report(errors_habits.semicolon(span))
        return []

    def _in_type(self, at: int) -> bool:
        """Whether the mark that leads here is the `:` of a type, or the `=` of a type declaration."""
        for index in range(at - 1, 0, -1):
            kind = self.tokens[index][0]
            if kind in ("COLON", "EQUAL"):
                return kind == "COLON" or self.tokens[index - 2][0] == "TYPE"
            if kind in DECLARATIONS:
                return False
        return False

    def _opener(self, at: int) -> int | None:
        """The innermost bracket that is open before a token."""
        depth = 0
        for index in range(at - 1, -1, -1):
            kind = self.tokens[index][0]
            if kind in CLOSERS:
                depth += 1
            elif kind in OPENERS:
                depth -= 1
                if depth < 0:
                    return index
        return None

    def _in_foreign_comprehension(self, at: int) -> bool:
        """Whether the bracket around this token begins with `for`: then that is what gets reported."""
        opener = self._opener(at)
        return opener is not None and self.tokens[opener + 1][0] == "FOR"

    def _character(self, span: Span, word: str) -> list[Token]:
        self.characters += 1
        if self.characters <= MOST_CHARACTERS:
            name, advice = _described(word)
            fix = replace(span, "", "remove it") if _invisible(word[0]) else None
            self.report(errors_lexical.foreign_character(span, name, advice, fix))
        return []


def _requoted(word: str) -> str:
    inside = word[1:-1].replace("\\'", "'").replace('"', '\\"')
    return f'"{inside}"'


def _described(word: str) -> tuple[str, str]:
    """What a character is called and what to do about it."""
    first = word[0]
    if first == "\x00":
        return (
            "a NUL byte",
            "This may not be a text file, or not one in UTF-8. Save it as UTF-8 text.",
        )
    if _invisible(first):
        called = unicodedata.name(first, f"U+{ord(first):04X}").lower()
        return f"the invisible character {called}", "Remove it, or write an ordinary blank."
    if first.isalpha():
        return shown(
            word
        ), "Names are made of the letters a to z, digits and `_`; other letters belong in a string."
    if first == "`":
        return "a backtick", 'Strings stand in double quotes: `"text"`.'
    return shown(word), "Remove it, or put it into a string."


def _invisible(character: str) -> bool:
    """Whether a character has no shape of its own: a control, a mark of direction, an odd blank."""
    return unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cs")


_UNIT = re.compile(r"([0-9]+(?:\.[0-9]+)?)([A-Za-z]+)")


_TIMES = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?:in)?)?(?:(\d+)s)?")


def _in_minutes(word: str) -> str | None:
    """`4h30m` as `270min` (with seconds: in those); None for what has fewer than two parts."""
    match = _TIMES.fullmatch(word)
    parts = match.groups() if match is not None else ()
    if sum(part is not None for part in parts) < 2:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in parts)
    whole = (days * 24 + hours) * 60 + minutes
    return f"{whole * 60 + seconds}s" if seconds else f"{whole}min"


def number_problem(span: Span, word: str) -> Diagnostic:
    """Why a text that begins with a digit is no number."""
    if re.fullmatch(r"0[xXoObB][0-9A-Fa-f_]+", word):
        value = _in_base(word)
        return errors_lexical.malformed_number(
            span,
            word,
            "numbers are written in base 10" + (f". Write `{value}`" if value else ""),
            value,
        )
    if re.fullmatch(r"[0-9][0-9_]*(\.[0-9_]+)?", word):
        plain = word.replace("_", "")
        return errors_lexical.malformed_number(
            span, word, f"digits are not grouped. Write `{plain}`", plain
        )
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?[eE][0-9]+", word):
        return errors_lexical.malformed_number(
            span, word, "there is no exponent notation. Write all digits", None
        )
    if re.fullmatch(r"[0-9]+(\.[0-9]+){2,}", word):
        why = f'it has several points. A version or a label is a string: write `"{word}"`'
        return errors_lexical.malformed_number(span, word, why, f'"{word}"')
    match = _UNIT.fullmatch(word)
    minutes = _in_minutes(word)
    if minutes is not None:
        why = f"a span of time has one unit. Write `{minutes}`, or add two: `4h + 30min`"
        return errors_lexical.malformed_number(span, word, why, minutes)
    if match is None:
        why = f'it begins like a number and goes on like a name. If it is a text, write `"{word}"`'
        return errors_lexical.malformed_number(span, word, why, f'"{word}"')
    number, unit = match.groups()
    exact = LONG_UNITS.get(unit) or LONG_UNITS.get(unit.lower())
    return errors_lexical.unknown_unit(
        span, number, unit, [exact] if exact else suggest(unit, UNITS, 2)
    )


def _in_base(word: str) -> str | None:
    try:
        return str(int(word, 0))
    except ValueError:
        return None
