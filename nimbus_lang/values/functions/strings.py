"""Functions on texts. Positions and lengths count characters as people see them (see `clusters`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from nimbus_lang.types.model import BOOL, INT, STRING, ListT, UnionT
from nimbus_lang.types.pattern import PatternError, occurs_in
from nimbus_lang.values.arguments import (
    Args,
    check_length,
    check_text,
    given,
    items,
    maybe,
    text,
    truth,
    whole,
    wrong,
)
from nimbus_lang.values.function import Function, FunctionError, Param
from nimbus_lang.values.functions.clusters import clusters
from nimbus_lang.values.functions.made import applied, texts
from nimbus_lang.values.functions.results import TEXT, Types, always, argument, is_spelled_alike
from nimbus_lang.values.functions.results import items as item_of
from nimbus_lang.values.model import Data, Value
from nimbus_lang.values.show import scalar_text

_TEXT = Param("text", STRING)


def spelled(value: Value) -> str:
    """The text of a scalar, as an interpolation gives it."""
    if value.data is None or isinstance(value.data, tuple | Mapping):
        raise wrong(value, "a text, a number or another single value")
    return scalar_text(value.data)


def _on_text(work: Callable[[str], str]) -> Callable[[Args], Data]:
    return lambda args: work(text(given(args, 0)))


def _upper(found: str) -> str:
    """Character by character, as Terraform does: a letter without a single capital stays."""
    return "".join(up if len(up := letter.upper()) == 1 else letter for letter in found)


def _lower(found: str) -> str:
    return "".join(letter.lower()[0] for letter in found)


def _title(found: str) -> str:
    return re.sub(r"(?<!\w)[^\W\d_]", lambda letter: _upper(letter[0]), found)


def _join(args: Args) -> str:
    separator = text(given(args, 0))
    parts = [spelled(item) for item in items(given(args, 1))]
    check_text(sum(map(len, parts)) + len(separator) * len(parts))
    return separator.join(parts)


def _joins_texts(types: Types) -> bool:
    return is_spelled_alike(item_of(argument(types, 1)))


def _split(args: Args) -> Data:
    separator, found = text(given(args, 0)), text(given(args, 1))
    check_length(found.count(separator) + 1 if separator else len(found))
    return texts(args, found.split(separator) if separator else list(found))


def _trim(args: Args) -> str:
    characters = maybe(args, 1)
    return text(given(args, 0)).strip(None if characters is None else text(characters))


def _replace(args: Args) -> str:
    found, old, new = (text(given(args, at)) for at in range(3))
    if len(old) > 1 and old[0] == old[-1] == "/":
        raise FunctionError("replace takes a plain text; Terraform would read /…/ as a pattern")
    check_text(len(found) + found.count(old) * len(new))
    return found.replace(old, new)


def _substr(args: Args) -> str:
    """As Terraform: a negative length means all the rest, and so does none at all of a place counted from the end."""
    found, offset, length = (
        clusters(text(given(args, 0))),
        whole(given(args, 1)),
        whole(given(args, 2)),
    )
    start = max(len(found) + offset, 0) if offset < 0 else offset
    rest = length < 0 or (length == 0 and offset < 0)
    return "".join(found[start:] if rest else found[start : start + length])


def _repeat(args: Args) -> str:
    found, count = text(given(args, 0)), whole(given(args, 1))
    if count < 0:
        raise FunctionError(f"a text is repeated 0 times or more, not {count} times")
    check_text(len(found) * count)
    return found * count


def _indent(args: Args) -> str:
    count, found = whole(given(args, 0)), text(given(args, 1))
    if count < 0:
        raise FunctionError(f"an indentation is 0 or more, not {count}")
    check_text(len(found) + count * found.count("\n"))
    return found.replace("\n", "\n" + " " * count)


def _matches(args: Args) -> bool:
    try:
        return occurs_in(text(given(args, 0)), text(given(args, 1)))
    except PatternError as error:
        raise FunctionError(f"this is no pattern that can be used: {error}") from None


def _to_string(args: Args) -> str:
    return spelled(given(args, 0))


def _spells_alike(types: Types) -> bool:
    """Terraform spells what it knows as we do; quantities it does not know."""
    return is_spelled_alike(argument(types, 0))


def _to_bool(args: Args) -> bool:
    value = given(args, 0)
    if isinstance(value.data, str) and value.data in ("true", "false", "1", "0"):
        return value.data in ("true", "1")
    return truth(value)


def _text(
    name: str,
    work: Callable[[str], str],
    doc: str,
    example: tuple[str, str],
    terraform: str | None = None,
) -> Function:
    """A function from one text to another, called in Terraform as it is here."""
    return Function(
        name, (_TEXT,), always(STRING), applied(_on_text(work)), doc, example, terraform or name
    )


def _asks(
    name: str, parameter: str, work: Callable[[str, str], bool], doc: str, example: tuple[str, str]
) -> Function:
    """A question about a text and a part of it."""
    apply = applied(lambda args: work(text(given(args, 0)), text(given(args, 1))))
    return Function(
        name, (_TEXT, Param(parameter, STRING)), always(BOOL), apply, doc, example, name
    )


def _cuts(
    name: str, work: Callable[[str, str], str], doc: str, example: tuple[str, str]
) -> Function:
    """A text without a part of it."""
    apply = applied(lambda args: work(text(given(args, 0)), text(given(args, 1))))
    return Function(name, (_TEXT, Param("part", STRING)), always(STRING), apply, doc, example, name)


STRINGS = (
    _text("lower", _lower, "The text in small letters.", ('lower("ABC")', '"abc"')),
    _text("upper", _upper, "The text in capital letters.", ('upper("abc")', '"ABC"')),
    _text(
        "title",
        _title,
        "The text with the first letter of each word capital.",
        ('title("a shop")', '"A Shop"'),
    ),
    _text(
        "trimspace", str.strip, "The text without blanks at its ends.", ('trimspace(" a ")', '"a"')
    ),
    _text(
        "chomp",
        lambda found: found.rstrip("\r\n"),
        "The text without line ends at its end.",
        (r'chomp("a\n")', '"a"'),
    ),
    _text(
        "strrev",
        lambda found: "".join(reversed(clusters(found))),
        "The text backwards.",
        ('strrev("abc")', '"cba"'),
    ),
    Function(
        "join",
        (Param("separator", STRING), Param("list", ListT(TEXT))),
        always(STRING),
        applied(_join),
        "The items of a list as one text, with a separator between them.",
        ('["a", "b"].join("-")', '"a-b"'),
        "join",
        receiver=1,
        same_as_terraform=_joins_texts,
    ),
    Function(
        "split",
        (Param("separator", STRING), _TEXT),
        always(ListT(STRING)),
        applied(_split),
        "The parts of a text between the separators.",
        ('"a,b".split(",")', '["a", "b"]'),
        "split",
        receiver=1,
    ),
    Function(
        "trim",
        (_TEXT, Param("characters", STRING, optional=True)),
        always(STRING),
        applied(_trim),
        "The text without these characters at its ends; without blanks when none are named.",
        ('trim("--a--", "-")', '"a"'),
        "trim",
        same_as_terraform=lambda types: len(types) > 1 and types[1] is not None,
    ),
    _cuts(
        "trimprefix",
        str.removeprefix,
        "The text without a part at its start.",
        ('trimprefix("v1.2", "v")', '"1.2"'),
    ),
    _cuts(
        "trimsuffix",
        str.removesuffix,
        "The text without a part at its end.",
        ('trimsuffix("a.zip", ".zip")', '"a"'),
    ),
    Function(
        "replace",
        (_TEXT, Param("old", STRING), Param("new", STRING)),
        always(STRING),
        applied(_replace),
        "The text with every occurrence of a part replaced by another.",
        ('replace("a.b.c", ".", "-")', '"a-b-c"'),
        "replace",
    ),
    _asks(
        "startswith",
        "start",
        str.startswith,
        "Whether a text begins so.",
        ('startswith("abc", "ab")', "true"),
    ),
    _asks(
        "endswith",
        "end",
        str.endswith,
        "Whether a text ends so.",
        ('endswith("abc", "bc")', "true"),
    ),
    _asks(
        "strcontains",
        "part",
        lambda found, part: part in found,
        "Whether a part is in a text.",
        ('strcontains("abc", "b")', "true"),
    ),
    Function(
        "substr",
        (_TEXT, Param("offset", INT), Param("length", INT)),
        always(STRING),
        applied(_substr),
        "Characters of a text from a position on (from the end when negative); a negative length means all the rest.",
        ('substr("abcdef", 1, 3)', '"bcd"'),
        "substr",
    ),
    Function(
        "repeat",
        (_TEXT, Param("count", INT)),
        always(STRING),
        applied(_repeat),
        "The text so many times in a row.",
        ('repeat("ab", 3)', '"ababab"'),
    ),
    Function(
        "indent",
        (Param("spaces", INT), _TEXT),
        always(STRING),
        applied(_indent),
        "The text with so many blanks before every line but the first.",
        (r'indent(2, "a\nb")', r'"a\n  b"'),
        "indent",
        receiver=1,
    ),
    Function(
        "matches",
        (Param("pattern", STRING), _TEXT),
        always(BOOL),
        applied(_matches),
        "Whether a pattern occurs in a text; `^` and `$` tie it to the ends.",
        ('"web-01".matches("^[a-z]+-[0-9]+$")', "true"),
        receiver=1,
    ),
    Function(
        "tostring",
        (Param("value", TEXT),),
        always(STRING),
        applied(_to_string),
        "The text of a number, a quantity, a network or another single value.",
        ("tostring(8080)", '"8080"'),
        "tostring",
        same_as_terraform=_spells_alike,
    ),
    Function(
        "string",
        (Param("value", TEXT),),
        always(STRING),
        applied(_to_string),
        "The short name of `tostring`.",
        ("string(10.0.0.0/16)", '"10.0.0.0/16"'),
        "tostring",
        same_as_terraform=_spells_alike,
    ),
    Function(
        "tobool",
        (Param("value", UnionT((STRING, BOOL))),),
        always(BOOL),
        applied(_to_bool),
        "The truth that a text spells.",
        ('tobool("true")', "true"),
        "tobool",
    ),
)
