"""Whether a value of one type may stand where another is wanted, and if not, why: the judgement behind every argument.

What only a value can tell (ranges, patterns, lengths, whether a text is a network) is left to the evaluation.
Resources and components are compared by name; nothing here asks a provider's schema.
"""

from __future__ import annotations

from collections.abc import Iterable

from nimbus_lang.types.fit_scalar import fit_scalar
from nimbus_lang.types.join import join
from nimbus_lang.types.mismatch import EACH, Mismatch, Reason, first
from nimbus_lang.types.model import (
    INT,
    AnyT,
    ComponentT,
    ErrorT,
    Field,
    FunctionT,
    InstancesT,
    ListT,
    LiteralT,
    MapT,
    NamespaceT,
    NullT,
    OptionalT,
    RangeT,
    RecordT,
    ResourceT,
    ScalarT,
    SecretT,
    SetT,
    Type,
    UnionT,
)
from nimbus_lang.types.shape import (
    field_type,
    is_secret,
    literal_scalar,
    literal_widen,
    optional,
    strip_optional,
    strip_secret,
)
from nimbus_lang.types.show import show, show_literal

__all__ = [
    "EACH",
    "Mismatch",
    "Reason",
    "accepts",
    "assignable",
    "is_secret",
    "join",
    "literal_widen",
    "strip_optional",
    "strip_secret",
]


def assignable(source: Type, target: Type) -> Mismatch | None:
    """None when `source` fits `target`, else the first misfit, with the path to it."""
    if _anything(source) or _anything(target):
        return None
    if source == target and not isinstance(source, LiteralT):
        return None
    match source, target:
        case UnionT(options), _ if not isinstance(source, OptionalT):
            return first(assignable(option, target) for option in options)
        case (NullT(), OptionalT()) | (NullT(), NullT()):
            return None
        case NullT(), _:
            return _null(source, target)
        case OptionalT(inner), OptionalT(wanted):
            return assignable(inner, wanted)
        case OptionalT(inner), _:
            return (
                _null(source, target)
                if assignable(inner, target) is None
                else assignable(inner, target)
            )
        case _, OptionalT(wanted):
            return assignable(source, wanted)
        case SecretT(inner), SecretT(wanted):
            return assignable(inner, wanted)
        case SecretT(), UnionT(options) if any(isinstance(o, SecretT) for o in options):
            return _any_of(source, target, options)
        case SecretT(), _:
            return _leak(source, target)
        case _, SecretT(wanted):
            return assignable(source, wanted)
        case _, UnionT(options):
            return _any_of(source, target, options)
        case _:
            return _structure(source, target)


def accepts(field: Field, source: Type) -> Mismatch | None:
    """The same for one field of a record or of a provider's schema, with its flags.

    An optional field takes null, a sensitive one a secret, one that holds a JSON document takes any data.
    """
    target = field.type if field.required else optional(field.type)
    bare = strip_secret(source) if field.sensitive or field.write_only else source
    if not field.settable:
        why = "it is made by the provider and cannot be set"
        return Mismatch(Reason.READ_ONLY, field.type, source, why)
    if field.json and _is_data(strip_optional(bare)):
        return _leak(source, target) if is_secret(bare) else None
    return assignable(bare, target)


def _is_data(type: Type) -> bool:
    return isinstance(type, RecordT | MapT | ListT | SetT)


def _anything(type: Type) -> bool:
    return isinstance(type, AnyT | ErrorT)


def _null(source: Type, target: Type) -> Mismatch:
    if isinstance(source, NullT):
        why = f"{show(target)} is wanted here, and null means that nothing is there"
        return Mismatch(Reason.NULL, target, source, why, "leave the argument out, or give a value")
    why = "it may be null, and a value is needed here"
    return Mismatch(Reason.NULL, target, source, why, "give a value for that case: … ?? value")


def _leak(source: Type, target: Type) -> Mismatch:
    why = "it is a secret, and this place does not keep secrets"
    advice = "pass it only where a secret is accepted"
    return Mismatch(Reason.SECRET_LEAK, target, source, why, advice)


def _any_of(source: Type, target: Type, options: tuple[Type, ...]) -> Mismatch | None:
    """A union takes what one of its options takes."""
    found = [assignable(source, option) for option in options]
    if None in found:
        return None
    literals = [option.value for option in options if isinstance(option, LiteralT)]
    if len(literals) == len(options):
        return _outside(source, target, literals)
    telling = [m for m in found if m is not None and (m.path or m.reason is not Reason.KIND)]
    if len(telling) == 1:
        return telling[0]
    return _kind(source, target)


