"""Annotations: whether there is one of that name, whether it means something here, and whether its arguments are right.

What each does to the graph is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from nimbus_lang.check import errors_annotations
from nimbus_lang.check import errors_names as errors
from nimbus_lang.check.access import read_type
from nimbus_lang.check.env import Env
from nimbus_lang.check.typer import Typer
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import Annotation, ResourceDecl
from nimbus_lang.syntax.expressions import (
    Arg,
    AttrExpr,
    Expr,
    ItemExpr,
    NumberExpr,
    SplatExpr,
    StringExpr,
    VarExpr,
)
from nimbus_lang.syntax.names import Name
from nimbus_lang.types.model import (
    STRING,
    AnyT,
    ComponentT,
    ErrorT,
    InstancesT,
    ListT,
    MapT,
    OptionalT,
    RecordT,
    ResourceT,
    SetT,
    Type,
)

_CODE = re.compile(r"NB5[0-9]{3}")


@dataclass(frozen=True, slots=True)
class _Rule:
    """An annotation: text parameters by name (True: required), or free expressions; what it may stand on.

    `terraform`: on a single resource that Terraform makes. The other tools have nothing of the kind. `per_instance`: its
    texts may read the resource's keys.
    """

    texts: Mapping[str, bool]
    free: bool = False
    terraform: bool = False
    per_instance: bool = False


RULES: Mapping[str, _Rule] = {
    "protect": _Rule({}),
    "waive": _Rule({"code": True, "reason": True, "until": False}),
    "moved": _Rule({"from": True}, terraform=True, per_instance=True),
    "adopt": _Rule({"id": True}, terraform=True, per_instance=True),
    "after": _Rule({}, free=True),
    "ignore_changes": _Rule({}, free=True, terraform=True),
    "create_before_destroy": _Rule({}, terraform=True),
    "replace_when": _Rule({}, free=True, terraform=True),
}
"""Every annotation there is."""


def check_annotations(
    typer: Typer, annotations: tuple[Annotation, ...], on: str, kind: Type | None, env: Env
) -> None:
    """Check the annotations of a declaration; `on` is its keyword, `kind` the type of its instances."""
    for annotation in annotations:
        name = annotation.name
        rule = RULES.get(name.text)
        if rule is None:
            typer.sink.report(errors_annotations.unknown_annotation(name.span, name.text, RULES))
        elif on not in ("resource", "component") and not (on == "lookup" and name.text == "after"):
            typer.sink.report(
                errors_annotations.annotation_misplaced(name.span, name.text, "a `resource`")
            )
        elif rule.terraform and (where := _elsewhere(typer, kind, name.text)):
            typer.sink.report(errors_annotations.annotation_misplaced(name.span, name.text, where))
        else:
            _arguments(typer, annotation, rule, kind, env)


def _elsewhere(typer: Typer, kind: Type | None, name: str) -> str:
    """What an annotation for Terraform's resources is about, where it stands on something else; "" where it does not."""
    match kind:
        case ComponentT() if name != "moved":
            return "a single resource, not a whole component"
        case ComponentT(id) if not _has_terraform(typer, id, set()):
            return "a component of which Terraform makes a part"
        case ResourceT(path) if path.startswith(("k8s.", "helm.")):
            return "a resource that Terraform makes"
        case ResourceT(path) if path.startswith("module.") and name != "moved":
            return "a single resource, not a whole Terraform module"
        case _:
            return ""


def _has_terraform(typer: Typer, component: str, seen: set[str]) -> bool:
    """Whether Terraform makes a part of a component."""
    seen.add(component)
    for kind in typer.program.components[component].scope.resource_types.values():
        match kind:
            case ResourceT(path, lookup):
                found = not lookup and not path.startswith(("k8s.", "helm."))
            case ComponentT(id):
                found = id not in seen and _has_terraform(typer, id, seen)
            case _:
                found = True
        if found:
            return True
    return False


