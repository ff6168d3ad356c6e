"""What people get wrong, each with its own message and its own way to read on.

First the habits that need a closer look, then the small repairs (a mark missing, a mark too much, one for another):
of all that fit, the one that lets reading go furthest is taken to be what was meant.
"""

from __future__ import annotations

from collections.abc import Callable

from nimbus_lang.diagnostics.model import Diagnostic, Fix
from nimbus_lang.syntax import errors_habits, errors_structure
from nimbus_lang.syntax.careful import END
from nimbus_lang.syntax.habit_remedies import HABITS
from nimbus_lang.syntax.split import DECLARATIONS
from nimbus_lang.syntax.tokens import fixed_kinds
from nimbus_lang.syntax.trouble import Mended, Trouble
from nimbus_lang.syntax.word_remedies import WORD_HABITS
from nimbus_lang.syntax.wording import replace
from nimbus_lang.syntax.words import VALUES, expectations, found, literal, shown

Make = Callable[[Trouble], Diagnostic]
__all__ = ["Mended", "Trouble", "mend"]


def mend(trouble: Trouble) -> Mended | None:
    """The report for what is wrong here and where to go on; None when nothing special fits."""
    for habit in (*WORD_HABITS, *HABITS):
        mended = habit(trouble)
        if mended is not None:
            return mended
    return _best_repair(trouble)


def _best_repair(trouble: Trouble) -> Mended | None:
    best: tuple[int, list[str], int, Make] | None = None
    for symbols, skip, make in _repairs(trouble):
        if best is not None and not symbols and skip > 1:
            break  # leaving several tokens out is only for when nothing else helps
        score = trouble.score(symbols, skip)
        if score >= 0 and (best is None or score > best[0]):
            best = (score, symbols, skip, make)
    if _complete(trouble) and (best is None or not best[1]):
        return Mended(_unexpected(trouble), len(trouble.tokens))
    if best is None:
        return None
    _, symbols, skip, make = best
    report = make(trouble)
    return Mended(report, trouble.apply(symbols, skip))


def _complete(trouble: Trouble) -> bool:
    """Whether the declaration could end here, outside of all brackets: then what follows is all left over."""
    return END in trouble.expected and not trouble.careful.open_brackets()


def _repairs(trouble: Trouble) -> list[tuple[list[str], int, Make]]:
    """Symbols to put in, tokens to leave out, and the message, the likelier first."""
    kind = trouble.token[0]
    repairs: list[tuple[list[str], int, Make]] = []
    if kind == "COLON":
        repairs.append((["EQUAL"], 1, _colon_for_equals))
    if kind == "EQ":
        repairs.append((["EQUAL"], 1, _one_equals))
    if kind == "EQUAL":
        repairs.append((["COLON"], 1, _equals_for_colon))
        repairs.append((["EQ"], 1, _two_equals))
    repairs += [
        (["EQUAL"], 0, _missing_equals),
        (["COLON"], 0, _missing_colon),
        (["COMMA"], 0, _missing_comma),
        (["expr"], 0, _missing_value),
        (["operand"], 0, _missing_value),
        (["type"], 0, _missing_type),
        (["EQUAL", "expr"], 0, _missing_equals),
        (["COLON", "type"], 0, _missing_type),
        (["body"], 0, _missing_body),
        (["held"], 0, _missing_body),
        (["ELSE", "expr"], 0, _incomplete_conditional),
        (["THEN"], 0, _incomplete_conditional),
        (["THEN", "expr", "ELSE", "expr"], 0, _incomplete_conditional),
    ]
    if "LBRACE" in trouble.expected and not trouble.expected & {"NULL", "NUMBER"}:
        repairs.append((["LBRACE", "RBRACE"], 0, _missing_body))
    if "LT" in trouble.careful.symbols and "PLUS" not in trouble.expected:
        repairs.append((["GT"], 0, _open_generic))
    fixed = set(fixed_kinds().values()) - {"COMMA"}
    few = trouble.expected & fixed if len(trouble.expected - {"COMMA", END}) <= 4 else set()
    if len(few) <= 3:
        repairs += [([word], 1, _instead(word)) for word in sorted(few) if kind != END]
        repairs += [([word], 0, _before(word)) for word in sorted(few)]
    repairs.append((["onetype"], 0, _missing_type))
    if kind != END:
        repairs += [([], skip, _unexpected) for skip in (1, 2, 3) if _plain(trouble, skip)]
    return repairs