def _outside(source: Type, target: Type, literals: list[str | int | bool]) -> Mismatch | None:
    """A literal that is none of the options; text or a number that is not known yet is judged by value."""
    if isinstance(source, LiteralT):
        why = f"{show_literal(source.value)} is none of the accepted values"
        shown = tuple(
            str(item) if isinstance(item, str) else show_literal(item) for item in literals
        )
        return Mismatch(Reason.LITERAL, target, source, why, candidates=shown)
    return _kind(source, target)


def _structure(source: Type, target: Type) -> Mismatch | None:
    match source, target:
        case ((ScalarT() | LiteralT()), ScalarT()):
            return fit_scalar(source, target)
        case ((ScalarT() | LiteralT()), LiteralT()):
            return _to_literal(source, target)
        case ((ListT(item) | SetT(item)), (ListT(wanted) | SetT(wanted))):
            return _each(item, wanted)
        case RangeT(), (ListT(wanted) | SetT(wanted)):
            return _each(INT, wanted)
        case InstancesT(item), InstancesT(wanted):
            return assignable(item, wanted)
        case InstancesT(item, True), ListT(wanted):
            return _each(item, wanted)
        case InstancesT(item, False), MapT(wanted):
            return _each(item, wanted)
        case MapT(item), MapT(wanted):
            return _each(item, wanted)
        case RecordT(fields), MapT(wanted):
            return first(
                _at(name, assignable(field_type(field), wanted)) for name, field in fields.items()
            )
        case RecordT(), RecordT():
            return _record(source, target)
        case ((RecordT() | MapT()), (ListT(wanted, _, 1) | SetT(wanted, _, 1))):
            return assignable(source, wanted)
        case _:
            return _nominal(source, target)


def _to_literal(source: ScalarT | LiteralT, target: LiteralT) -> Mismatch | None:
    if isinstance(source, ScalarT):
        same = source.kind is literal_scalar(target.value).kind
        return None if same else _kind(source, target)
    if source.value == target.value and source.value.__class__ is target.value.__class__:
        return None
    return _outside(source, target, [target.value])


def _each(item: Type, wanted: Type) -> Mismatch | None:
    return _at(EACH, assignable(item, wanted))


def _at(step: str, mismatch: Mismatch | None) -> Mismatch | None:
    return mismatch.under(step) if mismatch else None


def _record(source: RecordT, target: RecordT) -> Mismatch | None:
    return first(_record_problems(source, target))


def _record_problems(source: RecordT, target: RecordT) -> Iterable[Mismatch | None]:
    settable = tuple(name for name, field in target.fields.items() if field.settable)
    for name, given in source.fields.items():
        field = target.fields.get(name)
        if field is not None:
            yield _at(name, accepts(field, field_type(given)))
        elif not target.open:
            why = f"{show(target)} has no field of this name"
            mismatch = Mismatch(Reason.UNKNOWN_FIELD, target, given.type, why, candidates=settable)
            yield mismatch.under(name)
    if source.open:
        return
    for name, field in target.fields.items():
        if field.required and name not in source.fields:
            why = "it is required and not written"
            yield Mismatch(Reason.MISSING_FIELD, field.type, source, why).under(name)


def _nominal(source: Type, target: Type) -> Mismatch | None:
    match source, target:
        case ResourceT(path, _, given), ResourceT(wanted, _, from_) if path == wanted and (
            given == from_ or not from_
        ):
            return None
        case ComponentT(id), ComponentT(wanted) if id == wanted:
            return None
        case ((ResourceT() | ComponentT()), (ScalarT() | LiteralT())):
            why = f"{show(target)} is wanted here, and this is a whole {show(source)}"
            return Mismatch(Reason.NOMINAL, target, source, why, "take a field of it, such as .id")
        case ((ResourceT() | ComponentT()), (ResourceT() | ComponentT())):
            why = f"a {show(target)} is wanted here, and this is a {show(source)}"
            return Mismatch(Reason.NOMINAL, target, source, why)
        case InstancesT(item), _ if assignable(item, target) is None:
            why = "these are all the instances, and one is wanted here"
            return Mismatch(Reason.NOMINAL, target, source, why, "choose one by its key: name[key]")
        case FunctionT(name), _:
            return Mismatch(Reason.KIND, target, source, f"this is a function; call it: {name}(…)")
        case NamespaceT(path), _:
            return Mismatch(Reason.KIND, target, source, f"{path} only leads to other names")
        case _, (ListT(item) | SetT(item)) if assignable(source, item) is None:
            why = f"{show(target)} is wanted here, and this is a single value"
            return Mismatch(Reason.KIND, target, source, why, "put it into a list: [ … ]")
        case _:
            return _kind(source, target)


def _kind(source: Type, target: Type) -> Mismatch:
    why = f"{show(target)} is wanted here, and this is {show(source)}"
    return Mismatch(Reason.KIND, target, source, why)
