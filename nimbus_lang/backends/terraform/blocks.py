"""One instance as a Terraform block: its arguments as written, then its nested blocks, then lifecycle and depends_on.

Knows from the schema which field is a block, a JSON document, or has a write-only twin for secrets (`password_wo` beside
`password`). Instances are rolled up later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from nimbus_lang.backends.errors import deferred_blocks
from nimbus_lang.backends.lines import Origin
from nimbus_lang.backends.rotation import secret_version
from nimbus_lang.backends.secrecy import holds_secret
from nimbus_lang.backends.terraform.expression import Spot, Translator
from nimbus_lang.backends.terraform.grouping import Group, Place
from nimbus_lang.backends.terraform.hcl import (
    TRUE,
    Argument,
    Attr,
    Block,
    Body,
    Call,
    Expr,
    Index,
    Item,
    Path,
    Tuple,
    number,
    quote,
)
from nimbus_lang.backends.terraform.modules import is_module, module_arguments
from nimbus_lang.backends.terraform.shape import rewrite
from nimbus_lang.backends.terraform.strings import is_identifier
from nimbus_lang.ir.graph import Provider, Resource
from nimbus_lang.types.model import (
    Field,
    Kind,
    ListT,
    MapT,
    Nesting,
    OptionalT,
    RecordT,
    ScalarT,
    SecretT,
    SetT,
    Type,
)
from nimbus_lang.values.model import Deferred, Value

META, PLAIN = 0, 1


def resource_block(translator: Translator, group: Group, resource: Resource) -> Block:
    """The block of one instance, as if it were the only one."""
    record = translator.load(resource)
    spot = Spot(str(resource.address), "")
    origin = Origin(resource.span, spot.address)
    if is_module(resource):
        body = [
            *module_arguments(translator.graph, translator.modules, resource, META),
            *fields_body(translator, resource.fields, record, spot),
            *_depends_on(translator, resource),
        ]
        return Block(group.type, (group.label,), tuple(body), origin, resource.doc)
    body = [
        *_provider(translator, resource),
        *fields_body(translator, resource.fields, record, spot),
        *_lifecycle(translator, resource, record, spot),
        *_depends_on(translator, resource),
    ]
    kind = "data" if resource.lookup else "resource"
    return Block(kind, (group.type, group.label), tuple(body), origin, resource.doc)


def fields_body(
    translator: Translator, fields: Mapping[str, Value], record: RecordT | None, spot: Spot
) -> Body:
    """Fields as arguments in the order written, then as nested blocks."""
    arguments: list[Argument] = []
    blocks: list[Argument | Block] = []
    for name, value in fields.items():
        if value.data is None:
            continue
        field = record.fields.get(name) if record else None
        if field is not None and _says_nothing(field, value):
            continue
        inner = spot.at(f".{name}" if spot.field else name)
        if field is not None and field.block is not None and not _empty_attribute(field, value):
            blocks += _nested(translator, name, field, value, inner)
        else:
            arguments += _arguments(translator, name, field, value, record, fields, inner)
    return (*arguments, *blocks)


def _says_nothing(field: Field, value: Value) -> bool:
    """An empty map is the same as none, unless the provider would fill it in."""
    empty = isinstance(value.data, Mapping) and not value.data
    return empty and isinstance(_bare(field.type), MapT) and not (field.computed or field.required)


def _empty_attribute(field: Field, value: Value) -> bool:
    """`ingress = []` says "none" where the provider would otherwise keep what it finds."""
    return field.computed and value.data == ()


def _arguments(
    translator: Translator,
    name: str,
    field: Field | None,
    value: Value,
    record: RecordT | None,
    fields: Mapping[str, Value],
    spot: Spot,
) -> Iterator[Argument]:
    twin = f"{name}_wo"
    origin = spot.origin(value)
    if record is not None and twin in record.fields and twin not in fields and holds_secret(value):
        kept_nowhere = replace(spot, write_only=True)
        yield Argument(
            twin, _expression(translator, record.fields[twin], value, kept_nowhere), origin, PLAIN
        )
        version = f"{twin}_version"
        if version in record.fields and version not in fields:
            count = number(secret_version(translator.graph, value))
            yield Argument(version, count, origin, PLAIN)
        return
    write_only = field is not None and field.write_only
    unordered = field is not None and isinstance(_bare(field.type), SetT)
    here = replace(spot, write_only=write_only, unordered=unordered)
    yield Argument(name, _expression(translator, field, value, here), origin, PLAIN)


def _expression(translator: Translator, field: Field | None, value: Value, spot: Spot) -> Expr:
    if field is not None and isinstance(value.data, Mapping | tuple) and _takes_text(field):
        return Call("jsonencode", (translator.value(value, replace(spot, untyped=True)),))
    return translator.value(value, spot)


def _takes_text(field: Field) -> bool:
    """Whether a structure can only be meant as a JSON document."""
    bare = _bare(field.type)
    return field.json or (isinstance(bare, ScalarT) and bare.kind is Kind.STRING)


def _nested(
    translator: Translator, name: str, field: Field, value: Value, spot: Spot
) -> Iterator[Argument | Block]:
    record = _record(field.type)
    match value.data:
        case Deferred() as deferred:
            yield from _dynamic(translator, name, deferred, value, spot)
        case Mapping() as entries if field.block is Nesting.MAP:
            for key, item in entries.items():
                yield _block(translator, name, (key,), item, record, spot.at(f".{key}"))
        case Mapping():
            yield _block(translator, name, (), value, record, spot)
        case tuple() as items:
            for position, item in enumerate(items):
                yield _block(translator, name, (), item, record, spot.at(f"[{position}]"))


def _block(
    translator: Translator,
    name: str,
    labels: tuple[str, ...],
    value: Value,
    record: RecordT | None,
    spot: Spot,
) -> Block:
    origin = spot.origin(value)
    match value.data:
        case Mapping() as fields:
            return Block(name, labels, fields_body(translator, fields, record, spot), origin)
        case Deferred() as deferred:
            content = _read_fields(translator, deferred, value, spot, translator.value(value, spot))
            return Block(name, labels, content, origin)
        case _:
            return Block(name, labels, (), origin)


def _dynamic(
    translator: Translator, name: str, deferred: Deferred, value: Value, spot: Spot
) -> Iterator[Block]:
    """A block whose number waits for an apply: HCL's `dynamic`."""
    source = translator.value(value, spot)
    if isinstance(_bare(deferred.type), RecordT):
        source = Tuple((Item(source),))
    item = Path(f"{name}.value")
    content = _read_fields(translator, deferred, value, spot, item)
    origin = spot.origin(value)
    yield Block(
        "dynamic",
        (name,),
        (Argument("for_each", source, origin), Block("content", (), content, origin)),
        origin,
    )


