"""Reading into values: `base.name`, `base[index]`, `base[*]`.

Known data is read now; what a resource will only know after apply becomes a reference with the path that leads there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nimbus_lang.check.access import read_type
from nimbus_lang.check.deferral import guarded, known
from nimbus_lang.check.errors_types import not_a_record, not_indexable
from nimbus_lang.check.errors_values import missing_index, missing_key
from nimbus_lang.check.evaluate_context import Env, Evaluator
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import AttrExpr, Expr, ItemExpr, SplatExpr
from nimbus_lang.types.model import ANY, ListT, MapT, OptionalT, RecordT, SecretT, SetT, Type
from nimbus_lang.types.shape import may_lack
from nimbus_lang.values.model import (
    POISON,
    UNKNOWN,
    Data,
    Deferred,
    Instance,
    Poison,
    Range,
    Ref,
    Residual,
    Select,
    Unknown,
    Value,
)
from nimbus_lang.values.show import show


def eval_attr(ev: Evaluator, expr: AttrExpr, env: Env) -> Value:
    """`base.name`; behind a splat, of each element."""
    base = ev.eval(expr.base, env)
    name = expr.name.text

    def read(of: Value) -> Value:
        if _left_out(ev, expr.base, of, name):
            return Value(None, expr.span, of.secret)
        return _attr(ev, of, name, expr.span, env)

    if _splatted(expr.base) and isinstance(base.data, tuple):
        return Value(tuple(map(read, base.data)), expr.span, base.secret)
    return read(base)


def _left_out(ev: Evaluator, expr: Expr, base: Value, name: str) -> bool:
    """Whether the field is one that a record of this type need not have, and this one has not."""
    absent = isinstance(base.data, Mapping) and name not in base.data
    return absent and may_lack(ev.program.type_of(expr), name)


def eval_item(ev: Evaluator, expr: ItemExpr, env: Env) -> Value:
    """`base[index]`."""
    base = ev.eval(expr.base, env)
    index = ev.eval(expr.index, env)
    if isinstance(index.data, str) and _left_out(ev, expr.base, base, index.data):
        return Value(None, expr.span, base.secret)
    return _item(ev, base, index, expr.span, expr.index.span, env)


def eval_splat(ev: Evaluator, expr: SplatExpr, env: Env) -> Value:
    """`base[*]`: all elements, of a map its values."""
    base = ev.eval(expr.base, env)
    match base.data:
        case tuple() | Poison():
            return base
        case Mapping() as entries:
            return Value(tuple(entries.values()), expr.span, base.secret)
        case Deferred(Ref(address, path), type, _):
            return Value(Deferred(Ref(address, (*path, "*")), type), expr.span, base.secret)
        case None:
            return Value((), expr.span, base.secret)
        case _:
            return Value((base,), expr.span, base.secret)


def _splatted(expr: Expr) -> bool:
    while isinstance(expr, AttrExpr | ItemExpr):
        expr = expr.base
    return isinstance(expr, SplatExpr)


def _attr(ev: Evaluator, base: Value, name: str, span: Span, env: Env) -> Value:
    match base.data:
        case Poison() | None:
            return base
        case Instance() as instance if instance.raw:
            return _raw_attr(ev, instance, name, span)
        case Instance() as instance:
            found = instance.members.get(name)
            return found if found is not None else Value(POISON, span)
        case Mapping() as entries:
            return _keyed(ev, entries, name, base, span, env)
        case Range(low, high):
            bound = {"min": low, "max": high}.get(name)
            if bound is None:
                return _refuse(ev, not_a_record(span, name, show(base)), env)
            return Value(bound, span, base.secret)
        case Deferred() as deferred:
            return _deferred_part(ev, deferred, name, base, span)
        case _:
            return _refuse(ev, not_a_record(span, name, show(base)), env)


def _refuse(ev: Evaluator, diagnostic: Diagnostic, env: Env) -> Value:
    """Report what static checking could not see, since the value is of type `any`."""
    return ev.report(replace(diagnostic, callers=env.frame.callers))


def _keyed(
    ev: Evaluator, entries: Mapping[str, Value], key: str, base: Value, at: Span, env: Env
) -> Value:
    found = entries.get(key)
    if found is None:
        present = None if base.secret else list(entries)
        return ev.report(missing_key(at, env.frame.callers, key, present))
    return guarded(found, base)


def _positioned(
    ev: Evaluator, items: tuple[Value, ...], position: int, base: Value, at: Span, env: Env
) -> Value:
    if 0 <= position < len(items):
        return guarded(items[position], base)
    return _no_position(ev, position, len(items), base, at, env)


def _no_position(
    ev: Evaluator, position: int, length: int, base: Value, at: Span, env: Env
) -> Value:
    held = None if base.secret else length
    return ev.report(missing_index(at, env.frame.callers, position, held))


def _raw_attr(ev: Evaluator, instance: Instance, name: str, span: Span) -> Value:
    record = ev.record(instance.type)
    field = record.readable.get(name) if record else None
    written = instance.members.get(name) if record is None or record.reads is None else None
    if written is not None and isinstance(written.data, Poison):
        return written
    type = field.type if field else ANY
    secret = bool(field and field.sensitive) or bool(written and written.secret)
    deferred = _read_back(Ref(instance.address, (name,)), type, written)
    return Value(deferred, span, secret, written.layers if written else ())


def _read_back(residual: Residual, type: Type, written: Value | None) -> Deferred:
    """A read of what was written, which may itself wait, as a whole or in parts."""
    if written is None:
        return Deferred(residual, type)
    sure = known(written)
    return Deferred(residual, type, UNKNOWN if sure is None else sure.data, written.data)


def _deferred_part(
    ev: Evaluator, deferred: Deferred, key: str | int, base: Value, span: Span
) -> Value:
    type = _part_type(ev, deferred.type, key)
    part = _written_part(deferred, key)
    secret = base.secret or isinstance(type, SecretT) or (part is not None and part.secret)
    if isinstance(deferred.residual, Ref):
        reference = Ref(deferred.residual.address, (*deferred.residual.path, key))
        return Value(_read_back(reference, type, part), span, secret)
    return Value(_read_back(Select(base, Value(key, span)), type, part), span, secret)


def _written_part(data: Data | Unknown, key: str | int) -> Value | None:
    match data, key:
        case Deferred(_, _, Unknown(), written), _:
            return _written_part(written, key)
        case Deferred(_, _, sure), _:
            return _written_part(sure, key)
        case Mapping() as entries, str(name) if name in entries:
            part: Value = entries[name]
            return part
        case tuple() as items, int(index) if 0 <= index < len(items):
            item: Value = items[index]
            return item
        case _:
            return None


def _part_type(ev: Evaluator, type: Type, key: str | int) -> Type:
    match type:
        case OptionalT(inner) | SecretT(inner):
            return _part_type(ev, inner, key)
        case RecordT(fields) if isinstance(key, str):
            field = fields.get(key)
            return read_type(field) if field else ANY
        case ListT(item) | SetT(item):
            return item
        case MapT(value):
            return value
        case _:
            return ANY


def _item(ev: Evaluator, base: Value, index: Value, span: Span, at: Span, env: Env) -> Value:
    if isinstance(base.data, Poison) or isinstance(index.data, Poison):
        return Value(POISON, span)
    sure = known(index)
    match base.data, (sure.data if sure else None):
        case None, _:
            return Value(None, span)
        case Mapping() as entries, (str() | int() as key):
            return _keyed(ev, entries, str(key), base, at, env)
        case tuple() as items, int(position):
            return _positioned(ev, items, position, base, at, env)
        case Range(low, high), int(position):
            if not 0 <= position <= high - low:
                return _no_position(ev, position, high - low + 1, base, at, env)
            return Value(low + position, span, base.secret)
        case Deferred() as deferred, (str() | int() as key):
            return _deferred_part(ev, deferred, key, base, span)
        case _ if sure is None:
            secret = base.secret or index.secret
            return Value(Deferred(Select(base, index), ANY), span, secret)
        case _:
            why = f"has no item {show(index)}."
            return _refuse(ev, not_indexable(at, show(base), why), env)
