"""Makes one block of the blocks of all instances: arguments unified, nested blocks paired or made `dynamic`, and what the block
repeats over put in front.

Works on HCL trees alone. None means that HCL cannot say it in one block, and the instances must stand apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nimbus_lang.backends.lines import Origin
from nimbus_lang.backends.terraform.grouping import Group, Mode
from nimbus_lang.backends.terraform.hcl import (
    NULL,
    Argument,
    Attr,
    Block,
    Body,
    Call,
    Entry,
    Expr,
    Index,
    Item,
    Object,
    Path,
    Tuple,
    number,
    quote,
)
from nimbus_lang.backends.terraform.shape import join, rewrite
from nimbus_lang.backends.terraform.unify import Scope, unify
from nimbus_lang.backends.terraform.write import flat

_INLINE_ROWS = 6
_INLINE_WIDTH = 80
_SAME_FOR_ALL = frozenset({"provider", "depends_on"})


@dataclass(frozen=True)
class RolledUp:
    """A block that stands for all instances, and the local value it repeats over, if that stands apart."""

    block: Block
    local: Argument | None = None


def roll_up(
    group: Group, blocks: Sequence[Block], local_name: Callable[[str], str]
) -> RolledUp | None:
    """One block for a group; `local_name` finds a free name for a local value."""
    if group.mode is Mode.ONE:
        return RolledUp(blocks[0])
    keys = tuple(key for key in group.keys if key is not None)
    counted = group.mode is Mode.COUNT
    key = Path("count.index") if counted else Path("each.key")
    scope = Scope(keys, key, Path("each.value"))
    body = unify_bodies([block.body for block in blocks], scope)
    if body is None or scope.impossible:
        return None
    origins = [block.origin for block in blocks]
    repeat = _count if counted else _for_each
    made = repeat(group, scope, origins, body, local_name)
    first, rest, local = made
    whole = (replace(first, origin=blocks[0].origin, group=0), *rest)
    named = replace(local, origin=blocks[0].origin) if local else None
    return RolledUp(replace(blocks[0], body=whole), named)


_Made = tuple[Argument, Body, Argument | None]


def _for_each(
    group: Group,
    scope: Scope,
    origins: Sequence[Origin],
    body: Body,
    local_name: Callable[[str], str],
) -> _Made:
    if not scope.columns:
        keys = Tuple(tuple(Item(quote(str(key))) for key in scope.keys))
        return Argument("for_each", Call("toset", (keys,))), body, None
    rows = _rows(scope)
    entries = zip(scope.keys, rows, origins, strict=True)
    table = Object(tuple(Entry(str(key), row, origin) for key, row, origin in entries))
    body = _without_lone_column(body, scope)
    if len(rows) <= _INLINE_ROWS and all(len(flat(row)) <= _INLINE_WIDTH for row in rows):
        return Argument("for_each", table), body, None
    name = local_name(group.label)
    return Argument("for_each", Path(f"local.{name}")), body, Argument(name, table)


def _count(
    group: Group,
    scope: Scope,
    origins: Sequence[Origin],
    body: Body,
    local_name: Callable[[str], str],
) -> _Made:
    if not scope.columns:
        return Argument("count", number(len(scope.keys))), body, None
    name = local_name(group.label)
    rows = zip(_rows(scope), origins, strict=True)
    table = Tuple(tuple(Item(row, origin) for row, origin in rows))
    body = _without_lone_column(body, scope)
    item = Path(f"local.{name}", (Index(scope.key),))

    def read(expr: Expr) -> Expr:
        if isinstance(expr, Path) and expr.root == "each.value":
            return join(item, expr.steps)
        return expr

    length = Call("length", (Path(f"local.{name}"),))
    return Argument("count", length), _rewrite_body(body, read), Argument(name, table)


def _rows(scope: Scope) -> list[Expr]:
    columns = list(scope.columns.items())
    if len(columns) == 1:
        return list(columns[0][1])
    return [
        Object(tuple(Entry(name, column[n]) for name, column in columns), row=True)
        for n in range(len(scope.keys))
    ]


def _without_lone_column(body: Body, scope: Scope) -> Body:
    """A single column needs no name: `each.value` is the value itself."""
    if len(scope.columns) != 1:
        return body
    (name,) = scope.columns

    def drop(expr: Expr) -> Expr:
        if isinstance(expr, Path) and expr.root == "each.value" and expr.steps[:1] == (Attr(name),):
            return Path("each.value", expr.steps[1:])
        return expr

    return _rewrite_body(body, drop)


def _rewrite_body(body: Body, change: Callable[[Expr], Expr]) -> Body:
    return tuple(
        replace(e, value=rewrite(e.value, change))
        if isinstance(e, Argument)
        else replace(e, body=_rewrite_body(e.body, change))
        for e in body
    )


def unify_bodies(bodies: Sequence[Body], scope: Scope, path: tuple[str, ...] = ()) -> Body | None:
    """One body for all, or None."""
    arguments = _unify_arguments(bodies, scope, path)
    blocks = _unify_blocks(bodies, scope, path) if arguments is not None else None
    if arguments is None or blocks is None:
        return None
    first = [a for a in arguments if a.name != "depends_on"]
    return (*first, *blocks, *(a for a in arguments if a.name == "depends_on"))


def _unify_arguments(
    bodies: Sequence[Body], scope: Scope, path: tuple[str, ...]
) -> list[Argument] | None:
    by_name = [{e.name: e for e in body if isinstance(e, Argument)} for body in bodies]
    made: list[Argument] = []
    for name in _merged([list(names) for names in by_name]):
        found = [names.get(name) for names in by_name]
        first = next(argument for argument in found if argument is not None)
        column = [argument.value if argument is not None else NULL for argument in found]
        fixed = name in _SAME_FOR_ALL or (path == ("lifecycle",) and name != "replace_triggered_by")
        if fixed and any(value != column[0] for value in column):
            return None
        same = column[0] if fixed else unify(column, scope, (*path, name))
        made.append(replace(first, value=same))
    return made


def _unify_blocks(
    bodies: Sequence[Body], scope: Scope, path: tuple[str, ...]
) -> list[Block] | None:
    by_kind = [_by_kind(body) for body in bodies]
    made: list[Block] = []
    for kind in _merged([list(kinds) for kinds in by_kind]):
        rows = [kinds.get(kind, []) for kinds in by_kind]
        pair = _paired if _same_labels(rows) else _dynamic
        blocks = pair(kind, rows, scope, path)
        if blocks is None:
            return None
        made += blocks
    return made


def _paired(
    kind: str, rows: Sequence[Sequence[Block]], scope: Scope, path: tuple[str, ...]
) -> list[Block] | None:
    made: list[Block] = []
    for column in zip(*rows, strict=True):
        body = unify_bodies([block.body for block in column], scope, (*path, kind))
        if body is None:
            return None
        made.append(replace(column[0], body=body))
    return made


def _dynamic(
    kind: str, rows: Sequence[Sequence[Block]], scope: Scope, path: tuple[str, ...]
) -> list[Block] | None:
    """Blocks of which the instances have different numbers: HCL's `dynamic`, over a list that each instance has of its own."""
    every = [block for row in rows for block in row]
    if (
        kind in ("lifecycle", "dynamic", "precondition")
        or any(b.labels for b in every)
        or scope.nested
    ):
        return None
    keys = tuple(scope.keys[n] for n, row in enumerate(rows) for _ in row)
    inner = Scope(keys, scope.key, Path(f"{kind}.value"), nested=True)
    body = unify_bodies([block.body for block in every], inner, (kind,))
    if body is None or inner.impossible:
        return None
    items = iter(range(len(every)))
    lists = [Tuple(tuple(Item(_record(inner, next(items))) for _ in row)) for row in rows]
    origin = every[0].origin
    content = Block("content", (), body, origin)
    source = Argument("for_each", scope.read(lists, (*path, kind)), origin)
    return [Block("dynamic", (kind,), (source, content), origin)]


def _record(scope: Scope, position: int) -> Expr:
    columns = scope.columns.items()
    return Object(tuple(Entry(name, column[position]) for name, column in columns), row=True)


def _by_kind(body: Body) -> dict[str, list[Block]]:
    kinds: dict[str, list[Block]] = {}
    for element in body:
        if isinstance(element, Block):
            kinds.setdefault(element.kind, []).append(element)
    return kinds


def _same_labels(rows: Sequence[Sequence[Block]]) -> bool:
    first = [block.labels for block in rows[0]]
    return all([block.labels for block in row] == first for row in rows)


def _merged(orders: Sequence[Sequence[str]]) -> list[str]:
    """All names, in the first list's order as far as it says."""
    merged: list[str] = []
    for names in orders:
        at = 0
        for name in names:
            if name not in merged:
                merged.insert(at, name)
            at = merged.index(name) + 1
    return merged