def _read_fields(
    translator: Translator, deferred: Deferred, value: Value, spot: Spot, base: Expr
) -> tuple[Argument, ...]:
    record = _record(deferred.type)
    if record is None or not record.fields:
        callers = translator.callers(spot, value.span)
        translator.problems.append(deferred_blocks(value.span, callers, spot.address, spot.field))
        return ()
    return tuple(
        Argument(
            name,
            Path(base, (Attr(name),))
            if not isinstance(base, Path)
            else Path(base.root, (*base.steps, Attr(name))),
            spot.origin(value),
            PLAIN,
        )
        for name, field in record.fields.items()
        if field.settable and field.block is None
    )


def _provider(translator: Translator, resource: Resource) -> Iterator[Argument]:
    """Said where Terraform would take another one: by the first word of a type, in its default configuration."""
    kind = resource.type.partition(".")[0]
    configured = (translator.graph.providers or {}).get(resource.provider)
    alias = (configured or Provider(resource.provider, kind, {}, None)).alias
    if alias or resource.terraform_type.partition("_")[0] != kind:
        origin = Origin(resource.span, str(resource.address))
        yield Argument("provider", Path(f"{kind}.{alias}" if alias else kind), origin, META)


def _lifecycle(
    translator: Translator, resource: Resource, record: RecordT | None, spot: Spot
) -> Iterator[Block]:
    life = resource.lifecycle
    origin = Origin(resource.span, spot.address)
    body: list[Argument | Block] = []
    if life.create_before_destroy:
        body.append(Argument("create_before_destroy", TRUE, origin))
    if life.protect and not resource.lookup:
        body.append(Argument("prevent_destroy", TRUE, origin))
    if life.ignore_changes:
        body.append(Argument("ignore_changes", _ignored(life.ignore_changes, record), origin))
    if life.replace_when:
        made = [
            Item(translator.value(value, spot), spot.origin(value)) for value in life.replace_when
        ]
        body.append(Argument("replace_triggered_by", Tuple(tuple(made)), origin))
    for check in resource.checks:
        at = Origin(check.span, spot.address)
        said = [translator.value(one, spot) for one in (check.condition, check.message)]
        if check.own:
            said = [_of_itself(one, translator.places[spot.address]) for one in said]
        condition, message = (
            Argument("condition", said[0], at),
            Argument("error_message", said[1], at),
        )
        kind = "postcondition" if check.own else "precondition"
        body.append(Block(kind, (), (condition, message), at))
    if body:
        yield Block("lifecycle", (), tuple(body), origin)