def _arguments(
    typer: Typer, annotation: Annotation, rule: _Rule, kind: Type | None, env: Env
) -> None:
    if rule.free:
        _free(typer, annotation, kind, env)
        return
    texts = _texts(typer, annotation, rule, env)
    if texts is None or annotation.name.text != "waive":
        return
    _check_waiver(typer, texts)


def _texts(
    typer: Typer, annotation: Annotation, rule: _Rule, env: Env
) -> dict[str, tuple[str, Span]] | None:
    """The text arguments by name, each with its place; None when something is wrong (then it is reported)."""
    name = annotation.name.text
    texts: dict[str, tuple[str, Span]] = {}
    order = list(rule.texts)
    for position, arg in enumerate(annotation.args):
        label = arg.name.text if arg.name is not None else _at(order, position)
        problem = _text_problem(name, label, arg, rule, texts)
        if problem is not None:
            place = (
                arg.name.span
                if arg.name is not None and label not in rule.texts
                else arg.value.span
            )
            typer.sink.report(errors_annotations.bad_annotation(place, problem))
            return None
        assert label is not None
        typer.check(arg.value, STRING, env)
        plain = arg.value.plain if isinstance(arg.value, StringExpr) else None
        texts[label] = (plain or "", arg.value.span)
    missing = [label for label, required in rule.texts.items() if required and label not in texts]
    if missing:
        needed = " and ".join(f'`{label} = "..."`' for label in missing)
        problem = f"`@{name}` also needs {needed}."
        typer.sink.report(errors_annotations.bad_annotation(annotation.name.span, problem))
        return None
    return texts


def _at(order: list[str], position: int) -> str | None:
    return order[position] if position < len(order) else None


def _text_problem(
    name: str, label: str | None, arg: Arg, rule: _Rule, given: Mapping[str, object]
) -> str | None:
    takes = ", ".join(f"`{one}`" for one in rule.texts) or "no arguments"
    if label is None or label not in rule.texts:
        return f"`@{name}` takes {takes}."
    if label in given:
        return f"`{label}` is given twice to `@{name}`."
    is_plain = isinstance(arg.value, StringExpr) and arg.value.plain is not None
    if not is_plain and not rule.per_instance:
        return f"`{label}` of `@{name}` is a plain string: it is read before anything is evaluated."
    return None


def _check_waiver(typer: Typer, texts: Mapping[str, tuple[str, Span]]) -> None:
    code, code_span = texts["code"]
    reason, reason_span = texts["reason"]
    if not _CODE.fullmatch(code) and code not in (titles := _policy_titles(typer)):
        near = suggest(code, titles, limit=1)
        hint = f" Did you mean the policy “{near[0]}”?" if near else ""
        problem = (
            f'`"{code}"` is neither a safety code, as `NB5107`, nor the title of a policy here.{hint} '
            "Each finding says its own code."
        )
        typer.sink.report(errors_annotations.bad_annotation(code_span, problem))
    if not reason.strip():
        problem = "A waiver needs a reason that the next reader can judge."
        typer.sink.report(errors_annotations.bad_annotation(reason_span, problem))
    if "until" in texts and not _is_date(texts["until"][0]):
        until, span = texts["until"]
        problem = f'`"{until}"` is no date. Write year, month and day, as in `"2027-06-30"`.'
        typer.sink.report(errors_annotations.bad_annotation(span, problem))


def _policy_titles(typer: Typer) -> list[str]:
    """The titles of all policies of the program."""
    scopes = typer.program.scopes.values()
    return [policy.title.plain or "" for scope in scopes for policy in scope.policies]


def _is_date(text: str) -> bool:
    try:
        return len(text) == len("2027-06-30") and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _free(typer: Typer, annotation: Annotation, kind: Type | None, env: Env) -> None:
    name = annotation.name.text
    if not annotation.args:
        problem = f"`@{name}` needs at least one argument: `@{name}({_EXAMPLES[name]})`."
        typer.sink.report(errors_annotations.bad_annotation(annotation.name.span, problem))
    for arg in annotation.args:
        if arg.name is not None:
            problem = f"`@{name}` takes no named arguments: `@{name}({_EXAMPLES[name]})`."
            typer.sink.report(errors_annotations.bad_annotation(arg.name.span, problem))
        elif name == "ignore_changes":
            _field_path(typer, arg.value, kind)
        elif name == "after":
            _after(typer, arg.value, env)
        else:
            _trigger(typer, arg.value, env)


