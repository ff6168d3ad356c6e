"""Writes values as Terraform expressions: known data as literals, deferred data from its residual.

Asks the schema index how a path of fields is indexed (a block that occurs once is a list in Terraform) and the grouping
how an instance is called. Decides nothing about blocks and files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface

from nimbus_lang.backends.errors import (
    no_counterpart,
    waits_for_other_target,
)
from nimbus_lang.backends.lines import Origin, number_text
from nimbus_lang.backends.terraform.grouping import Group, Place
from nimbus_lang.backends.terraform.hcl import (
    FALSE,
    NULL,
    TRUE,
    Attr,
    Call,
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
    number,
    quote,
)
from nimbus_lang.backends.terraform.modules import module_folders
from nimbus_lang.backends.terraform.secrets import SecretBook
from nimbus_lang.backends.terraform.splat import list_of_all, object_of_all
from nimbus_lang.backends.terraform.strings import is_identifier
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.ir.graph import InfraGraph, Resource, Target
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.types.model import (
    Kind,
    ListT,
    MapT,
    OptionalT,
    RecordT,
    ResourceT,
    ScalarT,
    SecretT,
    SetT,
    Type,
)
from nimbus_lang.values.functions import FUNCTIONS
from nimbus_lang.values.model import (
    Address,
    Apply,
    Choose,
    Deferred,
    Instance,
    Poison,
    Quantity,
    Range,
    Ref,
    Residual,
    SecretSource,
    Select,
    Template,
    Value,
)
from nimbus_lang.values.type_of import type_of

_INFIX = {"and": "&&", "or": "||"} | {
    op: op for op in ("==", "!=", "<", "<=", ">", ">=", "-", "*", "/", "%")
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an expression is being written: for origins and messages. `write_only`: the argument is kept nowhere.

    `untyped`: no schema turns a number into text here (a JSON document, an output), so that must be said.
    """

    address: str
    field: str
    write_only: bool = False
    unordered: bool = False
    untyped: bool = False

    def at(self, step: str) -> Spot:
        """The same place, one step further down."""
        return Spot(self.address, self.field + step, self.write_only, untyped=self.untyped)

    def origin(self, value: Value) -> Origin:
        """The origin of a line about this value."""
        return Origin(value.span, self.address, self.field)


