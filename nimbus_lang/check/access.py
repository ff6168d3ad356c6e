"""The types of reading into values: `base.name`, `base[index]`, `base[*]`.

`T?` and `secret<T>` pass through: a field of an optional is optional, a field of a secret is secret.
"""

from __future__ import annotations

from nimbus_lang.check import errors_names, errors_packages, errors_stacks, errors_types
from nimbus_lang.check.env import Env
from nimbus_lang.check.errors_values import secret_decides
from nimbus_lang.check.flow import carries_secret, is_provider_record
from nimbus_lang.check.names_in_scope import look_up, report_foreign
from nimbus_lang.check.stacks import stack_name
from nimbus_lang.check.typer import Typer
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import LetDecl, ResourceDecl
from nimbus_lang.syntax.expressions import AttrExpr, Expr, ItemExpr, SplatExpr, StringExpr, VarExpr
from nimbus_lang.syntax.names import Name
from nimbus_lang.types.assignable import assignable
from nimbus_lang.types.join import join
from nimbus_lang.types.model import (
    ANY,
    ERROR,
    INT,
    STRING,
    AnyT,
    ComponentT,
    ErrorT,
    Field,
    InstancesT,
    ListT,
    MapT,
    NamespaceT,
    NullT,
    OptionalT,
    RangeT,
    RecordT,
    ResourceT,
    SecretT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.shape import optional, secret
from nimbus_lang.types.show import show


def infer_attr(typer: Typer, expr: AttrExpr, env: Env) -> Type:
    """`base.name`; behind a splat, of each element."""
    if isinstance(expr.base, VarExpr) and isinstance(
        space := look_up(expr.base.name, env), NamespaceT
    ):
        return _of_namespace(typer, expr, f"{space.path}.{expr.name.text}")
    if isinstance(expr.base, VarExpr) and report_foreign(typer, expr, expr.base.name, env):
        return ERROR
    base = typer.infer(expr.base, env)
    splatted = _splatted(expr.base)
    found = (_of_each if splatted else member)(typer, base, expr.name, expr.base, env)
    if isinstance(found, OptionalT) and env.knows_present(expr):
        return found.inner
    return found


def _of_namespace(typer: Typer, expr: AttrExpr, text: str) -> Type:
    what = "the name of a type or leads to one, and has no value"
    typer.sink.report(errors_names.namespace_as_value(expr.span, text, what))
    return ERROR


def _of_each(typer: Typer, base: Type, name: Name, at: Expr, env: Env) -> Type:
    """The attribute of each element, or of the one thing that was taken of them."""
    match base:
        case ListT(item):
            return ListT(member(typer, item, name, at, env))
        case SecretT(inner):
            found = _of_each(typer, inner, name, at, env)
            return found if isinstance(found, ErrorT) else secret(found)
        case OptionalT(inner):
            return optional(_of_each(typer, inner, name, at, env))
        case _:
            return member(typer, base, name, at, env)


def _splatted(expr: Expr) -> bool:
    while isinstance(expr, AttrExpr | ItemExpr):
        expr = expr.base
    return isinstance(expr, SplatExpr)


def member(typer: Typer, base: Type, name: Name, at: Expr, env: Env) -> Type:
    """The type of the attribute `name` of a value of type `base`, written at `at`."""
    match base:
        case AnyT() | ErrorT():
            return base
        case OptionalT(inner):
            return optional(member(typer, inner, name, at, env))
        case SecretT(inner):
            found = member(typer, inner, name, at, env)
            return found if isinstance(found, ErrorT) else secret(found)
        case RecordT() | ResourceT():
            return _record_member(typer, base, name)
        case ComponentT():
            return _component_member(typer, base, name)
        case MapT(value):
            return value
        case RangeT() if name.text in ("min", "max"):
            return INT
        case InstancesT():
            return _needs_key(typer, base, at)
        case ListT(RecordT() as item, _, 1) | SetT(RecordT() as item, _, 1) if is_provider_record(
            item
        ):
            return _record_member(typer, item, name)
        case ListT() | SetT():
            return _list_member(typer, base, name)
        case UnionT(options):
            return _union_member(typer, base, options, name, at, env)
        case NullT():
            typer.sink.report(
                errors_types.may_be_absent(at.span, "This", "a value with attributes", "", ())
            )
            return ERROR
        case _:
            typer.sink.report(errors_types.not_a_record(name.span, name.text, show(base)))
            return ERROR


def _record_member(typer: Typer, base: RecordT | ResourceT, name: Name) -> Type:
    record = base if isinstance(base, RecordT) else typer.fields(base)
    if record is None:
        return ANY
    field = record.readable.get(name.text)
    if field is None:
        if record.open:
            return ANY
        foreign = isinstance(base, ResourceT) and base.source
        called = f"`{record.name if foreign else show(base)}`" if record.name else "This object"
        typer.sink.report(
            errors_names.unknown_attribute(name.span, name.text, called, record.readable)
        )
        return ERROR
    stack = stack_name(base.path) if isinstance(base, ResourceT) else None
    if stack is not None and carries_secret(field.type):
        typer.sink.report(errors_stacks.secret_of_stack(name.span, name.text, stack))
        return ERROR
    return read_type(field)


def read_type(field: Field) -> Type:
    """What reading a field gives: a sensitive one gives a secret."""
    return secret(field.type) if field.sensitive else field.type


def _component_member(typer: Typer, base: ComponentT, name: Name) -> Type:
    component = typer.program.components[base.id]
    found = component.members.get(name.text)
    if found is not None:
        return found
    inner = component.scope.names.get(name.text)
    if isinstance(inner, LetDecl | ResourceDecl):
        kind = "let" if isinstance(inner, LetDecl) else "resource"
        report = errors_packages.private_member(
            name.span, name.text, component.name, kind, inner.name.span
        )
    else:
        report = errors_names.unknown_attribute(
            name.span, name.text, f"`{component.name}`", component.members
        )
    if not component.scope.module.unread:
        typer.sink.report(report)
    return ERROR


def _needs_key(typer: Typer, base: InstancesT, at: Expr) -> Type:
    insert = Span(at.span.path, at.span.end, at.span.end)
    name = at.name if hasattr(at, "name") and isinstance(at.name, str) else "this"
    example = "0" if base.counted else '"key"'
    typer.sink.report(errors_types.needs_key(at.span, name, example, insert))
    return ERROR


def _list_member(typer: Typer, base: ListT | SetT, name: Name) -> Type:
    report = errors_types.not_a_record(
        name.span, name.text, f"{show(base)} (`[*].{name.text}` reads it of each element)"
    )
    typer.sink.report(report)
    return ERROR


def _union_member(
    typer: Typer, base: Type, options: tuple[Type, ...], name: Name, at: Expr, env: Env
) -> Type:
    having = [option for option in options if _has(typer, option, name.text)]
    if len(having) == len(options):
        return join([member(typer, option, name, at, env) for option in options])
    if having:
        return optional(join([member(typer, option, name, at, env) for option in having]))
    typer.sink.report(errors_types.not_a_record(name.span, name.text, show(base)))
    return ERROR


def _has(typer: Typer, kind: Type, name: str) -> bool:
    match kind:
        case RecordT(fields):
            return name in fields or kind.open
        case ResourceT():
            record = typer.fields(kind)
            return record is not None and name in record.readable
        case ComponentT():
            return name in typer.program.components[kind.id].members
        case AnyT() | MapT():
            return True
        case SecretT(inner) | OptionalT(inner):
            return _has(typer, inner, name)
        case _:
            return False


def infer_item(typer: Typer, expr: ItemExpr, env: Env) -> Type:
    """`base[index]`."""
    base = typer.infer(expr.base, env)
    index = typer.infer(expr.index, env)
    if carries_secret(index):
        typer.sink.report(secret_decides(expr.index.span, (), "What it picks"))
        return ERROR
    found = _item(typer, base, index, expr)
    if isinstance(found, OptionalT) and env.knows_present(expr):
        return found.inner
    return found


def _item(typer: Typer, base: Type, index: Type, expr: ItemExpr) -> Type:
    match base:
        case AnyT() | ErrorT():
            return base
        case OptionalT(inner):
            return optional(_item(typer, inner, index, expr))
        case SecretT(inner):
            found = _item(typer, inner, index, expr)
            return found if isinstance(found, ErrorT) else secret(found)
        case ListT(item):
            return _indexed(typer, item, INT, index, expr, "a list is indexed by whole numbers")
        case InstancesT(item, True):
            return _indexed(typer, item, INT, index, expr, "these are numbered from 0")
        case InstancesT(item):
            return _indexed(typer, item, STRING, index, expr, "these have text keys")
        case MapT(value):
            return _indexed(typer, value, STRING, index, expr, "a map is indexed by text")
        case RecordT():
            return _record_item(typer, base, index, expr)
        case RangeT():
            return _indexed(typer, INT, INT, index, expr, "a range is indexed by whole numbers")
        case UnionT(options):
            return join([_item(typer, option, index, expr) for option in options])
        case _:
            why = "has no items."
            if isinstance(base, SetT):
                why = "has no order, so no item of it can be asked for by number. Iterate over it."
            typer.sink.report(
                errors_types.not_indexable(expr.base.span, f"A value of type {show(base)}", why)
            )
            return ERROR


def _indexed(
    typer: Typer, item: Type, wanted: Type, index: Type, expr: ItemExpr, rule: str
) -> Type:
    if assignable(index, wanted) is not None:
        typer.sink.report(
            errors_types.not_indexable(
                expr.index.span, f"A value of type {show(index)}", f"is no index here: {rule}."
            )
        )
        return ERROR
    return item


def _record_item(typer: Typer, base: RecordT, index: Type, expr: ItemExpr) -> Type:
    key = expr.index
    if isinstance(key, StringExpr) and key.plain is not None:
        return _record_member(typer, base, Name(key.span, key.plain))
    values = join([read_type(field) for field in base.fields.values()])
    return _indexed(typer, values, STRING, index, expr, "an object is indexed by text")


def infer_splat(typer: Typer, expr: SplatExpr, env: Env) -> Type:
    """`base[*]`: a list of all; of an optional, of none or one."""
    return _splat(typer, typer.infer(expr.base, env), expr)


def _splat(typer: Typer, base: Type, expr: SplatExpr) -> Type:
    match base:
        case AnyT() | ErrorT():
            return base
        case InstancesT(item) | SetT(item):
            return ListT(item)
        case ListT():
            return base
        case MapT(value):
            return ListT(value)
        case OptionalT(ListT() | SetT() | MapT() as inner):
            return optional(_splat(typer, inner, expr))
        case OptionalT(inner):
            return ListT(inner, 0, 1) if not isinstance(inner, RecordT) else ListT(inner)
        case SecretT(inner):
            found = _splat(typer, inner, expr)
            return found if isinstance(found, ErrorT) else secret(found)
        case _:
            typer.sink.report(errors_types.not_iterable(expr.base.span, show(base)))
            return ERROR
