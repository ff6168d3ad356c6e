"""One expression for several instances: what is equal stays, what follows the key uses the key, the rest is read from what the
block repeats over.

Secrets must not stand in what a block repeats over (Terraform refuses), so they are chosen by key in place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nimbus_lang.backends.terraform.hcl import (
    Call,
    Entry,
    Expr,
    Index,
    Item,
    Literal,
    Object,
    Operation,
    Path,
    Quote,
    Tuple,
    number,
    quote,
    text_of,
)
from nimbus_lang.backends.terraform.shape import anywhere, attribute, parts, rebuild, rewrite, shape
from nimbus_lang.backends.terraform.strings import is_identifier

Column = Sequence[Expr]
_TELLING = 3
"""A shorter key may stand in a text by chance."""

_SECRET_ROOTS = ("ephemeral.", "var.", "data.aws_secretsmanager_secret_version.")


@dataclass(slots=True)
class Scope:
    """What repeats: each instance's key, what the code calls the key and the value, and the columns read from the value."""

    keys: tuple[str | int, ...]
    key: Expr
    value: Path
    nested: bool = False
    columns: dict[str, tuple[Expr, ...]] = field(default_factory=dict)
    impossible: bool = False

    def read(self, column: Column, path: Sequence[str]) -> Expr:
        """An expression that gives each instance its own value."""
        wanted = tuple(column)
        if any(anywhere(value, _is_secret) for value in wanted):
            return self._choose(wanted)
        for name, known in self.columns.items():
            if known == wanted:
                return attribute(self.value, name)
        name = self._free_name(path)
        self.columns[name] = wanted
        return attribute(self.value, name)

    def _choose(self, column: tuple[Expr, ...]) -> Expr:
        self.impossible |= self.nested
        if all(isinstance(key, int) for key in self.keys):
            return Path(Tuple(tuple(Item(value) for value in column)), (Index(self.key),))
        entries = [Entry(str(k), v) for k, v in zip(self.keys, column, strict=True)]
        return Path(Object(tuple(entries), row=True), (Index(self.key),))

    def _free_name(self, path: Sequence[str]) -> str:
        names = [re.sub(r"\W+", "_", step).lower() for step in path if is_identifier(step)]
        names = names or ["value"]
        for start in range(len(names) - 1, -1, -1):
            name = "_".join(names[start:])
            if name not in self.columns:
                return name
        count = 2
        while f"{names[-1]}_{count}" in self.columns:
            count += 1
        return f"{names[-1]}_{count}"


def unify(column: Column, scope: Scope, path: tuple[str, ...]) -> Expr:
    """The expression that has each instance's value in turn; `path` leads to it and names what must be read."""
    first = column[0]
    if len(column) == 1:
        return _one(first, scope)
    if all(value == first for value in column):
        return first
    by_key = _by_key(column, scope)
    if by_key is not None:
        return by_key
    if len({shape(value) for value in column}) == 1:
        return _unify_parts(column, scope, path)
    if all(isinstance(value, Quote) for value in column):
        return _unify_text([v for v in column if isinstance(v, Quote)], scope, path)
    return scope.read(column, path)


def _unify_parts(column: Column, scope: Scope, path: tuple[str, ...]) -> Expr:
    inner = [parts(value) for value in column]
    made = []
    for position, (name, _) in enumerate(inner[0]):
        where = (*path, name) if name else path
        made.append(unify([row[position][1] for row in inner], scope, where))
    return rebuild(column[0], made)


def _unify_text(column: Sequence[Quote], scope: Scope, path: tuple[str, ...]) -> Expr:
    """Strings with interpolations in the same places and other text between them."""
    kinds = {tuple(isinstance(part, str) for part in value.parts) for value in column}
    if len(kinds) != 1 or not any(not isinstance(p, str) for p in column[0].parts):
        return scope.read(column, path)
    pieces: list[str | Expr] = []
    for position, part in enumerate(column[0].parts):
        across = [value.parts[position] for value in column]
        if isinstance(part, str):
            texts = [quote(piece) for piece in across]
            pieces.append(unify(texts, scope, path))
        else:
            exprs = [piece for piece in across if not isinstance(piece, str)]
            pieces.append(unify(exprs, scope, path))
    return quote(*pieces)


def _by_key(column: Column, scope: Scope) -> Expr | None:
    texts = [text_of(value) for value in column]
    known = [text for text in texts if text is not None]
    if len(known) == len(column):
        return _text_by_key(known, scope)
    return _number_by_key(column, scope)


def _text_by_key(texts: Sequence[str], scope: Scope) -> Expr | None:
    """The key, or the key with the same text before and after it in every instance."""
    keys = [str(key) for key in scope.keys]
    for start in _occurrences(texts[0], keys[0]):
        before, after = texts[0][:start], texts[0][start + len(keys[0]) :]
        if all(text == before + key + after for text, key in zip(texts, keys, strict=True)):
            made = quote(before, scope.key, after)
            plain = len(made.parts) == 1 and not isinstance(scope.keys[0], int)
            return scope.key if plain else _text(made)
    return None


def _text(made: Quote) -> Expr:
    """A number's text: a string of one interpolation alone would stay a number."""
    return (
        Call("tostring", tuple(p for p in made.parts if not isinstance(p, str)))
        if len(made.parts) == 1
        else made
    )


def _occurrences(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _number_by_key(column: Column, scope: Scope) -> Expr | None:
    """`count.index`, or the same number added to it in every instance."""
    numbers = [_whole(value) for value in column]
    offsets = {
        value - key
        for value, key in zip(numbers, scope.keys, strict=True)
        if value is not None and isinstance(key, int)
    }
    if None in numbers or len(offsets) != 1 or not isinstance(scope.keys[0], int):
        return None
    offset = offsets.pop()
    if offset == 0:
        return scope.key
    return Operation("+" if offset > 0 else "-", (scope.key, number(abs(offset))))


def _whole(value: Expr) -> int | None:
    return int(value.text) if isinstance(value, Literal) and value.text.isdigit() else None


def _one(expr: Expr, scope: Scope) -> Expr:
    """With one instance, references to the same key of other blocks follow the key, and texts that hold it as a word."""
    key = scope.keys[0]
    own = number(key) if isinstance(key, int) else quote(key)

    def follow(part: Expr) -> Expr:
        if (
            isinstance(part, Path)
            and isinstance(part.root, str)
            and part.steps[:1] == (Index(own),)
        ):
            return Path(part.root, (Index(scope.key), *part.steps[1:]))
        if isinstance(key, str) and len(key) >= _TELLING and isinstance(part, Quote):
            return _with_key(part, key, scope)
        return part

    return rewrite(expr, follow)


def _with_key(text: Quote, key: str, scope: Scope) -> Expr:
    word = re.compile(rf"(?<![A-Za-z0-9]){re.escape(key)}(?![A-Za-z0-9])")
    pieces: list[str | Expr] = []
    for part in text.parts:
        if not isinstance(part, str):
            pieces.append(part)
            continue
        between = word.split(part)
        pieces.append(between[0])
        for rest in between[1:]:
            pieces += [scope.key, rest]
    made = quote(*pieces)
    return scope.key if made.parts == (scope.key,) else made


def _is_secret(expr: Expr) -> bool:
    return (
        isinstance(expr, Path)
        and isinstance(expr.root, str)
        and expr.root.startswith(_SECRET_ROOTS)
    )