@dataclass(slots=True)
class Translator:
    """One run over one graph; problems are gathered, secrets booked."""

    graph: InfraGraph
    places: Mapping[str, Place]
    secrets: SecretBook = field(default_factory=SecretBook)
    problems: list[Diagnostic] = field(default_factory=list)
    groups: dict[str, Group] = field(init=False)
    modules: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.modules = module_folders(self.graph)
        self.groups = {place.group.root: place.group for place in self.places.values()}

    def load(self, resource: Resource) -> RecordT | None:
        """The type of a resource."""
        return self.graph.schemas.load(ResourceT(resource.type, resource.lookup, resource.source))

    def value(self, value: Value, spot: Spot) -> Expr:
        """The expression for a value."""
        match value.data:
            case None | Poison():
                return NULL
            case bool(flag):
                return TRUE if flag else FALSE
            case int() | Decimal() as amount:
                return Literal(number_text(amount))
            case str(text):
                return quote(text)
            case IPv4Address() | IPv6Address() | IPv4Interface() | IPv6Interface() as address:
                return quote(str(address))
            case Quantity(_, amount, text):
                return quote(text) if text else Literal(number_text(amount))
            case Range(low, high):
                return Call("range", (number(low), number(high + 1)))
            case tuple() as items:
                return self._list(items, spot)
            case Instance(address=address):
                return self._reference(Ref(address, ()), value, spot)
            case Deferred() as deferred:
                return self._residual(deferred.residual, value, spot)
            case Mapping() as entries:
                return self._object(entries, spot)
        raise AssertionError(value.data)

    def _list(self, items: tuple[Value, ...], spot: Spot) -> Expr:
        made = tuple(
            Item(self.value(item, inner), inner.origin(item))
            for number, item in enumerate(items)
            for inner in (spot.at(f"[{number}]"),)
        )
        all_of_them = list_of_all([item.value for item in made], self.groups, spot.unordered)
        return all_of_them or Tuple(made)

    def _object(self, entries: Mapping[str, Value], spot: Spot) -> Expr:
        made = tuple(
            Entry(key, self.value(item, inner), inner.origin(item))
            for key, item in entries.items()
            for inner in (spot.at(f".{key}"),)
        )
        return object_of_all(made, self.groups) or Object(made)

    def _residual(self, residual: Residual, value: Value, spot: Spot) -> Expr:
        match residual:
            case Ref():
                return self._reference(residual, value, spot)
            case Template((Value() as only,)) if spot.untyped and not _is_text(only):
                return Call("tostring", (self.value(only, spot),))
            case Template(parts):
                return _interpolated(
                    [p if isinstance(p, str) else self._part(p, spot) for p in parts]
                )
            case Choose(condition, yes, no):
                made = [self.value(part, spot) for part in (condition, yes, no)]
                return Conditional(made[0], made[1], made[2])
            case Select(base, key):
                return Path(self.value(base, spot), (_index(self.value(key, spot)),))
            case SecretSource():
                return self.secrets.read(residual, value.span, spot.write_only)
            case Apply(function, args):
                return self._apply(function, args, value, spot)

    def _part(self, part: Value, spot: Spot) -> str | Expr:
        match self.value(part, spot):
            case Literal(text):
                return text
            case expr:
                return expr

    def _apply(self, function: str, args: tuple[Value, ...], value: Value, spot: Spot) -> Expr:
        made = tuple(self.value(arg, spot) for arg in args)
        match function, made:
            case "not", (operand,):
                return Operation("!", (operand,))
            case (("-" | "neg"), (operand,)):
                return Operation("-", (operand,))
            case "+", (left, right):
                return _sum(args, left, right)
            case "in", (item, collection):
                return _membership(args[1], item, collection)
            case "??", (wanted, other):
                return Conditional(Operation("!=", (wanted, NULL)), wanted, other)
            case "..", (low, high):
                return Call("range", (low, Operation("+", (high, number(1)))))
            case str(), (_, _) if function in _INFIX:
                return Operation(_INFIX[function], made)
        name = _terraform_function(function, args)
        if name is None:
            self.problems.append(
                no_counterpart(
                    value.span,
                    self.callers(spot, value.span),
                    spot.address,
                    spot.field,
                    function,
                    "Terraform",
                )
            )
            return NULL
        return Call(name, made)

    def _reference(self, ref: Ref, value: Value, spot: Spot) -> Expr:
        place = self.places.get(str(ref.address))
        if place is None:
            self._unreachable(ref, value, spot)
            return NULL
        resource = self.graph.resources[str(ref.address)]
        record = self.load(resource)
        written = resource.fields.get(str(ref.path[0])) if len(ref.path) == 1 else None
        if written is not None and written.secret and resource.gives_back:
            return self.value(written, spot)
        index = () if place.index is None else (Index(key_expr(place.index)),)
        return self._steps(Path(place.group.root, index), record, ref.path)

    def callers(self, spot: Spot, span: Span) -> tuple[Span, ...]:
        """What leads to `span`: the component uses around a resource, or the output that shows another file's value."""
        resource = self.graph.resources.get(spot.address)
        if resource is not None:
            return resource.callers
        shown = [one.span for one in self.graph.outputs if spot.address == f"output.{one.name}"]
        return tuple(one for one in shown if one.path != span.path)

    def refuse_later(self, wanted: Address, consumer: Resource) -> None:
        """Report a resource that is to come after what another tool makes."""
        self._refuse(wanted, (), consumer.span, Spot(str(consumer.address), ""))

    def _unreachable(self, ref: Ref, value: Value, spot: Spot) -> None:
        self._refuse(ref.address, ref.path, value.span, spot)

    def _refuse(self, wanted: Address, path: tuple[str | int, ...], span: Span, spot: Spot) -> None:
        resource = self.graph.resources.get(str(wanted))
        if resource is not None and resource.target is not Target.TERRAFORM:
            name = "Kubernetes" if resource.target is Target.KUBERNETES else "Helm"
            producer = ".".join((str(wanted), *map(str, path)))
            callers = self.callers(spot, span)
            self.problems.append(
                waits_for_other_target(span, callers, spot.address, spot.field, producer, name)
            )

    def _steps(self, path: Path, type: Type | None, steps: tuple[str | int, ...]) -> Path:
        """Field names and positions as attributes and indexes, with the index that a single nested block needs."""
        for step in steps:
            type = _bare(type)
            if step == "*":
                path, type = Path(path.root, (*path.steps, Splat())), _item(type)
                continue
            if isinstance(step, str) and isinstance(type, ListT):
                path, type = Path(path.root, (*path.steps, Index(number(0)))), _bare(type.item)
            elif isinstance(step, str) and isinstance(type, SetT):
                path, type = Path(Call("one", (path,))), _bare(type.item)
            elif isinstance(step, int) and isinstance(type, SetT):
                path = Path(Call("tolist", (path,)))
            path = Path(path.root, (*path.steps, _step(step, type)))
            type = _child(type, step)
        return path


