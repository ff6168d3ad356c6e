"""Reads a file: text in, a tree and diagnostics out. It never fails and never raises.

Each declaration is parsed by itself and kept by its text, so that an edit parses one declaration again. What is not
plain goes to `recover.py`; what the declarations mean is not known here.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.source.span import Span
from nimbus_lang.syntax import errors_structure
from nimbus_lang.syntax.build import Build
from nimbus_lang.syntax.build_nodes import node_grammar
from nimbus_lang.syntax.declarations import Broken, Decl, Module
from nimbus_lang.syntax.depth import MAX_DEPTH, too_deep
from nimbus_lang.syntax.expressions import Expr
from nimbus_lang.syntax.foreign import no_declarations
from nimbus_lang.syntax.machine import Stuck, run
from nimbus_lang.syntax.names import Comment
from nimbus_lang.syntax.rebase import rebase, rebase_diagnostic
from nimbus_lang.syntax.recover import recover, recover_expression
from nimbus_lang.syntax.split import Chunk, split
from nimbus_lang.syntax.tokens import Token, swallows_declarations, tokenize
from nimbus_lang.syntax.unread import unread_words


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one chunk of a file gave, with spans that count from the start of the file it was read in."""

    path: str
    base: int
    decls: tuple[Decl, ...]
    broken: tuple[Broken, ...]
    diagnostics: tuple[Diagnostic, ...]
    aside: tuple[Token, ...]

    def at(self, path: str, base: int) -> Parsed:
        """The same, where the chunk begins at offset `base` of `path`."""
        if base == self.base and path == self.path:
            return self
        shift = base - self.base
        return Parsed(
            path,
            base,
            tuple(rebase(decl, path, shift) for decl in self.decls),
            tuple(rebase(broken, path, shift) for broken in self.broken),
            tuple(rebase_diagnostic(d, path, shift) for d in self.diagnostics),
            tuple((kind, start + shift, end + shift) for kind, start, end in self.aside),
        )


@dataclass(slots=True)
class ParseCache:
    """Chunks by their text. Holds the chunks of the last `limit` that were asked for."""

    limit: int = 20_000
    chunks: dict[tuple[str, bool], Parsed] = field(default_factory=dict)
    hits: int = 0
    misses: int = 0

    def get(self, key: tuple[str, bool]) -> Parsed | None:
        """The chunk with this text, if it was parsed before."""
        found = self.chunks.get(key)
        if found is None:
            self.misses += 1
        else:
            self.hits += 1
        return found

    def put(self, key: tuple[str, bool], parsed: Parsed) -> None:
        """Keep a chunk; the oldest goes when there are too many."""
        self.chunks.pop(key, None)
        self.chunks[key] = parsed
        if len(self.chunks) > self.limit:
            del self.chunks[next(iter(self.chunks))]


def parse(
    file: SourceFile, cache: ParseCache | None = None
) -> tuple[Module, tuple[Diagnostic, ...]]:
    """The tree of a file and what is wrong with it, in the order of the text."""
    with _no_collection():
        module, found, suspicious = _read(file, cache, wary=False)
        if found and suspicious:
            again, fewer, _ = _read(file, cache, wary=True)
            if len(fewer) <= len(found):
                return again, fewer
    return module, found


def _read(
    file: SourceFile, cache: ParseCache | None, wary: bool
) -> tuple[Module, tuple[Diagnostic, ...], bool]:
    """The tree, what is wrong, and whether a block string may have swallowed declarations."""
    text = file.text
    tokens, comments = tokenize(text, 1 if text.startswith("\ufeff") else 0, wary=wary)
    parsed = [_chunk(file, tokens, chunk, cache) for chunk in split(text, tokens)]
    module, found = _module(file, parsed, comments)
    return module, found, bool(found) and swallows_declarations(text, tokens)


