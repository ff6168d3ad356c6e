"""From an address as a person writes it (`web["shop"].image`, `orders.db.tags.team`) to the declaration and the path inside it.

Walks frames: through component instances down to a param, let, output or raw resource. What is not there is answered
with the names that are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.check.evaluate_context import Frame, Made
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.declarations import LetDecl, OutputDecl, ParamDecl, ResourceDecl
from nimbus_lang.syntax.expressions import AttrExpr, Expr, ItemExpr, NumberExpr, StringExpr, VarExpr
from nimbus_lang.syntax.parse import parse

Step = str | int
Path = tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Place:
    """A declaration in a frame; `made` is the instance of a resource, `opened` the use of the component it lies in.

    `path` is what is left of the address: fields and keys inside.
    """

    frame: Frame
    decl: ParamDecl | LetDecl | OutputDecl | ResourceDecl
    made: Made | None
    opened: Made | None
    path: Path

    @property
    def base(self) -> str:
        """The address of the declaration's instance."""
        if self.made is not None:
            return str(self.made.address)
        return str(self.frame.address.child(self.decl.name.text))

    @property
    def address(self) -> str:
        """The whole address."""
        return self.base + written(self.path)


@dataclass(frozen=True, slots=True)
class Missing:
    """`step` leads nowhere after `before` ("" for the stack itself); `candidates` do. `absent`: it is switched off by `when`."""

    step: Step
    before: str
    candidates: tuple[str, ...]
    absent: bool = False


def written(path: Path) -> str:
    """A path as it is written behind a name: `.tags.team`, `["shop"]`, `[0]`."""
    return "".join(_written(step) for step in path)


def _written(step: Step) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if step.isidentifier() else f'["{step}"]'


def locate(
    ev: ProgramEvaluator, frame: Frame, path: Path, opened: Made | None = None
) -> Place | Missing:
    """What an address leads to, from a frame on."""
    name, rest = str(path[0]), path[1:]
    decl = frame.scope.names.get(name) or frame.scope.outputs.get(name)
    if decl is None:
        known = (*frame.scope.names, *frame.scope.outputs)
        return Missing(name, str(frame.address), known)
    if not isinstance(decl, ResourceDecl):
        return Place(frame, decl, None, opened, rest)
    instances = ev.made(frame, decl)
    found = _instance(decl, instances, rest, str(frame.address.child(name)))
    if isinstance(found, Missing):
        return found
    made, rest = found
    if made.frame is None or not rest:
        return Place(frame, decl, made, opened, rest)
    return locate(ev, made.frame, rest, made)


def _instance(
    decl: ResourceDecl, instances: Sequence[Made], rest: Path, address: str
) -> tuple[Made, Path] | Missing:
    if decl.index is None:
        absent = Missing(address, "", (), absent=True)
        return (instances[0], rest) if instances else absent
    keys = {made.address.steps[-1].key: made for made in instances}
    shown = tuple(str(key) for key in keys)
    if not rest:
        return Missing("", address, shown)
    made = keys.get(rest[0])
    return (made, rest[1:]) if made is not None else Missing(rest[0], address, shown)


def from_target(graph: InfraGraph, path: Path) -> Path:
    """The path with a name as the targets know it (`aws_db_instance.orders_db.engine`) turned into an address of the spec."""
    for resource in graph.resources.values():
        address = resource.address
        for name in ((resource.terraform_type, address.label), (address.label,)):
            if path[: len(name)] == name and len(address.steps) > 1:
                rest = path[len(name) :]
                keyed = address.key is not None
                if not keyed or rest[:1] == (address.key,):
                    return (*_steps(address.steps), *rest[keyed:])
    return path


def _steps(steps: Iterable[tuple[str, Step | None]]) -> Iterable[Step]:
    for name, key in steps:
        yield name
        if key is not None:
            yield key


def address_path(text: str) -> Path | None:
    """`web["shop"].image` (or, for shells, `web[shop].image`) as a path; None where it cannot be read."""
    module, problems = parse(SourceFile("<address>", f"let address = {text}"))
    first = module.decls[0] if len(module.decls) == 1 and not problems else None
    return _chain(first.value) if isinstance(first, LetDecl) else None


def _chain(expr: Expr) -> Path | None:
    match expr:
        case VarExpr(name=name):
            return (name,)
        case AttrExpr(base=base, name=name):
            step: Step | None = name.text
        case ItemExpr(base=base, index=StringExpr() as key):
            step = key.plain
        case ItemExpr(base=base, index=VarExpr(name=key)):
            step = key
        case ItemExpr(base=base, index=NumberExpr(value=int(number))):
            step = number
        case _:
            return None
    before = _chain(base)
    return None if before is None or step is None else (*before, step)
