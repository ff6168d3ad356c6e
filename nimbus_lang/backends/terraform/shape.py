"""Taking expressions apart and putting them together again: an expression is a shape with expressions in its places."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace

from nimbus_lang.backends.terraform.hcl import (
    Attr,
    Call,
    Comprehension,
    Conditional,
    Entry,
    Expr,
    Index,
    Literal,
    Object,
    Operation,
    Path,
    Quote,
    Step,
    Tuple,
    quote,
)


def shape(expr: Expr) -> Hashable:
    """All of an expression but its parts."""
    match expr:
        case Literal(text):
            return ("literal", text)
        case Quote(parts):
            return ("quote", tuple(part if isinstance(part, str) else None for part in parts))
        case Path(root, steps):
            names = tuple(None if isinstance(step, Index) else step for step in steps)
            return ("path", root if isinstance(root, str) else None, names)
        case Call(function, args):
            return ("call", function, len(args))
        case Operation(operator, operands):
            return ("operation", operator, len(operands))
        case Conditional():
            return ("conditional",)
        case Tuple(items):
            return ("tuple", len(items))
        case Object(entries):
            keys = tuple(entry.key if isinstance(entry.key, str) else None for entry in entries)
            return ("object", keys)
        case Comprehension(names, _, _, key):
            return ("comprehension", names, key is None)


def parts(expr: Expr) -> list[tuple[str, Expr]]:
    """The expressions directly inside, each with a name for it ("" where it has none), in the order `rebuild` wants."""
    match expr:
        case Literal():
            return []
        case Quote(pieces):
            return [("", piece) for piece in pieces if not isinstance(piece, str)]
        case Path(root, steps):
            head = [] if isinstance(root, str) else [("", root)]
            return head + [("", step.key) for step in steps if isinstance(step, Index)]
        case Call(_, inner) | Operation(_, inner):
            return [("", part) for part in inner]
        case Conditional(condition, yes, no):
            return [("", condition), ("", yes), ("", no)]
        case Tuple(items):
            return [("", item.value) for item in items]
        case Object(entries):
            found: list[tuple[str, Expr]] = []
            for entry in entries:
                if not isinstance(entry.key, str):
                    found.append(("", entry.key))
                found.append((entry.key if isinstance(entry.key, str) else "", entry.value))
            return found
        case Comprehension(_, source, value, key):
            return [("", source), ("", value), *([("", key)] if key is not None else [])]


def rebuild(expr: Expr, new: Sequence[Expr]) -> Expr:
    """The expression with these parts in place of its own."""
    left = iter(new)
    match expr:
        case Literal():
            return expr
        case Quote(pieces):
            return quote(*(p if isinstance(p, str) else next(left) for p in pieces))
        case Path(root, steps):
            head = root if isinstance(root, str) else next(left)
            return join(
                head, tuple(Index(next(left)) if isinstance(s, Index) else s for s in steps)
            )
        case Call(function):
            return Call(function, tuple(left))
        case Operation(operator):
            return Operation(operator, tuple(left))
        case Conditional():
            return Conditional(*left)
        case Tuple(items):
            return Tuple(tuple(replace(item, value=next(left)) for item in items))
        case Object(entries):
            return replace(expr, entries=tuple(_entries(entries, left)))
        case Comprehension(names, _, _, key):
            source, value = next(left), next(left)
            return Comprehension(names, source, value, next(left) if key is not None else None)


def _entries(entries: Sequence[Entry], left: Iterator[Expr]) -> Iterator[Entry]:
    for entry in entries:
        key = entry.key if isinstance(entry.key, str) else next(left)
        yield replace(entry, key=key, value=next(left))


def join(root: str | Expr, steps: tuple[Step, ...]) -> Path:
    """A path of a path is one path."""
    return Path(root.root, (*root.steps, *steps)) if isinstance(root, Path) else Path(root, steps)


def attribute(base: Path, name: str) -> Path:
    """`base.name`."""
    return join(base, (Attr(name),))


def rewrite(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The expression with `change` applied to every part, innermost first, and to itself."""
    inner = parts(expr)
    if not inner:
        return change(expr)
    return change(rebuild(expr, [rewrite(part, change) for _, part in inner]))


def anywhere(expr: Expr, test: Callable[[Expr], bool]) -> bool:
    """Whether the test holds for the expression or any part of it."""
    return test(expr) or any(anywhere(part, test) for _, part in parts(expr))