_EXAMPLES = {"after": "database", "ignore_changes": "tags", "replace_when": "image.id"}


def _after(typer: Typer, expr: Expr, env: Env) -> None:
    found = typer.infer(expr, env)
    if not _is_instance(found):
        problem = "`@after` takes resources: the names of what must be there first."
        typer.sink.report(errors_annotations.bad_annotation(expr.span, problem))


def _trigger(typer: Typer, expr: Expr, env: Env) -> None:
    """A resource of the stack or something read of it: Terraform watches nothing else."""
    typer.infer(expr, env)
    base = expr
    while isinstance(base, AttrExpr | ItemExpr | SplatExpr):
        base = base.base
    found = env.scope.names.get(base.name) if isinstance(base, VarExpr) else None
    if not isinstance(found, ResourceDecl) or found.lookup:
        problem = "`@replace_when` takes resources of the stack and what is read of them, such as `image.id`."
        if not isinstance(typer.sink.types.get(id(expr)), ErrorT):
            typer.sink.report(errors_annotations.bad_annotation(expr.span, problem))


def _is_instance(kind: Type) -> bool:
    match kind:
        case OptionalT(inner) | InstancesT(inner) | ListT(inner):
            return _is_instance(inner)
        case _:
            return isinstance(kind, ResourceT | ComponentT | ErrorT | AnyT)


def _field_path(typer: Typer, expr: Expr, kind: Type | None) -> Type:
    """Walk `tags["x"]` or `a.b` through the fields of the type; a step that is not there is reported."""
    match expr:
        case VarExpr(span=span, name=name):
            return _step(typer, kind, Name(span, name))
        case AttrExpr(base=base, name=name):
            return _step(typer, _field_path(typer, base, kind), name)
        case ItemExpr(base=base, index=StringExpr() | NumberExpr() as key) if _plain_key(key):
            return _inside(_field_path(typer, base, kind))
        case ItemExpr(base=base, index=key):
            _field_path(typer, base, kind)
            expr = key
            problem = (
                '`@ignore_changes` takes keys and positions as they are, such as `tags["Owner"]`.'
            )
        case SplatExpr(base=base):
            return _inside(_field_path(typer, base, kind))
        case StringExpr() if expr.plain is not None:
            problem = f"`@ignore_changes` takes names of arguments, without quotes: `{expr.plain}`."
        case _:
            problem = (
                "`@ignore_changes` takes names of arguments, such as `tags` or `settings.size`."
            )
    typer.sink.report(errors_annotations.bad_annotation(expr.span, problem))
    return ErrorT()


def _plain_key(key: StringExpr | NumberExpr) -> bool:
    return isinstance(key, NumberExpr) or key.plain is not None


def _step(typer: Typer, kind: Type | None, name: Name) -> Type:
    inner = _plain(kind)
    if isinstance(inner, MapT):
        return inner.value
    record = typer.fields(inner) if inner is not None else None
    if record is None:
        return ErrorT()
    field = record.fields.get(name.text)
    if field is None and not record.open:
        called = f"`{record.name}`" if record.name else "This type"
        typer.sink.report(errors.unknown_attribute(name.span, name.text, called, record.fields))
    return read_type(field) if field is not None else ErrorT()


def _plain(kind: Type | None) -> Type | None:
    match kind:
        case OptionalT(inner):
            return _plain(inner)
        case ListT(item, _, 1) | SetT(item, _, 1):
            return _plain(item)
        case _:
            return kind


def _inside(kind: Type) -> Type:
    match _plain(kind):
        case ListT(item) | SetT(item):
            return item
        case MapT(value):
            return value
        case RecordT():
            return STRING
        case _:
            return ErrorT()
