"""What other languages write differently: quotes, comments, operators, `:` and `=`, types, blocks. One function a code.

They are given facts (spans, what was found, what Nimbus writes) and never look at the tokens or the text themselves.
"""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic, Fix
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.meta_words import META_ARGUMENTS
from nimbus_lang.syntax.wording import error, replace


def colon_for_equals(span: Span, key: str) -> Diagnostic:
    """NB1004."""
    return error(
        "NB1004",
        "Colon where an equals sign belongs",
        f"`{key}` is given a value here, and values are given with `=`; `:` always means *has type*. "
        f"Write `{key} = ...`.",
        span,
        [replace(span, " =", "write `=`")],
    )


def equals_for_colon(span: Span, key: str) -> Diagnostic:
    """NB1005."""
    return error(
        "NB1005",
        "Equals sign where a colon belongs",
        f"`{key}` is given a type here, and types are given with `:`; `=` always means *has value*. "
        f"Write `{key}: ...`.",
        span,
        [replace(span, ":", "write `:`")],
    )


def wrong_equality(span: Span, found: str, wanted: str) -> Diagnostic:
    """NB1006."""
    why = (
        "to compare two values, use `==`; `=` gives a name its value"
        if wanted == "=="
        else "to give a value, use one `=`; `==` compares two values"
    )
    return error(
        "NB1006",
        "Wrong kind of equals sign",
        f"I found `{found}` where `{wanted}` belongs: {why}.",
        span,
        [replace(span, wanted)],
    )


def single_quoted(span: Span, text: str, fixed: str) -> Diagnostic:
    """NB1014."""
    return error(
        "NB1014",
        "String in the wrong quotes",
        f"Strings stand in double quotes only. Instead of {text} write `{fixed}`.",
        span,
        [replace(span, fixed)],
    )


def foreign_comment(span: Span, mark: str, fixed: str | None) -> Diagnostic:
    """NB1015."""
    return error(
        "NB1015",
        "Comment in another language's style",
        f"`{mark}` begins no comment here: comments begin with `#` and go to the end of the line "
        "(`##` documents the declaration below).",
        span,
        [replace(span, fixed, "write it with `#`")] if fixed is not None else (),
    )


def foreign_operator(span: Span, found: str, wanted: str, sure: bool = True) -> Diagnostic:
    """NB1016."""
    return error(
        "NB1016",
        "Operator of another language",
        f"`{found}` is not an operator here. Write `{wanted.strip()}`.",
        span,
        [replace(span, wanted, f"write `{wanted.strip()}`")] if sure else (),
    )


def semicolon(span: Span, instead: str = "") -> Diagnostic:
    """NB1017."""
    if instead:
        return error(
            "NB1017",
            "Semicolon",
            f"Elements are parted by `{instead}`, not by `;`. Write `{instead}`.",
            span,
            [replace(span, instead)],
        )
    return error(
        "NB1017",
        "Semicolon",
        "Nothing is ended with `;` here: the next entry or declaration begins by itself. Remove it.",
        span,
        [replace(span, "", "remove `;`")],
    )


def bare_interpolation(span: Span, inside: str, fix: Fix) -> Diagnostic:
    """NB1018."""
    return error(
        "NB1018",
        "Interpolation outside a string",
        f"`${{...}}` puts a value into a string; outside of one the value is written by itself: `{inside}`.",
        span,
        [fix],
    )


def block_without_equals(span: Span, key: str, at: Span) -> Diagnostic:
    """NB1019."""
    if key in META_ARGUMENTS:
        said = f"A resource has no `{key}` here. {META_ARGUMENTS[key]}"
        return error("NB1019", "Block without an equals sign", said, span)
    return error(
        "NB1019",
        "Block without an equals sign",
        f"`{key}` is a field, and a field is given its value with `=`, also when the value is an object. "
        f"Write `{key} = {{ ... }}`; a block that is repeated is a list: `{key} = [{{ ... }}, {{ ... }}]`.",
        span,
        [replace(at, " =", "insert `=`")],
    )


def not_a_declaration(span: Span, found: str, advice: str, fix: Fix | None = None) -> Diagnostic:
    """NB1029."""
    return error(
        "NB1029",
        "Not a declaration",
        f"A file is made of declarations, and `{found}` is not how one begins. {advice}",
        span,
        [fix] if fix else (),
    )


def bad_conditional(span: Span, found: str, why: str) -> Diagnostic:
    """NB1030."""
    return error(
        "NB1030",
        "Incomplete conditional",
        f"A conditional is written `if condition then value else value`; {why} (I found {found}). "
        "Write all three words; for *nothing* use `else null`.",
        span,
    )


def computed_key(span: Span) -> Diagnostic:
    """NB1034."""
    return error(
        "NB1034",
        "Computed key",
        "The keys of an object are fixed words, so that every field has a type; this one is computed. "
        "For a map with computed keys write `{ key = value for name in collection }`.",
        span,
    )


def computed_type(span: Span) -> Diagnostic:
    """NB1034."""
    return error(
        "NB1034",
        "Computed key",
        "A text used as a type is one fixed text, so it cannot hold `${...}`. Write it out.",
        span,
    )


def unquoted(span: Span, text: str) -> Diagnostic:
    """NB1036."""
    return error(
        "NB1036",
        "Text without quotes",
        f'`{text}` looks like a text, and texts stand in double quotes. Write `"{text}"`.',
        span,
        [replace(span, f'"{text}"', "put it in quotes")],
    )


def foreign_comprehension(span: Span, shape: str) -> Diagnostic:
    """NB1037."""
    return error(
        "NB1037",
        "Comprehension in another language's order",
        f"A comprehension begins with what it makes, and `for` comes after it. Write `{shape}`.",
        span,
    )


def foreign_type(span: Span, found: str, written: str, whole: bool = True) -> Diagnostic:
    """NB1039."""
    return error(
        "NB1039",
        "Type in another language's style",
        f"`{found}` is not how a type is written. Write `{written}`.",
        span,
        [replace(span, written if whole else written[-1])],
    )


def keyed_map(span: Span, found: str) -> Diagnostic:
    """NB1039."""
    return error(
        "NB1039",
        "Type in another language's style",
        f"The keys of a map are always texts, so only the type of its values is written. Remove `{found}`.",
        span,
        [replace(span, "", "remove the type of the keys")],
    )
