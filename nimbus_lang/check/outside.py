"""What stands beside the declarations and speaks about them: overlays, tests, policies, the stack's settings.

Assignments must lead to a param, or through a resource to one of its arguments; conditions must be true or false.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nimbus_lang.check import errors_annotations, errors_schema
from nimbus_lang.check.access import read_type
from nimbus_lang.check.checked import Scope
from nimbus_lang.check.env import Env
from nimbus_lang.check.objects import check_field, check_object
from nimbus_lang.check.resolve import find_instance, resolve_instance
from nimbus_lang.check.typer import Typer
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import (
    Assert,
    Override,
    ParamDecl,
    PolicyDecl,
    Rejects,
    ResourceDecl,
    TestDecl,
)
from nimbus_lang.syntax.expressions import (
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
    ERROR,
    STRING,
    AnyT,
    ComponentT,
    ErrorT,
    Field,
    ListT,
    MapT,
    OptionalT,
    RecordT,
    ResourceT,
    SecretT,
    SetT,
    Type,
)
from nimbus_lang.types.show import show

STACK_SETTINGS = RecordT(
    {
        "required_version": Field(STRING),
        "backend": Field(MapT(RecordT(open=True))),
        "default_tags": Field(MapT(STRING)),
    },
    "stack",
)
"""What `stack NAME { ... }` takes. A state backend is any that Terraform has: `{ s3 = { bucket = "..." } }`."""

_Found = tuple[str, Field, RecordT]
_CODE = re.compile(r"NB[0-9]{4}")


def check_outside(typer: Typer, scope: Scope) -> None:
    """Check the overlays, tests and policies of a file."""
    env = Env(scope)
    for overlay in scope.overlays.values():
        for override in overlay.overrides:
            _override(typer, override, env)
    for test in scope.tests:
        _test(typer, test, env)
    for policy in scope.policies:
        _policy(typer, policy, env)
    if scope.stack is not None and scope.stack.settings is not None:
        check_object(typer, scope.stack.settings, STACK_SETTINGS, env)


def expressions_outside(scope: Scope) -> Iterator[Expr]:
    """Every expression that `check_outside` looks at; the targets of assignments are none."""
    overrides = [one for overlay in scope.overlays.values() for one in overlay.overrides]
    for test in scope.tests:
        overrides.extend(test.overrides)
        yield from (one.condition for one in test.assertions if isinstance(one, Assert))
    yield from (override.value for override in overrides)
    for policy in scope.policies:
        for rule in policy.rules:
            yield rule.when
            yield rule.message


def _test(typer: Typer, test: TestDecl, env: Env) -> None:
    """What is wrong with a test's overrides and is what the test asks for is no problem of the file."""
    before = len(typer.sink.diagnostics)
    for override in test.overrides:
        if not _chooses_overlay(typer, override, env.scope):
            _override(typer, override, env)
    wanted = {one.code.plain for one in test.assertions if isinstance(one, Rejects)}
    typer.sink.expect(before, wanted)
    for assertion in test.assertions:
        match assertion:
            case Assert(condition=condition, message=message):
                _assertion(typer, condition, env)
                if message is not None:
                    typer.check(message, STRING, env)
            case Rejects(code=code):
                _check_code(typer, code)


def _chooses_overlay(typer: Typer, override: Override, scope: Scope) -> bool:
    """`overlay = "prod"` in a test, unless there is a param of that name."""
    match override.target:
        case VarExpr(name="overlay") if "overlay" not in scope.names:
            plain = override.value.plain if isinstance(override.value, StringExpr) else None
            if plain not in scope.overlays and not scope.may_hide(plain or "", False):
                report = errors_annotations.unknown_overlay(
                    override.value.span, plain or "...", list(scope.overlays)
                )
                typer.sink.report(report)
            return True
        case _:
            return False


def _assertion(typer: Typer, condition: Expr, env: Env) -> None:
    typer.condition(condition, env, "`assert`")


def _check_code(typer: Typer, code: StringExpr) -> None:
    if code.plain is None or not _CODE.fullmatch(code.plain):
        typer.sink.report(errors_annotations.bad_code(code.span, code.plain or "..."))


def _policy(typer: Typer, policy: PolicyDecl, env: Env) -> None:
    kind = _policy_type(typer, policy, env)
    inner = env.bind({policy.alias.text: kind})
    for rule in policy.rules:
        typer.condition(rule.when, inner, f"`{rule.kind}`")
        typer.check(rule.message, STRING, inner.knowing(rule.when))


def _policy_type(typer: Typer, policy: PolicyDecl, env: Env) -> Type:
    found = find_instance(typer.program, env.scope, policy.type, lookup=False)
    found = found or find_instance(typer.program, env.scope, policy.type, lookup=True)
    if found is None:
        keyword = policy.type.span.head()
        found = resolve_instance(typer.program, env.scope, policy.type, False, keyword)
    return found.type


def _override(typer: Typer, override: Override, env: Env) -> None:
    found = _Target(typer, env).of(override.target)
    if found is None:
        typer.sink.wrong.update((override.span, override.value.span))
        typer.infer(override.value, env)
        return
    name, one, record = found
    check_field(typer, override.value, name, one, record, env)