def _of_itself(expr: Expr, place: Place) -> Expr:
    """The expression with `self` for the very instance that it stands on."""
    skip = 0 if place.index is None else 1

    def change(part: Expr) -> Expr:
        own = isinstance(part, Path) and part.root == place.group.root
        return Path("self", part.steps[skip:]) if own and isinstance(part, Path) else part

    return rewrite(expr, change)


def _ignored(paths: Iterable[str], record: RecordT | None) -> Expr:
    if any(path in ("*", "all") for path in paths):
        return Path("all")
    return Tuple(tuple(Item(_ignored_path(path, record)) for path in paths))


def _ignored_path(path: str, record: RecordT | None) -> Path:
    first, *rest = path.split(".")
    made = Path(first)
    type = _field_type(record, first)
    for step in rest:
        if isinstance(type, ListT | SetT) and not step.isdigit():
            made, type = Path(made.root, (*made.steps, Index(number(0)))), _bare(type.item)
        made = Path(made.root, (*made.steps, _ignored_step(step, type)))
        type = _field_type(type if isinstance(type, RecordT) else None, step)
    return made


def _ignored_step(step: str, type: Type | None) -> Attr | Index:
    if step.isdigit():
        return Index(number(int(step)))
    return Attr(step) if is_identifier(step) and not isinstance(type, MapT) else Index(quote(step))


def _field_type(record: RecordT | None, name: str) -> Type | None:
    found = record.fields.get(name) if record else None
    return _bare(found.type) if found else None


def _depends_on(translator: Translator, resource: Resource) -> Iterator[Argument]:
    for address in resource.lifecycle.after:
        translator.refuse_later(address, resource)
    roots = {
        place.group.root: None
        for address in resource.lifecycle.after
        if (place := translator.places.get(str(address))) is not None
    }
    if roots:
        items = tuple(Item(Path(root)) for root in roots)
        origin = Origin(resource.span, str(resource.address))
        yield Argument("depends_on", Tuple(items), origin, PLAIN + 1)


def _record(type: Type) -> RecordT | None:
    match _bare(type):
        case RecordT() as record:
            return record
        case ListT(item) | SetT(item) | MapT(item):
            return _record(item)
        case _:
            return None


def _bare(type: Type | None) -> Type | None:
    while isinstance(type, OptionalT | SecretT):
        type = type.inner
    return type
