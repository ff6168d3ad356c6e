"""Reads what is not well formed: reports each mistake once and keeps as much of the tree as possible."""

from __future__ import annotations

from nimbus_lang.syntax import errors
from nimbus_lang.syntax.build_nodes import Build
from nimbus_lang.syntax.nodes import Broken, Decl, Expr, MissingExpr
from nimbus_lang.syntax.split import Chunk
from nimbus_lang.syntax.tokens import Token


def recover(
    build: Build, part: list[Token], chunk: Chunk, aside: list[Token]
) -> tuple[list[Decl], list[Broken]]:
    """The declarations of a damaged chunk, and what of it is lost."""
    span = build.span(part[0][1], part[-1][2])
    build.diagnostics.append(errors.unexpected(span, "this", ["a declaration"], ""))
    name = part[min(chunk.head - chunk.first + 1, len(part) - 1)]
    return [], [Broken(span, build.text[name[1] : name[2]])]


def recover_expression(build: Build, tokens: list[Token], start: int, end: int) -> Expr:
    """The expression of a damaged interpolation."""
    span = build.span(start, end)
    build.diagnostics.append(errors.unexpected(span, "this", ["an expression"], ""))
    return MissingExpr(span)
