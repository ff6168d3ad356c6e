"""Lists and objects that name every instance of a block, said in one expression: `aws_subnet.private[*].id`,
`[for bucket in aws_s3_bucket.archive : "${bucket.arn}/*"]`, `{ for key, bucket in aws_s3_bucket.archive : key => bucket.arn }`.

Terraform goes over the keys of `for_each` in the order of their text, so a list in another order is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nimbus_lang.backends.terraform.grouping import Group, Mode
from nimbus_lang.backends.terraform.hcl import (
    Call,
    Comprehension,
    Entry,
    Expr,
    Index,
    Literal,
    Path,
    Splat,
    text_of,
)
from nimbus_lang.backends.terraform.shape import parts, rewrite
from nimbus_lang.backends.terraform.strings import is_identifier
from nimbus_lang.source.record import dataclass

Groups = Mapping[str, Group]
"""Blocks by what expressions call them."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """All instances of a block, the keys in the order met, and what is said of each, called `variable`."""

    group: Group
    keys: tuple[str | int | None, ...]
    variable: str
    said: Expr


def list_of_all(items: Sequence[Expr], groups: Groups, unordered: bool) -> Expr | None:
    """One expression for a list, if it names every instance in Terraform's order (or order does not matter)."""
    whole = _whole(items, groups)
    if whole is None:
        return None
    group = whole.group
    ordered = list(whole.keys) == (
        list(group.keys) if group.mode is Mode.COUNT else sorted(str(key) for key in whole.keys)
    )
    if not ordered and not unordered:
        return None
    if isinstance(whole.said, Path) and whole.said.root == whole.variable:
        counted = group.mode is Mode.COUNT
        base = Path(group.root) if counted else Path(Call("values", (Path(group.root),)))
        return Path(base.root, (Splat(), *whole.said.steps))
    return Comprehension((whole.variable,), Path(group.root), whole.said)


def object_of_all(entries: Sequence[Entry], groups: Groups) -> Expr | None:
    """One expression for an object, if it has every instance under its key."""
    whole = _whole([entry.value for entry in entries], groups)
    if whole is None or whole.group.mode is not Mode.KEYS:
        return None
    if [entry.key for entry in entries] != list(whole.keys):
        return None
    return Comprehension(("key", whole.variable), Path(whole.group.root), whole.said, Path("key"))


def _whole(values: Sequence[Expr], groups: Groups) -> _Whole | None:
    root = _repeated_root(values[0], groups) if values else None
    if root is None or len(values) != len(groups[root].members):
        return None
    variable = _variable(groups[root])
    said = [_said_of_one(value, root, variable) for value in values]
    first = said[0]
    if first is None or any(one is None or one[1] != first[1] for one in said):
        return None
    keys = tuple(one[0] for one in said if one is not None)
    if sorted(map(str, keys)) != sorted(map(str, groups[root].keys)):
        return None
    return _Whole(groups[root], keys, variable, first[1])


def _repeated_root(expr: Expr, groups: Groups) -> str | None:
    """The first block of which an expression reads one instance."""
    if isinstance(expr, Path) and isinstance(expr.root, str) and expr.steps[:1]:
        group = groups.get(expr.root)
        if group is not None and isinstance(expr.steps[0], Index):
            return expr.root
    return next((found for _, part in parts(expr) if (found := _repeated_root(part, groups))), None)


def _said_of_one(expr: Expr, root: str, variable: str) -> tuple[str | int | None, Expr] | None:
    """The one instance that an expression reads, and the expression with the variable for it."""
    keys: set[str | int | None] = set()

    def change(part: Expr) -> Expr:
        if isinstance(part, Path) and part.root == root:
            step = part.steps[0] if part.steps else None
            if not isinstance(step, Index):
                keys.add(None)
                return part
            keys.add(_key(step.key))
            return Path(variable, part.steps[1:])
        return part

    said = rewrite(expr, change)
    return (keys.pop(), said) if len(keys) == 1 else None


def _variable(group: Group) -> str:
    short = group.type.rpartition("_")[2]
    return (
        short
        if is_identifier(short) and short not in ("key", "each", "for", "in", "module")
        else "item"
    )


def _key(key: Expr) -> str | int | None:
    return int(key.text) if isinstance(key, Literal) and key.text.isdigit() else text_of(key)