def key_expr(key: str | int) -> Expr:
    """An index as an expression."""
    return number(key) if isinstance(key, int) else quote(key)


def _interpolated(parts: list[str | Expr]) -> Expr:
    made = quote(*parts)
    match made.parts:
        case (part,) if not isinstance(part, str):
            return part
        case _:
            return made


def _index(key: Expr) -> Attr | Index:
    match key:
        case Quote((str(text),)) if is_identifier(text):
            return Attr(text)
        case _:
            return Index(key)


def _step(step: str | int, type: Type | None) -> Attr | Index:
    if isinstance(step, int):
        return Index(number(step))
    if isinstance(type, MapT) or not is_identifier(step):
        return Index(quote(step))
    return Attr(step)


def _bare(type: Type | None) -> Type | None:
    while isinstance(type, OptionalT | SecretT):
        type = type.inner
    return type


def _item(type: Type | None) -> Type | None:
    return type.item if isinstance(type, ListT | SetT) else None


def _child(type: Type | None, step: str | int) -> Type | None:
    match type:
        case RecordT() if isinstance(step, str):
            found = type.readable.get(step)
            return found.type if found else None
        case ListT(item) | SetT(item):
            return item
        case MapT(value):
            return value
        case _:
            return None


def _sum(args: tuple[Value, ...], left: Expr, right: Expr) -> Expr:
    if any(_is_list(arg) for arg in args):
        return Call("concat", (left, right))
    if any(_is_text(arg) for arg in args):
        return _interpolated([left, right])
    return Operation("+", (left, right))


def _membership(container: Value, item: Expr, collection: Expr) -> Expr:
    if _is_text(container):
        return Call("strcontains", (collection, item))
    data = container.data
    deferred_map = isinstance(data, Deferred) and isinstance(_bare(data.type), MapT | RecordT)
    if deferred_map or isinstance(data, Mapping):
        return Call("contains", (Call("keys", (collection,)), item))
    return Call("contains", (collection, item))


def _is_list(value: Value) -> bool:
    data = value.data
    if isinstance(data, Deferred):
        return isinstance(_bare(data.type), ListT | SetT)
    return isinstance(data, tuple)


def _is_text(value: Value) -> bool:
    data = value.data
    if isinstance(data, Deferred):
        bare = _bare(data.type)
        return isinstance(bare, ScalarT) and bare.kind is Kind.STRING
    return isinstance(data, str)


def _terraform_function(name: str, args: tuple[Value, ...]) -> str | None:
    function = FUNCTIONS.get(name)
    if function is None:
        return None
    return function.terraform_for([_bare(type_of(arg)) for arg in args])