def _module(
    file: SourceFile, parsed: Sequence[Parsed], comments: list[Token]
) -> tuple[Module, tuple[Diagnostic, ...]]:
    aside = [token for part in parsed for token in part.aside]
    ordered = sorted([*comments, *aside], key=lambda token: token[1]) if aside else comments
    found = [d for part in parsed for d in part.diagnostics]
    if len(found) > 2 and not any(part.decls for part in parsed):
        found = no_declarations(found)
    found.sort(key=lambda d: (d.span.start, d.span.end) if d.span else (0, 0))
    broken = tuple(broken for part in parsed for broken in part.broken)
    module = Module(
        file.whole(),
        tuple(decl for part in parsed for decl in part.decls),
        tuple(Comment(Span(file.path, s, e), file.text[s:e].rstrip()) for _, s, e in ordered),
        broken,
        unread_words(file, broken, found),
        tuple(d.span for d in found if d.span is not None and d.severity is Severity.ERROR),
    )
    return module, tuple(found)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the cyclic garbage collector: a tree has no cycles, and scanning it again and again halves the speed."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _chunk(file: SourceFile, tokens: list[Token], chunk: Chunk, cache: ParseCache | None) -> Parsed:
    """One chunk, from the cache when its text is there."""
    part = tokens[chunk.first : chunk.last]
    base = part[0][1]
    if cache is None:
        return _parse_chunk(file, part, chunk)
    key = (file.text[base : part[-1][2]], chunk.balanced)
    kept = cache.get(key)
    parsed = _parse_chunk(file, part, chunk) if kept is None else kept.at(file.path, base)
    if not parsed.diagnostics:  # what is said of a mistake may name the declaration after it
        cache.put(key, parsed)
    return parsed


def _parse_chunk(file: SourceFile, part: list[Token], chunk: Chunk) -> Parsed:
    """The fast way when the text is well formed, else the careful one."""
    base, path = part[0][1], file.path
    if chunk.depth > MAX_DEPTH:
        return _too_deep(file, part, chunk, deep_bracket(part))
    diagnostics: list[Diagnostic] = []
    aside: list[Token] = []
    build = new_build(file, diagnostics)
    value: Any = run(node_grammar(), "start", part, build, aside)
    if isinstance(value, Stuck):
        diagnostics.clear()
        aside.clear()
        decls, broken = recover(build, part, chunk, aside)
    else:
        decls, broken = value, []
    if len(part) > MAX_DEPTH and any(too_deep(decl) for decl in decls):
        return _too_deep(file, part, chunk, part[chunk.head - chunk.first])
    return Parsed(path, base, tuple(decls), tuple(broken), tuple(diagnostics), tuple(aside))


def _too_deep(file: SourceFile, part: list[Token], chunk: Chunk, at: Token) -> Parsed:
    path = file.path
    head = chunk.head - chunk.first
    name = part[head + 1] if head + 1 < len(part) and not chunk.foreign else None
    text = file.text[name[1] : name[2]] if name and name[0] == "NAME" else None
    broken = Broken(Span(path, part[0][1], part[-1][2]), text)
    report = errors_structure.too_deep(Span(path, at[1], at[2]), MAX_DEPTH)
    return Parsed(path, part[0][1], (), (broken,), (report,), ())


def deep_bracket(part: Sequence[Token]) -> Token:
    """The first bracket that lies deeper than allowed."""
    from nimbus_lang.syntax.split import CLOSERS, OPENERS

    depth = 0
    for token in part:
        if token[0] in OPENERS:
            depth += 1
            if depth > MAX_DEPTH:
                return token
        elif token[0] in CLOSERS:
            depth = max(depth - 1, 0)
    return part[0]


def new_build(file: SourceFile, diagnostics: list[Diagnostic]) -> Build:
    """A `Build` whose interpolations are read like any expression."""

    def parse_expr(start: int, end: int) -> Expr:
        tokens, _ = tokenize(file.text, start, end)
        before = len(diagnostics)
        value: Any = run(node_grammar(), "expr", tokens, build, [])
        if isinstance(value, Stuck):
            del diagnostics[before:]
            value = recover_expression(build, tokens, start, end)
        expr: Expr = value
        return expr

    build = Build(file.path, file.text, diagnostics, parse_expr)
    return build
