"""Values as YAML trees: known data as it is, crossings as `${name}`.

Shared by Kubernetes and Helm. Says which crossings a file has, so that it can tell its reader what the names stand for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from nimbus_lang.backends.crossings import Crossing, Crossings, Use, Via, givers, resolved
from nimbus_lang.backends.legend import meaning
from nimbus_lang.backends.lines import Line, Origin
from nimbus_lang.backends.yaml_tree import Items, Keys, Leaf, Node, comment
from nimbus_lang.types.model import Kind, LiteralT, OptionalT, ScalarT, SecretT, Type
from nimbus_lang.values.model import Deferred, Instance, Poison, Template, Value
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
                crossing = self.book.name(part)
                if crossing is None:
                    return ""
                self._see(crossing)
                return f"${{{crossing.name}}}"
            case _:
                return text_of(part)

    def _see(self, crossing: Crossing) -> None:
        """Remember it for the legend, and what it is computed from."""
        if crossing.name in self.seen:
            return
        self.seen[crossing.name] = crossing
        if crossing.via is Via.COMPUTED:
            for leaf in givers(self.book.graph, crossing.value):
                found = self.book.name(leaf)
                if found is not None:
                    self._see(found)

    def legend(self) -> list[Line]:
        """What the names in the file stand for: comment lines, and an empty one after them."""
        lines = [line for one in self.seen.values() for line in self._entry(one)]
        return [*lines, Line("")] if lines else []

    def _entry(self, crossing: Crossing) -> list[Line]:
        use = crossing.uses[0]
        origin = Origin(crossing.value.span, use.consumer, use.field)
        return comment(f"${{{crossing.name}}} is {meaning(self.book, crossing)}.", origin)


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