def _plain(trouble: Trouble, skip: int) -> bool:
    """Whether the next tokens hold no bracket, so that leaving them out keeps the rest balanced."""
    marks = ("LBRACE", "RBRACE", "LPAR", "RPAR", "LSQB", "RSQB", END)
    return all(trouble.peek(n)[0] not in marks for n in range(skip))


def _key(trouble: Trouble) -> str:
    """The word before; behind `web[x in xs]`, the name of what is declared."""
    if trouble.before and trouble.before[0] == "RSQB":
        symbols = trouble.careful.symbols
        at = next((n + 1 for n, symbol in enumerate(symbols) if symbol in DECLARATIONS), None)
        if at is not None and at < len(symbols) and symbols[at] == "NAME":
            return trouble.text(trouble.careful.values[at])
    return trouble.text(trouble.before).strip('"')


def _found(trouble: Trouble) -> str:
    return found(trouble.build.text, trouble.token)


def _colon_for_equals(trouble: Trouble) -> Diagnostic:
    return errors_habits.colon_for_equals(trouble.here, _key(trouble))


def _equals_for_colon(trouble: Trouble) -> Diagnostic:
    return errors_habits.equals_for_colon(trouble.here, _key(trouble))


def _one_equals(trouble: Trouble) -> Diagnostic:
    return errors_habits.wrong_equality(trouble.here, "==", "=")


def _two_equals(trouble: Trouble) -> Diagnostic:
    return errors_habits.wrong_equality(trouble.here, "=", "==")


def _missing_equals(trouble: Trouble) -> Diagnostic:
    if trouble.token[0] == "LBRACE":
        return errors_habits.block_without_equals(trouble.there, _key(trouble), trouble.gap)
    if trouble.token[0] in VALUES or trouble.token[0] == "LOST":
        return errors_structure.missing_equals(
            trouble.here, _key(trouble), _found(trouble), trouble.gap
        )
    return errors_structure.missing_equals(trouble.there, _key(trouble), _found(trouble), None)


def _missing_colon(trouble: Trouble) -> Diagnostic:
    return errors_structure.missing_colon(trouble.here, _key(trouble), _found(trouble), trouble.gap)


def _missing_comma(trouble: Trouble) -> Diagnostic:
    return errors_structure.missing_comma(trouble.here, _found(trouble), trouble.gap)


def _missing_value(trouble: Trouble) -> Diagnostic:
    after = shown(trouble.text(trouble.before)) if trouble.before else "this"
    return errors_structure.missing_value(trouble.there, _found(trouble), after)


def _missing_type(trouble: Trouble) -> Diagnostic:
    named = [
        value
        for symbol, value in zip(trouble.careful.symbols, trouble.careful.values, strict=True)
        if symbol in ("NAME", "key")
    ]
    key = trouble.text(named[-1]) if named else _key(trouble)
    return errors_structure.missing_type(trouble.there, key, _found(trouble), None)


def _open_generic(trouble: Trouble) -> Diagnostic:
    symbols, values = trouble.careful.symbols, trouble.careful.values
    at = max((n for n, symbol in enumerate(symbols) if symbol == "LT"), default=-1)
    opener = trouble.span(values[at]) if at >= 0 and type(values[at]) is tuple else trouble.there
    return errors_structure.unclosed(opener, "<", ">", trouble.gap, _found(trouble))


def _missing_body(trouble: Trouble) -> Diagnostic:
    return errors_structure.missing_body(trouble.there, trouble.gap)


def _incomplete_conditional(trouble: Trouble) -> Diagnostic:
    missing = "`then`" if "THEN" in trouble.expected else "`else`"
    return errors_habits.bad_conditional(trouble.here, _found(trouble), f"{missing} is missing")


def _unexpected(trouble: Trouble) -> Diagnostic:
    return unexpected(trouble)


def _instead(kind: str) -> Make:
    """The report that another word or mark belongs here."""
    text = literal(kind)

    def make(trouble: Trouble) -> Diagnostic:
        return unexpected(trouble, f"Write `{text}` instead.", replace(trouble.here, text))

    return make


def _before(kind: str) -> Make:
    """The report that a word or mark is missing here."""
    text = literal(kind)

    def make(trouble: Trouble) -> Diagnostic:
        fix = replace(trouble.gap, f" {text}", f"insert `{text}`")
        return unexpected(trouble, f"Write `{text}` before it.", fix)

    return make


def unexpected(trouble: Trouble, advice: str = "", fix: Fix | None = None) -> Diagnostic:
    """NB1001 with what the table would accept at this place."""
    where = f" after {shown(trouble.text(trouble.before))}" if trouble.before else ""
    words = expectations(trouble.expected)
    return errors_structure.unexpected(trouble.here, _found(trouble), words, where, advice, fix)
