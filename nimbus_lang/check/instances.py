"""Declarations of resources to instances: keys and `when` decided, bodies evaluated, component frames opened.

Raw resources get their written fields in the schema's shape; nulls are gone. A component's instance is a frame whose
params and outputs are read on demand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from nimbus_lang.check import errors_values as errors
from nimbus_lang.check.checked import ComponentDef
from nimbus_lang.check.coerce import Coercion, coerce
from nimbus_lang.check.deferral import known
from nimbus_lang.check.evaluate_context import Env, Evaluator, Frame, Made, Override
from nimbus_lang.check.evaluate_expr import bind_pair, collection, decided, map_key
from nimbus_lang.check.override import NoSuchPosition, assigned, override_layer
from nimbus_lang.check.resource_checks import judge_checks
from nimbus_lang.check.stack_instances import fill_lookup
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import Index, ResourceDecl
from nimbus_lang.syntax.expressions import Entry
from nimbus_lang.types.model import ComponentT, ErrorT, ResourceT
from nimbus_lang.types.proportion import MAX_LEVELS
from nimbus_lang.values.model import (
    POISON,
    Address,
    Instance,
    Layer,
    Poison,
    Range,
    Value,
)

_DNS_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")


def make_all(ev: Evaluator, frame: Frame, decl: ResourceDecl) -> list[Made]:
    """All instances of a declaration in this frame, in the order of their keys."""
    type = frame.scope.resource_types.get(decl.name.text, ErrorT())
    if isinstance(type, ErrorT) or decl.name.span in ev.program.wrong:
        return _none_told(frame, decl)
    env = frame.env()
    if decl.index is None:
        wanted = _wanted(ev, decl, env)
        if wanted is None:
            return _none_told(frame, decl)
        made = _make(ev, decl, type, env, None) if wanted else None
        return [] if made is None else [made]
    rounds = _rounds(ev, decl.index, env)
    if rounds is None:
        return _none_told(frame, decl)
    instances: list[Made] = []
    keys: list[str | int] = []
    for key, inner, counted in rounds:
        keys.append(key)
        wanted = _wanted(ev, decl, inner)
        if wanted is None:
            _none_told(frame, decl)
        if wanted:
            made = _make(ev, decl, type, inner, key)
            if made is None:
                break
            made.keyed, made.counted = True, counted
            instances.append(made)
    _refuse_other_keys(ev, frame, decl, keys)
    return instances


def _none_told(frame: Frame, decl: ResourceDecl) -> list[Made]:
    """No instances, and nobody is to be accused of looking for one."""
    frame.unmade.add(decl.name.text)
    return []


def _refuse_other_keys(
    ev: Evaluator, frame: Frame, decl: ResourceDecl, keys: Sequence[str | int]
) -> None:
    """Report overrides of instances that there are not."""
    for override in frame.overrides:
        if override.name != decl.name.text or override.span in ev.program.wrong:
            continue
        first = next(iter(override.path), "*")
        if first != "*" and first not in keys:
            present = [str(key) for key in keys]
            ev.report(errors.missing_key(override.span, (), str(first), present))


def as_value(decl: ResourceDecl, instances: list[Made], frame: Frame) -> Value:
    """What the declared name stands for: an instance, `null` under a false `when`, or instances by key."""
    span = decl.name.span
    if decl.name.text in frame.unmade:
        return Value(POISON, span)
    if decl.index is None:
        return instances[0].value if instances else Value(None, span)
    if instances and instances[0].counted:
        return Value(tuple(made.value for made in instances), span)
    return Value({str(made.address.steps[-1].key): made.value for made in instances}, span)


def _wanted(ev: Evaluator, decl: ResourceDecl, env: Env) -> bool | None:
    """Whether `when` holds; None where nobody can say (then it is reported)."""
    if decl.when is None:
        return True
    condition = ev.eval(decl.when, env)
    if isinstance(condition.data, Poison):
        return None
    return decided(ev, condition, decl.when.span, env, "`when`")


_Round = tuple[str | int, Env, bool]


def _rounds(ev: Evaluator, index: Index, env: Env) -> list[_Round] | None:
    """Key, environment, and whether the key is a number, of each instance; None where they cannot be told."""
    source = ev.eval(index.source, env)
    if source.secret:
        ev.report(errors.secret_decides(index.source.span, env.frame.callers, "A key"))
        return None
    pairs = collection(ev, source, index.source.span, env, "The collection of keys")
    if pairs is None:
        return None
    sure = known(source)
    counted = sure is not None and isinstance(sure.data, Range)
    rounds: dict[str | int, _Round] = {}
    second = index.second.text if index.second else None
    for position, item, named in pairs:
        key = _key(ev, position, item, named, counted, index.source.span, env)
        if key is None:
            return None
        if key in rounds:
            why = "is there twice; each instance needs a key of its own"
            ev.report(errors.bad_map_key(index.source.span, env.frame.callers, f'"{key}"', why))
            return None
        inner = env.bind(**bind_pair(index.first.text, second, position, item, named))
        rounds[key] = (key, inner, counted)
    return list(rounds.values())


def _key(
    ev: Evaluator, position: Value, item: Value, named: bool, counted: bool, span: Span, env: Env
) -> str | int | None:
    if counted:
        return position.data if isinstance(position.data, int) else None
    return map_key(ev, position if named else item, span, env)


def _make(
    ev: Evaluator,
    decl: ResourceDecl,
    type: ResourceT | ComponentT,
    env: Env,
    key: str | int | None,
) -> Made | None:
    frame = env.frame
    if not ev.count_instance(decl.name.span, frame.callers):
        return None
    address = frame.address.child(decl.name.text, key)
    if len(address.steps) > MAX_LEVELS:
        ev.report(errors.nested_too_deep(decl.name.span, frame.callers[-3:], MAX_LEVELS))
        return None
    span = decl.name.span
    provider = frame.scope.providers.get(decl.name.text, "")
    placeholder = Value(POISON, span)
    made = Made(decl, address, type, provider, frame, env, placeholder)
    given = _given(ev, decl, env, address)
    if given is None:
        return made
    if isinstance(type, ComponentT):
        made.frame = _open(ev, decl, ev.program.component(type), given, env, address)
        instance = Instance(address, type, Members(ev, made.frame), raw=False, span=span)
    elif (head := ev.program.stack(type)) is not None:
        fill_lookup(ev, made, head, given)
        judge_checks(ev, made)
        return made
    else:
        fixed = ev.program.schemas.fixed(type)
        made.fields = {name: Value(text, decl.type.span) for name, text in fixed.items()}
        made.fields |= _fields(ev, decl, type, given, env, address)
        instance = Instance(address, type, made.fields, raw=True, span=span)
    made.value = Value(instance, span)
    judge_checks(ev, made)
    return made


def _given(
    ev: Evaluator, decl: ResourceDecl, env: Env, address: Address
) -> dict[str, Value] | None:
    """What the braces say, with overlay assignments laid over it; None where that is wrong as a whole."""
    body = ev.eval(decl.body, env)
    if isinstance(body.data, Poison):
        return None
    written = dict(body.data) if isinstance(body.data, Mapping) else {}
    kind = "component" if env.frame.address.steps else "argument"
    places = {entry.key.text: entry for entry in decl.body.entries if isinstance(entry, Entry)}
    whose = str(address)
    for name, value in written.items():
        span = places[name].value.span if name in places else value.span
        written[name] = value.set_by(Layer(kind, span, of=f"{whose}.{name}", value=value))
    for override in env.frame.overrides:
        path = _meant(override, decl, address.steps[-1].key)
        if path:
            value = ev.eval(override.value, env.frame.env())
            layer = override_layer(override, whose, path, value)
            base = Value(written, decl.body.span)
            try:
                data = assigned(base, path, value.set_by(layer)).data
            except NoSuchPosition as none:
                ev.report(errors.missing_index(override.span, (), none.position, none.length))
                continue
            written = dict(data) if isinstance(data, Mapping) else written
    return written


def _meant(override: Override, decl: ResourceDecl, key: str | int | None) -> tuple[str | int, ...]:
    if override.name != decl.name.text:
        return ()
    if key is None:
        return override.path
    first, *rest = override.path or ("",)
    return tuple(rest) if first in (key, "*") else ()


def _open(
    ev: Evaluator,
    decl: ResourceDecl,
    component: ComponentDef,
    given: Mapping[str, Value],
    env: Env,
    address: Address,
) -> Frame:
    frame = env.frame
    arguments: dict[str, Value] = {}
    for name, value in given.items():
        field = component.parameters.fields.get(name)
        if field is not None and (value.data is not None or not field.has_default):
            arguments[name] = coerce(value, field.type, Coercion(ev, env, name))
    return Frame(
        scope=component.scope,
        address=address,
        arguments=arguments,
        callers=(decl.name.span, *frame.callers),
        outer=ev.file_frame(component.scope.file),
        annotations=(*frame.annotations, *((note, env) for note in decl.annotations)),
    )


def _fields(
    ev: Evaluator,
    decl: ResourceDecl,
    type: ResourceT,
    given: Mapping[str, Value],
    env: Env,
    address: Address,
) -> Mapping[str, Value]:
    record = ev.record(type)
    if record is None:
        return given
    name = type.path
    shaped = coerce(Value(given, decl.body.span), record, Coercion(ev, env, ""))
    entries = dict(shaped.data) if isinstance(shaped.data, Mapping) else {}
    absent = [
        field
        for field, value in entries.items()
        if value.data is None and field in record.fields and record.fields[field].required
    ]
    if absent:
        ev.report(errors.missing_arguments(decl.name.span, env.frame.callers, name, absent))
    clean = {field: value for field, value in entries.items() if _present(value)}
    fields = {field: _without_nulls(value) for field, value in clean.items()}
    return _named(ev, fields, name, env, address, decl.name.span)


def _present(value: Value) -> bool:
    """Whether there is a value; one that is wrong is there too, so that nobody is told that it is missing."""
    return value.data is not None


def _without_nulls(value: Value) -> Value:
    match value.data:
        case tuple() as items:
            return value.holding(tuple(_without_nulls(i) for i in items if _present(i)))
        case Mapping() as entries:
            kept = {key: _without_nulls(item) for key, item in entries.items() if _present(item)}
            return value.holding(kept)
        case _:
            return value


def _named(
    ev: Evaluator,
    fields: dict[str, Value],
    type: str,
    env: Env,
    address: Address,
    span: Span,
) -> dict[str, Value]:
    """Kubernetes objects and Helm releases are called like their resource unless they say otherwise."""
    default = Value(kebab(address), span)
    if type == "helm.release":
        named = {"name": default, **fields}
        _check_name(ev, named["name"], env)
        return named
    if not type.startswith("k8s."):
        return fields
    metadata = fields.get("metadata", Value({}, span))
    if not isinstance(metadata.data, Mapping):
        return fields
    inner = dict(metadata.data)
    if "generateName" not in inner:
        inner = {"name": default, **inner}
        if not type.startswith("k8s.rbac."):
            _check_name(ev, inner["name"], env)
    return {"metadata": metadata.holding(inner), **_without(fields, "metadata")}


def _without(fields: dict[str, Value], name: str) -> dict[str, Value]:
    return {key: value for key, value in fields.items() if key != name}


def kebab(address: Address) -> str:
    """An address as one name with dashes: `web["shop"].deployment` -> `web-shop-deployment`."""
    parts = [part for step in address.steps for part in (step.name, step.key) if part is not None]
    return "-".join(str(part) for part in parts).replace("_", "-").lower()


def _check_name(ev: Evaluator, name: Value, env: Env) -> None:
    sure = known(name)
    if sure is None or not isinstance(sure.data, str):
        return
    labels = sure.data.split(".")
    if len(sure.data) > 253 or not all(_DNS_LABEL.fullmatch(label) for label in labels):
        rule = "it must be lower-case letters, digits and dashes, at most 63 of them, beginning and ending with a letter or digit"
        ev.report(errors.bad_name(name.span, env.frame.callers, sure.data, rule))


class Members(Mapping[str, Value]):
    """A component instance's params and outputs, each evaluated when it is first asked for."""

    def __init__(self, ev: Evaluator, frame: Frame) -> None:
        self._ev = ev
        self._frame = frame

    def __getitem__(self, name: str) -> Value:
        if name not in self._names():
            raise KeyError(name)
        return self._ev.member(self._frame, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def _names(self) -> dict[str, None]:
        scope = self._frame.scope
        return dict.fromkeys((*scope.param_types, *scope.outputs))
