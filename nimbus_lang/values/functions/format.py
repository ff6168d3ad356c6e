"""`format` and `formatlist`: values set into a text as `%s`, `%d`, `%5.2f`, `%q`, `%t`, `%x`, `%v` ask for them.

The verbs are those of Terraform that make sense here; widths are bounded, and a verb that does not fit its value is an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from nimbus_lang.types.model import ANY, STRING
from nimbus_lang.values.arguments import (
    Args,
    check_text,
    document,
    given,
    number,
    rest,
    text,
    whole,
)
from nimbus_lang.values.function import Function, FunctionError, Param
from nimbus_lang.values.functions.made import applied
from nimbus_lang.values.functions.results import Types, always, is_spelled_alike, present
from nimbus_lang.values.functions.strings import spelled
from nimbus_lang.values.model import Value

MAX_WIDTH = 1000
_VERB = re.compile(
    r"%(?P<flags>[-+ 0]*)(?P<width>[0-9]*)(?:\.(?P<precision>[0-9]*))?(?P<verb>.)", re.S
)


def _format(args: Args) -> str:
    return formatted(text(given(args, 0)), list(rest(args, 1)))


def formatted(pattern: str, values: list[Value]) -> str:
    """The pattern with the values in it. Raises `FunctionError` when their number or sort is wrong."""
    made: list[str] = []
    end = used = 0
    for verb in _VERB.finditer(pattern):
        made.append(pattern[end : verb.start()])
        end = verb.end()
        if verb["verb"] == "%":
            made.append("%")
            continue
        if used == len(values):
            raise FunctionError(
                f"the pattern asks for more values than the {len(values)} that are given"
            )
        made.append(_padded(verb, _spell(verb, values[used])))
        used += 1
    if "%" in pattern[end:]:
        raise FunctionError("the pattern ends in the middle of a verb: write %% for a percent sign")
    if used < len(values):
        raise FunctionError(f"the pattern asks for {used} values, and {len(values)} are given")
    result = "".join((*made, pattern[end:]))
    check_text(len(result))
    return result


def _spell(verb: re.Match[str], value: Value) -> str:
    match verb["verb"]:
        case "s" | "v":
            return _text(value)
        case "q":
            return json.dumps(spelled(value), ensure_ascii=False)
        case "d":
            return _signed(verb, str(whole(value)))
        case "x" | "X" | "o" | "b":
            return _signed(verb, f"{whole(value):{verb['verb']}}")
        case "f":
            return _signed(verb, _fixed(verb, value))
        case "t" if isinstance(value.data, bool):
            return spelled(value)
        case "t":
            raise FunctionError("%t takes true or false")
        case other:
            raise FunctionError(f"there is no verb %{other}: write %s, %d, %f, %q, %t, %x or %v")


def _text(value: Value) -> str:
    if value.data is None or isinstance(value.data, tuple | Mapping):
        return json.dumps(document(value), ensure_ascii=False, separators=(",", ":"))
    return spelled(value)


def _fixed(verb: re.Match[str], value: Value) -> str:
    places = _bounded(verb["precision"], 6)
    with localcontext() as context:
        context.prec = 2 * MAX_WIDTH
        step = Decimal(1).scaleb(-places)
        return f"{Decimal(number(value)).quantize(step, rounding=ROUND_HALF_EVEN):f}"


def _bounded(digits: str | None, default: int) -> int:
    if not digits:
        return default
    if len(digits) > 4 or int(digits) > MAX_WIDTH:
        raise FunctionError(f"a width is at most {MAX_WIDTH}")
    return int(digits)


def _signed(verb: re.Match[str], digits: str) -> str:
    if digits.startswith("-"):
        return digits
    return ("+" if "+" in verb["flags"] else " " if " " in verb["flags"] else "") + digits


def _padded(verb: re.Match[str], spelled_out: str) -> str:
    width = _bounded(verb["width"], 0)
    if "-" in verb["flags"]:
        return spelled_out.ljust(width)
    if "0" in verb["flags"] and verb["verb"] in "dfxXob":
        return spelled_out.zfill(width)
    return spelled_out.rjust(width)


def _plain(types: Types) -> bool:
    """Terraform formats texts, numbers and booleans alike; quantities and lists it does not know."""
    return all(type == ANY or is_spelled_alike(type) for type in present(types, 1))


FORMATS = (
    Function(
        "format",
        (Param("pattern", STRING), Param("values", ANY, variadic=True)),
        always(STRING),
        applied(_format),
        "A pattern with values set into it: `%s` text, `%d` whole number, `%05d` with zeros, `%.2f`, `%q` quoted, `%x`.",
        ('format("%s-%02d", "web", 7)', '"web-07"'),
        "format",
        same_as_terraform=_plain,
    ),
)
