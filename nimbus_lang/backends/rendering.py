"""Values as YAML trees: known data as it is, crossings as `${name}`.

Shared by Kubernetes and Helm. Says which crossings a file has, so that it can tell its reader what the names stand for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from nimbus_lang.backends.crossings import Crossing, Crossings, Use, Via, resolved
from nimbus_lang.backends.lines import Line, Origin
from nimbus_lang.backends.yaml_tree import Items, Keys, Leaf, Node, comment
from nimbus_lang.types.model import Kind, LiteralT, OptionalT, ScalarT, SecretT, Type
from nimbus_lang.values.model import Deferred, Instance, Poison, SecretSource, Template, Value
from nimbus_lang.values.show import text_of


@dataclass(slots=True)
class Rendering:
    """One file being rendered."""

    book: Crossings
    seen: dict[str, Crossing] = field(default_factory=dict)

    def node(self, value: Value, use: Use) -> Node:
        """The tree for a value."""
        value = resolved(self.book.graph, value)
        origin = Origin(value.span, use.consumer, use.field)
        match value.data:
            case None | bool() | int() | str() | Decimal() as data:
                return Leaf(data, origin)
            case tuple() as items:
                made = [self.node(item, use.at(f"[{n}]")) for n, item in enumerate(items)]
                return Items(tuple(made), origin)
            case Deferred(Template(parts)):
                text = "".join(self._part(part, use) for part in parts)
                return Leaf(text, origin, quoted=True)
            case Deferred() as deferred:
                text = self._part(value, use)
                is_text = _is_text(deferred.type)
                return Leaf(text, origin, raw=not is_text, quoted=is_text)
            case Instance() | Poison():
                return Leaf(None, origin)
            case Mapping() as entries:
                return self.keys(entries, use, origin)
            case _:
                return Leaf(text_of(value), origin)

    def keys(self, entries: Mapping[str, Value], use: Use, origin: Origin) -> Keys:
        """The tree for named values; what is null is not written."""
        made = [
            (key, self.node(item, use.at(f".{key}" if use.field else key)))
            for key, item in entries.items()
            if item.data is not None
        ]
        return Keys(tuple(made), origin)

    def _part(self, part: str | Value, use: Use) -> str:
        if isinstance(part, str):
            return part
        part = resolved(self.book.graph, part)
        match part.data:
            case Deferred(Template(parts)):
                return "".join(self._part(inner, use) for inner in parts)
            case Deferred():
                crossing = self.book.name(part, use)
                if crossing is None:
                    return ""
                self.seen[crossing.name] = crossing
                return f"${{{crossing.name}}}"
            case _:
                return text_of(part)


def legend(crossings: Iterable[Crossing]) -> list[Line]:
    """What the names in a file stand for: comment lines, and an empty one after them."""
    texts = [f"${{{crossing.name}}} is {_meaning(crossing)}." for crossing in crossings]
    return [*comment("\n".join(texts)), Line("")] if texts else []


def _meaning(crossing: Crossing) -> str:
    match crossing.via:
        case Via.OUTPUT:
            return "the Terraform output of that name"
        case Via.SECRET:
            return f"a secret, read from {_source(crossing)} when this is applied"
        case Via.OBJECT:
            return "read from the live object when this is applied"
        case Via.COMPUTED:
            return "computed when this is applied"


def _source(crossing: Crossing) -> str:
    data = crossing.value.data
    if not isinstance(data, Deferred) or not isinstance(data.residual, SecretSource):
        return "its source"
    source = data.residual
    written = [
        f'"{arg.data}"' if name == "name" else f'{name} = "{arg.data}"'
        for name, arg in source.args.items()
        if isinstance(arg.data, str)
    ]
    return f"{source.kind}.secret({', '.join(written)})"


def _is_text(type: Type) -> bool:
    while isinstance(type, OptionalT | SecretT):
        type = type.inner
    match type:
        case ScalarT(kind=kind):
            return kind not in (Kind.INT, Kind.NUMBER, Kind.BOOL)
        case LiteralT(value):
            return isinstance(value, str)
        case _:
            return False