class _Target:
    """Follows the path of an assignment down to the field that it sets."""

    def __init__(self, typer: Typer, env: Env) -> None:
        self.typer = typer
        self.env = env

    def of(self, target: Expr) -> _Found | None:
        """The name, the field and its record; None when there is none (then it is reported)."""
        match target:
            case VarExpr(name=name):
                return self._declared(target, name)
            case AttrExpr(base=base, name=name):
                return self._field(self._holder(base), name, target.span)
            case ItemExpr(base=base, index=index):
                return self._item(base, index)
            case _:
                problem = "it is every item at once: set a field of them, or the whole list"
                return self._refuse(target.span, "[*]", problem)

    def _declared(self, target: VarExpr, name: str) -> _Found | None:
        decl = self.env.scope.names.get(name)
        if isinstance(decl, ParamDecl):
            kind = self.env.scope.param_types.get(name, ERROR)
            return name, Field(kind, required=True), RecordT()
        near = bool(suggest(name, self._settable()))
        if decl is None and self.env.scope.may_hide(name, near):
            return None
        if decl is None:
            problem = "nothing of that name is declared"
            if not self.typer.sink.first_miss(self.env.scope.path, name) and not near:
                return None
            return self._refuse(target.span, name, problem, self._settable())
        what = "resource: set one of its arguments" if isinstance(decl, ResourceDecl) else "let"
        advice = f"it is a {what}" + (
            f" (`{name}.x = ...`)"
            if isinstance(decl, ResourceDecl)
            else ", and only params can be set"
        )
        return self._refuse(target.span, name, advice)

    def _settable(self) -> list[str]:
        names = self.env.scope.names.items()
        return [name for name, one in names if isinstance(one, ParamDecl | ResourceDecl)]

    def _holder(self, base: Expr) -> Type | None:
        """The type of what a step of the path is taken of; None when it is already reported."""
        match base:
            case VarExpr(name=name) if self._is_resource(name):
                return self._instance(name, base.span, by_key=False)
            case ItemExpr(base=VarExpr(name=name)) | SplatExpr(base=VarExpr(name=name)) if (
                self._is_resource(name)
            ):
                return self._instance(name, base.span, by_key=True)
            case SplatExpr(base=inner):
                holder = self._holder(inner)
                return holder.item if isinstance(holder, ListT | SetT) else None
            case _:
                found = self.of(base)
                return None if found is None else _plain(read_type(found[1]))

    def _is_resource(self, name: str) -> bool:
        return isinstance(self.env.scope.names.get(name), ResourceDecl)

    def _instance(self, name: str, span: Span, by_key: bool) -> Type | None:
        """The type of one instance, chosen by key exactly when there are keys; None when that is reported."""
        decl = self.env.scope.names[name]
        has_keys = isinstance(decl, ResourceDecl) and decl.index is not None
        if has_keys is by_key:
            return self.env.scope.resource_types.get(name, ERROR)
        if has_keys:
            problem = f'it has an instance for each key (`{name}["key"].x = ...`, `{name}[*].x = ...` for all)'
        else:
            problem = f"it is one resource and has no keys (`{name}.x = ...`)"
        self._refuse(span, name, problem)
        return None

    def _field(self, holder: Type | None, name: Name, span: Span) -> _Found | None:
        if holder is None or isinstance(holder, ErrorT):
            return None
        if isinstance(holder, AnyT):
            return name.text, Field(holder, required=True), RecordT()
        if isinstance(holder, MapT):
            return name.text, Field(holder.value, required=True), RecordT()
        record = self.typer.fields(holder)
        if record is None:
            return self._refuse(
                name.span, name.text, f"a value of type {show(holder)} has no fields"
            )
        one = record.fields.get(name.text)
        if one is None and record.open:
            return name.text, Field(AnyT(), required=True), record
        if one is None:
            settable = [key for key, other in record.fields.items() if other.settable]
            called = _called(holder, record)
            return self._refuse(name.span, name.text, f"{called} has no such field", settable)
        if not one.settable:
            self.typer.sink.report(
                errors_schema.read_only_argument(name.span, name.text, record.name or "", span)
            )
            return None
        return name.text, one, record

    def _item(self, base: Expr, index: Expr) -> _Found | None:
        holder = self._holder(base)
        if holder is None or isinstance(holder, ErrorT):
            return None
        match holder, index:
            case MapT(value), _:
                return "item", Field(value, required=True), RecordT()
            case ((ListT(item) | SetT(item)), NumberExpr()):
                return "item", Field(item, required=True), RecordT()
            case _, StringExpr() if index.plain is not None:
                return self._field(holder, Name(index.span, index.plain), index.span)
            case _:
                return self._refuse(index.span, "this item", "its place cannot be said so")

    def _refuse(
        self, span: Span, path: str, problem: str, candidates: list[str] | None = None
    ) -> _Found | None:
        self.typer.sink.report(
            errors_annotations.unknown_override(span, path, problem, candidates or [])
        )
        return None


def _called(holder: Type, record: RecordT) -> str:
    if isinstance(holder, ResourceT | ComponentT):
        return f"`{show(holder)}`"
    return f"`{record.name}`" if record.name else "this object"


def _plain(kind: Type) -> Type:
    match kind:
        case OptionalT(inner) | SecretT(inner):
            return _plain(inner)
        case ListT(RecordT() as item, _, 1) | SetT(RecordT() as item, _, 1):
            return item
        case _:
            return kind
