"""Writes HCL trees as text laid out as `terraform fmt` leaves it, each line with its origin.

Formatting is decided here once: an argument's `=` lines up within a run of one-line arguments (a heredoc counts as
one line), blank lines part groups, many-line values and blocks. Knows nothing of the graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from nimbus_lang.backends.lines import NOWHERE, Line, Origin
from nimbus_lang.backends.terraform.hcl import (
    Argument,
    Attr,
    Block,
    Body,
    Call,
    Comprehension,
    Conditional,
    Entry,
    Expr,
    Index,
    Item,
    Literal,
    Object,
    Operation,
    Path,
    Quote,
    Splat,
    Tuple,
)
from nimbus_lang.backends.terraform.strings import (
    escape_heredoc,
    escape_quoted,
    heredoc_safe,
    plain_key,
)

WIDTH = 100
_PRECEDENCE = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}  # fmt: skip
_CONDITIONAL, _UNARY, _POSTFIX = 0, 7, 8


def write_blocks(blocks: Sequence[Block]) -> list[Line]:
    """Top-level blocks with a blank line between them."""
    lines: list[Line] = []
    for block in blocks:
        if lines:
            lines.append(Line(""))
        lines.extend(_write_block(block, 0))
    return lines


def flat(expr: Expr, precedence: int = _CONDITIONAL) -> str:
    """The expression on one line, in parentheses where something of this precedence needs them."""
    match expr:
        case Literal(text):
            return f"({text})" if text.startswith("-") and precedence > _UNARY else text
        case Quote(parts):
            return f'"{_quoted(parts)}"'
        case Path(root, steps):
            head = root if isinstance(root, str) else flat(root, _POSTFIX)
            return head + "".join(_step(step) for step in steps)
        case Call(function, args):
            return f"{function}({', '.join(flat(arg) for arg in args)})"
        case Operation():
            return _operation(expr, precedence)
        case Conditional(condition, yes, no):
            text = f"{flat(condition, 1)} ? {flat(yes, 1)} : {flat(no)}"
            return text if precedence == _CONDITIONAL else f"({text})"
        case Tuple(items):
            return f"[{', '.join(flat(item.value) for item in items)}]"
        case Object(entries):
            inside = ", ".join(f"{_key(entry)} = {flat(entry.value)}" for entry in entries)
            return f"{{ {inside} }}" if inside else "{}"
        case Comprehension(names, source, value, key):
            head = f"for {', '.join(names)} in {flat(source)} :"
            if key is None:
                return f"[{head} {flat(value)}]"
            return f"{{ {head} {flat(key)} => {flat(value)} }}"


def _operation(operation: Operation, precedence: int) -> str:
    operator, operands = operation.operator, operation.operands
    if len(operands) == 1:
        text, own = f"{operator}{flat(operands[0], _POSTFIX)}", _UNARY
    else:
        own = _PRECEDENCE[operator]
        text = f"{flat(operands[0], own)} {operator} {flat(operands[1], own + 1)}"
    return text if own >= precedence else f"({text})"


def _step(step: Attr | Index | Splat) -> str:
    match step:
        case Attr(name):
            return f".{name}"
        case Index(key):
            return f"[{flat(key)}]"
        case Splat():
            return "[*]"


def _quoted(parts: Sequence[str | Expr], plain: bool = False) -> str:
    pieces: list[str] = []
    for position, part in enumerate(parts):
        if isinstance(part, str):
            pieces.append(escape_quoted(part, position + 1 < len(parts), plain))
        else:
            pieces.append(f"${{{flat(part)}}}")
    return "".join(pieces)


def _key(entry: Entry) -> str:
    match entry.key:
        case str(text):
            return text if plain_key(text) else f'"{_quoted((text,), plain=True)}"'
        case Quote(parts):
            return f'"{_quoted(parts, plain=True)}"'
        case expr:
            return f"({flat(expr)})"


def _write_block(block: Block, indent: int) -> list[Line]:
    pad = " " * indent
    comments = [f"{pad}# {text}".rstrip() for text in block.comment.splitlines()]
    lines = [Line(text, block.origin) for text in comments]
    labels = "".join(f' "{escape_quoted(label)}"' for label in block.labels)
    head = f"{pad}{block.kind}{labels} {{"
    if not block.body:
        return [*lines, Line(head + "}", block.origin)]
    body = _write_body(block.body, indent + 2)
    return [*lines, Line(head, block.origin), *body, Line(pad + "}", block.origin)]


def _write_body(body: Body, indent: int) -> list[Line]:
    chunks: list[tuple[tuple[str, int], list[Line]]] = []
    run: list[Argument] = []

    def close_run() -> None:
        if run:
            chunks.append((("run", run[0].group), _aligned([_as_entry(a) for a in run], indent)))
            run.clear()

    for element in body:
        if isinstance(element, Block):
            close_run()
            chunks.append((("block", 0), _write_block(element, indent)))
        elif _many_lines(element.value, indent, len(element.name)):
            close_run()
            entries = [_as_entry(element)]
            chunks.append((("many", element.group), _aligned(entries, indent)))
        else:
            if run and run[0].group != element.group:
                close_run()
            run.append(element)
    close_run()
    lines: list[Line] = []
    for _, chunk in chunks:
        if lines:
            lines.append(Line(""))
        lines.extend(chunk)
    return lines


def _as_entry(argument: Argument) -> Entry:
    return Entry(argument.name, argument.value, argument.origin)


def _aligned(entries: Sequence[Entry], indent: int, around: Origin = NOWHERE) -> list[Line]:
    """`key = value` lines with the equals signs of each run of one-line entries in one column."""
    keys = [_key(entry) for entry in entries]
    many = [_opens_brackets(e.value, indent, len(k)) for e, k in zip(entries, keys, strict=True)]
    lines: list[Line] = []
    widths = _widths(keys, many)
    for entry, key, width in zip(entries, keys, widths, strict=True):
        origin = entry.origin if entry.origin.span else around
        first, *rest = _value(entry.value, indent, len(key), origin)
        pad = " " * (width - len(key))
        lines.append(Line(f"{' ' * indent}{key}{pad} = {first.text}", first.origin))
        lines.extend(rest)
    return lines


def _widths(keys: Sequence[str], many: Sequence[bool]) -> list[int]:
    """The width of each key's column: its own before an open bracket, else the widest of its run."""
    widths: list[int] = []
    for opens, run in groupby(zip(keys, many, strict=True), key=lambda pair: pair[1]):
        lengths = [len(key) for key, _ in run]
        widths += lengths if opens else [max(lengths)] * len(lengths)
    return widths


