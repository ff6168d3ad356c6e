"""What is wrong inside one word: a string, a number, an address, a name, a character. One function a code.

They are given facts (spans, words, what was expected) and never look at the tokens or the text themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.wording import either, error, replace


def open_string(span: Span, at: Span) -> Diagnostic:
    """NB1010."""
    return error(
        "NB1010",
        "Unterminated string",
        'This string has no closing `"` on its line. Close it, or write a text of several lines '
        'between `"""` and `"""`.',
        span,
        [Fix('insert `"`', (Edit(at, '"'),), safe=False)],
    )


def open_block_string(span: Span) -> Diagnostic:
    """NB1011."""
    return error(
        "NB1011",
        "Unterminated block string",
        'This `"""` opens a text of several lines, and no `"""` ends it. Write `"""` on a line of '
        "its own after the last line of the text.",
        span,
    )


def bad_escape(span: Span, found: str) -> Diagnostic:
    """NB1012."""
    doubled = "\\" + found
    return error(
        "NB1012",
        "Unknown escape",
        f'`{found}` is no escape of a string. There are `\\n`, `\\t`, `\\r`, `\\"`, `\\\\`, `\\$` and '
        f"`\\u{{1F600}}`. For a plain backslash write `{doubled}`.",
        span,
        [replace(span, doubled)],
    )


def bad_code_point(span: Span, found: str) -> Diagnostic:
    """NB1012."""
    return error(
        "NB1012",
        "Unknown escape",
        f"`{found}` names no character: code points go from 0 to 10FFFF, without D800 to DFFF. "
        "Write the number of a character.",
        span,
    )


def open_interpolation(span: Span) -> Diagnostic:
    """NB1013."""
    return error(
        "NB1013",
        "Broken interpolation",
        "This `${` has no closing `}` in its string. Close it after the expression; for the two "
        "characters themselves write `$${`.",
        span,
    )


def empty_interpolation(span: Span) -> Diagnostic:
    """NB1013."""
    return error(
        "NB1013",
        "Broken interpolation",
        "There is no expression between `${` and `}`. Write the value to put into the text there, "
        "as in `${name}`, or remove it.",
        span,
    )


def malformed_number(span: Span, text: str, why: str, fixed: str | None) -> Diagnostic:
    """NB1022."""
    return error(
        "NB1022",
        "Malformed number",
        f"I cannot read `{text}`: {why}.",
        span,
        [replace(span, fixed)] if fixed else (),
    )


def leading_zero(span: Span, text: str) -> Diagnostic:
    """NB1022."""
    plain = text.lstrip("0")
    plain = f"0{plain}" if not plain or plain[0] == "." else plain
    return malformed_number(
        span,
        text,
        "a number does not begin with 0, which elsewhere means base 8 or an identifier. "
        f'Write `{plain}` for the number, `"{text}"` for the text (a file mode, an account id)',
        None,
    )


def number_too_long(span: Span) -> Diagnostic:
    """NB1022."""
    return error(
        "NB1022",
        "Malformed number",
        "This number has more digits than any quantity of a cloud. Shorten it; an identifier made of "
        "digits is a string.",
        span,
    )


def unknown_unit(span: Span, number: str, unit: str, near: Sequence[str]) -> Diagnostic:
    """NB1023."""
    hint = f" Did you mean {either([f'`{number}{u}`' for u in near])}?" if near else ""
    fixes = [replace(span, f"{number}{near[0]}")] if len(near) == 1 else []
    return error(
        "NB1023",
        "Unknown unit",
        f"`{unit}` is no unit.{hint} Sizes have Ki Mi Gi Ti Pi Ei or kB MB GB TB PB, times have ms s min h d w, "
        "a processor share has m (thousandths), a share has %.",
        span,
        fixes,
    )


def bad_address(span: Span, text: str, why: str) -> Diagnostic:
    """NB1024."""
    return error(
        "NB1024",
        "Impossible address",
        f"`{text}` is written like an address but is none ({why}). The four numbers of an address go "
        "from 0 to 255 without leading zeros, a prefix from 0 to 32 (128 for IPv6).",
        span,
    )


def foreign_character(span: Span, shown: str, advice: str, fix: Fix | None = None) -> Diagnostic:
    """NB1025."""
    return error(
        "NB1025",
        "Character outside the language",
        f"I found {shown}, which has no meaning outside a string or comment. {advice}",
        span,
        [fix] if fix else (),
    )


def bad_name(span: Span, what: str, why: str, fixed: str | None) -> Diagnostic:
    """NB1028."""
    advice = f" Write `{fixed}`." if fixed else ""
    return error(
        "NB1028",
        "Not a name",
        f"Here I need {what}, but {why}. Names are made of letters, digits and `_` and do not begin "
        f"with a digit.{advice}",
        span,
        [replace(span, fixed)] if fixed else (),
    )
