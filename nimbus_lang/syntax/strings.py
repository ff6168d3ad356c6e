"""The inside of a string: escapes resolved, `${...}` read as expressions, a block's indentation removed.

Works on the text between the quotes; the expressions are read by whoever `Build` names for it.
"""

from __future__ import annotations

import re

from nimbus_lang.syntax import errors_lexical
from nimbus_lang.syntax.build import Build
from nimbus_lang.syntax.expressions import Expr, StringExpr
from nimbus_lang.syntax.tokens import Token

ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "$": "$"}
_SPECIAL = re.compile(r"\$\$\{|\$\{|\\(?:u\{[0-9A-Fa-f]{1,6}\}|.)", re.DOTALL)
_IN_CODE = re.compile(r'"(?:[^"\\\n]++|\\[^\n])*+"|[{}]')
_LARGEST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def read_token(build: Build, token: Token) -> StringExpr:
    """A string token as an expression."""
    return read_string(build, token[1], token[2], token[0] == "BLOCK_STRING")


def read_string(build: Build, start: int, end: int, block: bool) -> StringExpr:
    """The string whose token, quotes included, is `text[start:end]`."""
    span = build.span(start, end)
    if block:
        return StringExpr(span, _block(build, start + 3, end - 3), True)
    text = build.text[start + 1 : end - 1]
    if "\\" not in text and "$" not in text:
        return StringExpr(span, (text,) if text else ())
    pieces = _pieces(build, start + 1, end - 1)
    return StringExpr(span, _joined([p if isinstance(p, str) else p[0] for p in pieces]))


def _joined(pieces: list[str | Expr]) -> tuple[str | Expr, ...]:
    """Neighbouring texts as one, empty ones left out."""
    out: list[str | Expr] = []
    for piece in pieces:
        if isinstance(piece, str) and out and isinstance(out[-1], str):
            out[-1] += piece
        elif piece != "":
            out.append(piece)
    return tuple(out)


def _pieces(build: Build, start: int, end: int) -> list[str | tuple[Expr]]:
    """Texts with escapes resolved and, in one-tuples, expressions."""
    text = build.text
    out: list[str | tuple[Expr]] = []
    at = start
    while at < end:
        match = _SPECIAL.search(text, at, end)
        if match is None:
            break
        out.append(text[at : match.start()])
        found = match.group()
        at = match.end()
        if found == "$${":
            out.append("${")
        elif found == "${":
            at = _interpolation(build, match.start(), end, out)
        else:
            out.append(_escape(build, match.start(), found))
    out.append(text[at:end])
    return out


def _interpolation(build: Build, start: int, end: int, out: list[str | tuple[Expr]]) -> int:
    """Read `${...}` from `start`; the offset after it."""
    close = closing_brace(build.text, start + 2, end)
    if close is None:
        build.diagnostics.append(errors_lexical.open_interpolation(build.span(start, start + 2)))
        return end
    if not build.text[start + 2 : close].strip():
        build.diagnostics.append(errors_lexical.empty_interpolation(build.span(start, close + 1)))
    else:
        out.append((build.parse_expr(start + 2, close),))
    return close + 1


def closing_brace(text: str, start: int, end: int) -> int | None:
    """Where the `}` is that ends an interpolation whose inside begins at `start`."""
    depth = 0
    for match in _IN_CODE.finditer(text, start, end):
        found = match.group()
        if found == "{":
            depth += 1
        elif found == "}":
            if depth == 0:
                return match.start()
            depth -= 1
    return None


def _escape(build: Build, start: int, found: str) -> str:
    """The character an escape stands for; a wrong one is reported and kept as it is written."""
    known = ESCAPES.get(found[1])
    if known is not None:
        return known
    span = build.span(start, start + len(found))
    if found.startswith("\\u{"):
        number = int(found[3:-1], 16)
        if number <= _LARGEST and number not in _SURROGATES:
            return chr(number)
        build.diagnostics.append(errors_lexical.bad_code_point(span, found))
    else:
        build.diagnostics.append(errors_lexical.bad_escape(span, found))
    return found


def _block(build: Build, start: int, end: int) -> tuple[str | Expr, ...]:
    """The inside of a triple-quoted string, line by line, so that an indentation written as an escape stays."""
    lines = block_lines(build.text, start, end)
    indent = common_indent(build.text, lines, start)
    out: list[str | Expr] = []
    for number, (first, last) in enumerate(lines):
        if number:
            out.append("\n")
        if build.text[first:last].strip():
            skip = 0 if first == start else indent
            out.extend(
                p if isinstance(p, str) else p[0] for p in _pieces(build, first + skip, last)
            )
    return _joined(out)


_LINE_OR_CODE = re.compile(r"\$\$\{|\$\{|\\.|\n", re.DOTALL)


def block_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lines of a block as ranges without their line ends; a break inside `${...}` ends no line.

    A first line without text (the break after the opening quotes) is dropped.
    """
    lines: list[tuple[int, int]] = []
    first = at = start
    while match := _LINE_OR_CODE.search(text, at, end):
        at = match.end()
        if match.group() == "${":
            close = closing_brace(text, at, end)
            at = end if close is None else close + 1
        elif match.group() == "\n":
            lines.append((first, _before_return(text, first, match.start())))
            first = at
    lines.append((first, end))
    if len(lines) > 1 and not text[lines[0][0] : lines[0][1]].strip():
        return lines[1:]
    return lines


def _before_return(text: str, first: int, last: int) -> int:
    return last - 1 if last > first and text[last - 1] == "\r" else last


def common_indent(text: str, lines: list[tuple[int, int]], start: int) -> int:
    """How many blanks all lines with text begin with; a line behind the opening quotes does not count."""
    widths = [
        len(line) - len(line.lstrip(" \t"))
        for line in (text[first:last] for first, last in lines if first != start)
        if line.strip()
    ]
    return min(widths, default=0)