def _opens_brackets(value: Expr, indent: int, used: int) -> bool:
    """Whether the first line leaves a bracket open, which ends a run (a heredoc leaves none)."""
    return _many_lines(value, indent, used) and not (
        isinstance(value, Quote) and _heredoc_text(value) is not None and _ends_in_newline(value)
    )


def _many_lines(value: Expr, indent: int, used: int) -> bool:
    match value:
        case Quote():
            return _heredoc_text(value) is not None
        case Object(entries, row):
            return bool(entries) and not (row and _fits(value, indent, used))
        case Tuple(items):
            return bool(items) and (
                any(_is_large(i.value) for i in items) or not _fits(value, indent, used)
            )
        case Call(_, args):
            return bool(args) and _hugs(value) and _many_lines(args[-1], indent, used)
        case _:
            return False


def _is_large(value: Expr) -> bool:
    match value:
        case Object(entries, row):
            return bool(entries) and not row
        case Tuple(items):
            return any(_is_large(item.value) for item in items)
        case _:
            return False


def _fits(value: Expr, indent: int, used: int) -> bool:
    return indent + used + 3 + len(flat(value)) <= WIDTH


def _hugs(call: Call) -> bool:
    """Whether a call's last argument may spread over lines with the parenthesis hugging it."""
    return isinstance(call.args[-1], (Object, Tuple)) and not any(
        _is_large(a) for a in call.args[:-1]
    )


def _value(value: Expr, indent: int, used: int, origin: Origin) -> list[Line]:
    """The value's lines; the first one continues the line of its key."""
    pad = " " * indent
    if not _many_lines(value, indent, used):
        return [Line(flat(value), origin)]
    match value:
        case Quote():
            return _heredoc(value, indent, origin)
        case Object(entries):
            return [
                Line("{", origin),
                *_aligned(entries, indent + 2, origin),
                Line(pad + "}", origin),
            ]
        case Tuple((Item(Object(), inner),)):
            lines = _value(value.items[0].value, indent, used, inner if inner.span else origin)
            return [_around("[", lines[0], ""), *lines[1:-1], _around("", lines[-1], "]")]
        case Tuple(items):
            lines = [Line("[", origin)]
            for item in items:
                inner = item.origin if item.origin.span else origin
                first, *rest = _value(_unheredoc(item.value), indent + 2, 0, inner)
                own = [Line(f"{pad}  {first.text}", first.origin), *rest]
                lines += [*own[:-1], Line(own[-1].text + ",", own[-1].origin)]
            return [*lines, Line(pad + "]", origin)]
        case Call(function, args):
            before = "".join(f"{flat(arg)}, " for arg in args[:-1])
            lines = _value(args[-1], indent, used, origin)
            opened = _around(f"{function}({before}", lines[0], "")
            return [opened, *lines[1:-1], _around("", lines[-1], ")")]
    raise AssertionError(value)


def _around(before: str, line: Line, after: str) -> Line:
    return Line(f"{before}{line.text}{after}", line.origin)


def _unheredoc(value: Expr) -> Expr:
    """An item is followed by a comma, which no heredoc suffers: such a string stays on its line."""
    return Path(value) if isinstance(value, Quote) else value


def _heredoc_text(value: Quote) -> str | None:
    """The text with a letter for each interpolation, if it reads better as a heredoc and may be one."""
    text = "".join(part if isinstance(part, str) else "x" for part in value.parts)
    breaks = text.count("\n")
    if breaks == 0 or (not text.endswith("\n") and breaks < 3):
        return None
    whole = text if text.endswith("\n") else text + "\n"
    return whole if heredoc_safe(whole) else None


def _ends_in_newline(value: Quote) -> bool:
    last = value.parts[-1]
    return isinstance(last, str) and last.endswith("\n")


def _heredoc(value: Quote, indent: int, origin: Origin) -> list[Line]:
    pieces = []
    for position, part in enumerate(value.parts):
        if isinstance(part, str):
            pieces.append(escape_heredoc(part, position + 1 < len(value.parts)))
        else:
            pieces.append(f"${{{flat(part)}}}")
    text = "".join(pieces)
    pad = " " * indent
    body = text.removesuffix("\n").split("\n")
    lines = [Line(f"{pad}  {line}" if line else "", origin) for line in body]
    if _ends_in_newline(value):
        return [Line("<<-EOT", origin), *lines, Line(pad + "EOT", origin)]
    return [
        Line("chomp(<<-EOT", origin),
        *lines,
        Line(pad + "EOT", origin),
        Line(pad + ")", origin),
    ]
