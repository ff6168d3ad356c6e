"""Object literals: on their own they are records of what was written; against a record type every field is checked.

One checker for records, component parameters and providers' arguments; only the wording and the code differ (`Kind`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from nimbus_lang.check import errors_packages, errors_schema, errors_types
from nimbus_lang.check.env import Env
from nimbus_lang.check.flow import carries_secret, is_provider_record
from nimbus_lang.check.leaks import report_leaks
from nimbus_lang.check.typer import Typer
from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix
from nimbus_lang.diagnostics.suggest import nearly, related, suggest
from nimbus_lang.schemas import index
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import Entry, Expr, ListExpr, ObjectExpr, Spread
from nimbus_lang.syntax.meta_words import META_ARGUMENTS
from nimbus_lang.syntax.names import Name
from nimbus_lang.types.assignable import accepts
from nimbus_lang.types.join import join
from nimbus_lang.types.model import (
    ANY,
    ERROR,
    AnyT,
    ErrorT,
    Field,
    ListT,
    MapT,
    NullT,
    OptionalT,
    RecordT,
    SecretT,
    SetT,
    Type,
)
from nimbus_lang.types.shape import optional, secret
from nimbus_lang.types.show import show


class Wording(Enum):
    """Whose fields they are."""

    RECORD = "record"
    COMPONENT = "component"
    PROVIDER = "provider"


@dataclass(slots=True)
class _Written:
    """What an object literal says: where each field is set, which are none, and whether something unknown was spread into it."""

    places: dict[str, Span] = field(default_factory=dict)
    unknown: list[Name] = field(default_factory=list)
    spread: set[str] = field(default_factory=set)
    open: bool = False


def infer_object(typer: Typer, expr: ObjectExpr, env: Env) -> Type:
    """A record of the fields that are written; a map when a map is spread into it."""
    fields: dict[str, Field] = {}
    maps: list[Type] = []
    is_open = False
    places: dict[str, Span] = {}
    for entry in expr.entries:
        if isinstance(entry, Spread):
            spread = typer.infer(entry.value, env)
            match _spreadable(typer, entry, spread):
                case RecordT(more):
                    fields.update(more)
                case MapT(value):
                    maps.append(value)
                case AnyT() | ErrorT():
                    is_open = True
            continue
        _note_place(typer, places, entry)
        fields[entry.key.text] = Field(typer.infer(entry.value, env), required=True)
    if maps:
        return MapT(join([*maps, *(one.type for one in fields.values())]))
    return RecordT(fields, open=is_open)


def _note_place(typer: Typer, places: dict[str, Span], entry: Entry) -> None:
    name = entry.key.text
    if name in places:
        typer.sink.report(errors_types.duplicate_key(entry.key.span, name, places[name]))
    else:
        places[name] = entry.key.span


def _spreadable(typer: Typer, entry: Spread, found: Type) -> Type:
    """A record, a map or anything; `ErrorT` when it is neither (then it is reported)."""
    match found:
        case RecordT() | MapT() | AnyT() | ErrorT():
            return found
        case OptionalT(RecordT(fields) as inner):
            return RecordT(
                {k: Field(optional(f.type)) for k, f in fields.items()}, inner.name, inner.open
            )
        case OptionalT(MapT() as inner):
            return inner
        case NullT():
            return RecordT()
        case SecretT(RecordT(fields) as inner):
            return RecordT({k: Field(secret(f.type), f.required) for k, f in fields.items()})
        case SecretT(MapT(value)):
            return MapT(secret(value))
        case _:
            typer.sink.report(errors_types.not_spreadable(entry.value.span, show(found)))
            return ERROR


def check_object(
    typer: Typer,
    expr: ObjectExpr,
    record: RecordT,
    env: Env,
    wording: Wording | None = None,
    missing_at: Span | None = None,
    keeps_secrets: bool = False,
) -> None:
    """Check an object literal field by field. `missing_at` is where missing fields are reported (else at its brace)."""
    wording = wording or (Wording.PROVIDER if is_provider_record(record) else Wording.RECORD)
    written = _Written()
    for entry in expr.entries:
        if isinstance(entry, Spread):
            _check_spread(typer, entry, record, env, written)
        else:
            _note_place(typer, written.places, entry)
            _check_entry(typer, entry, record, env, wording, keeps_secrets, written)
    missing = _missing_names(record, written)
    if wording is Wording.RECORD and (missing or written.unknown):
        typer.sink.wrong.add(expr.span)
    for key in written.unknown:
        meant = _meant(key.text, missing)
        missing = [name for name in missing if name not in meant]
        known = [name for name, other in record.fields.items() if other.settable]
        if key.span in env.scope.module.faults:
            continue
        report = _unknown(key.span, key.text, record, wording, meant or known)
        if missing_at is not None and key.text in META_ARGUMENTS:
            report = replace(report, detail=_meta(report, META_ARGUMENTS[key.text]), fixes=())
        typer.sink.report(report)
    _report_missing(typer, expr, record, missing, wording, missing_at)


def _meta(report: Diagnostic, advice: str) -> str:
    """The first sentence of a report, and what to write instead of a word that Terraform has for every resource."""
    first, _, _ = report.detail.partition("`. ")
    return f"{first}`. {advice}"


def _missing_names(record: RecordT, written: _Written) -> list[str]:
    if written.open:
        return []
    return [
        name
        for name, one in record.fields.items()
        if one.required and name not in written.places and name not in written.spread
    ]


def _meant(unknown: str, missing: list[str]) -> list[str]:
    """The missing field that an unknown one was meant to be: one mistake, not two."""
    return (suggest(unknown, missing) or related(unknown, missing))[:1]


def _report_missing(
    typer: Typer,
    expr: ObjectExpr,
    record: RecordT,
    missing: list[str],
    wording: Wording,
    missing_at: Span | None,
) -> None:
    if missing:
        brace = Span(expr.span.path, expr.span.start, expr.span.start + 1)
        typer.sink.report(_missing(missing_at or brace, missing, record, wording))


def _missing(span: Span, names: list[str], record: RecordT, wording: Wording) -> Diagnostic:
    match wording:
        case Wording.PROVIDER:
            return errors_schema.missing_arguments(span, names, record.name or "This block")
        case Wording.COMPONENT:
            return errors_packages.missing_parameters(span, names, record.name or "")
        case Wording.RECORD:
            return errors_types.missing_fields(span, names, _called(record))


def _called(record: RecordT) -> str:
    return f"`{record.name}`" if record.name else "object"


def _check_entry(
    typer: Typer,
    entry: Entry,
    record: RecordT,
    env: Env,
    wording: Wording,
    keeps_secrets: bool,
    written: _Written,
) -> None:
    name = entry.key.text
    one = record.fields.get(name)
    if one is None:
        found = typer.infer(entry.value, env)
        if not record.open:
            written.unknown.append(entry.key)
            if name == "for_each":  # then nobody needs to be told what `each` is
                typer.sink.first_miss(env.scope.path, "each")
            typer.sink.wrong.add(entry.value.span)
            return
        if carries_secret(found) and not keeps_secrets:
            report_leaks(typer.sink, entry.value, _goes_to(name, record))
        if is_provider_record(record) and (near := nearly(name, record.fields)):
            report = errors_schema.nearly_known(entry.key.span, name, record.name or "", near)
            typer.sink.report(report)
        return
    if not one.settable:
        typer.infer(entry.value, env)
        typer.sink.report(
            errors_schema.read_only_argument(entry.key.span, name, record.name or "", entry.span)
        )
        return
    if one.deprecated is not None:
        typer.sink.report(
            errors_schema.deprecated_argument(
                entry.key.span, name, record.name or "this object", one.deprecated
            )
        )
    check_field(typer, entry.value, name, one, record, env, keeps_secrets)


def _goes_to(name: str, record: RecordT) -> str:
    of = f" of `{record.name}`" if record.name else ""
    return f"`{name}`{of} is not kept secret"


def _unknown(
    span: Span, name: str, record: RecordT, wording: Wording, settable: list[str]
) -> Diagnostic:
    match wording:
        case Wording.PROVIDER:
            of = record.name or ""
            return errors_schema.unknown_argument(span, name, of, settable, _in_lookup(of, name))
        case Wording.COMPONENT:
            return errors_packages.unknown_parameter(span, name, record.name or "", settable)
        case Wording.RECORD:
            return errors_types.unknown_field(span, name, _called(record), settable)


def _in_lookup(path: str, name: str) -> bool:
    """Whether the data source of a resource type takes an argument of this name."""
    record = index.load(path, lookup=True) if path.startswith("aws.") else None
    one = record.fields.get(name) if record is not None else None
    return one is not None and one.settable and path.count(".") == 1


def check_field(
    typer: Typer,
    value: Expr,
    name: str,
    one: Field,
    record: RecordT,
    env: Env,
    keeps_secrets: bool = False,
) -> None:
    """A value against one field with its flags: secret, JSON document, block."""
    keeps = keeps_secrets or one.sensitive or one.write_only
    if one.json and isinstance(value, ObjectExpr | ListExpr):
        _check_document(typer, value, name, record, env, keeps)
        return
    told = isinstance(value, ObjectExpr) and env.scope.is_guess(value.span.head())
    if one.block is not None and (told or _report_block_shape(typer, value, name, one, record)):
        typer.infer(value, env)
        typer.sink.wrong.add(value.span)
        return
    expected = _document_type(one.type) if one.json else one.type
    expected = secret(expected) if keeps else expected
    typer.check(value, expected if one.required else optional(expected), env)


def _document_type(expected: Type) -> Type:
    """A JSON document that is not written on the spot: a text, or data to be encoded."""
    return expected if isinstance(expected, AnyT) else ANY


def _check_document(
    typer: Typer, value: Expr, name: str, record: RecordT, env: Env, keeps: bool
) -> None:
    found = typer.infer(value, env)
    if carries_secret(found) and not keeps:
        report_leaks(typer.sink, value, _goes_to(name, record))


def _report_block_shape(typer: Typer, value: Expr, name: str, one: Field, record: RecordT) -> bool:
    """A list where the block can be there once, or one object where it can be there often."""
    kind = one.type
    of = record.name or "this block"
    if not isinstance(kind, ListT | SetT) or not isinstance(kind.item, RecordT):
        return False
    if kind.maximum == 1 and isinstance(value, ListExpr):
        typer.sink.report(errors_schema.list_for_block(value.span, name, of, _unlist(value)))
        return True
    if kind.maximum != 1 and isinstance(value, ObjectExpr):
        start, end = value.span.head(), Span(value.span.path, value.span.end, value.span.end)
        fix = Fix("put it into a list", (Edit(start, "["), Edit(end, "]")))
        typer.sink.report(errors_schema.object_for_blocks(value.span, name, of, (fix,)))
        return True
    if isinstance(value, ListExpr):
        return _report_count(typer, value, name, kind, of)
    return False


def _unlist(value: ListExpr) -> tuple[Fix, ...]:
    if len(value.items) != 1:
        return ()
    item = value.items[0].span
    before = Span(item.path, value.span.start, item.start)
    after = Span(item.path, item.end, value.span.end)
    return (Fix("take it out of the list", (Edit(before, ""), Edit(after, ""))),)


def _report_count(typer: Typer, value: ListExpr, name: str, kind: ListT | SetT, of: str) -> bool:
    count = len(value.items)
    if count < kind.minimum:
        problem = f"needs at least {kind.minimum}, and there {_are(count)}"
    elif kind.maximum is not None and count > kind.maximum:
        problem = f"can be there at most {kind.maximum} times, and there {_are(count)}"
    else:
        return False
    typer.sink.report(errors_schema.block_count(value.span, name, of, problem))
    return True


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count or 'none'}"


def _check_spread(
    typer: Typer, entry: Spread, record: RecordT, env: Env, written: _Written
) -> None:
    found = _spreadable(typer, entry, typer.infer(entry.value, env))
    if not isinstance(found, RecordT):
        written.open = True
        return
    written.open = written.open or found.open
    for name, given in found.fields.items():
        written.spread.add(name)
        _check_spread_field(typer, entry, record, name, given)


def _check_spread_field(
    typer: Typer, entry: Spread, record: RecordT, name: str, given: Field
) -> None:
    target = record.fields.get(name)
    if target is None:
        if not record.open:
            typer.sink.report(
                errors_types.unknown_field(entry.value.span, name, _called(record), record.fields)
            )
        return
    mismatch = accepts(target, given.type)
    if mismatch is not None:
        reason = f"In `{name}`, which is spread in here: {mismatch.why}."
        typer.sink.report(
            errors_types.mismatch(entry.value.span, show(target.type), show(given.type), reason)
        )
