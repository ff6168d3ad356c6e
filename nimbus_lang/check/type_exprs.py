"""Types as written become types: names, generics, refinements, records, unions, and the file's own `type`s.

Reports unknown types and wrong parameters; a `type` made of itself is an error here. Checks no values: the defaults of
record fields are handed on to be checked when expressions are.
"""

from __future__ import annotations

from nimbus_lang.check import errors_names as names
from nimbus_lang.check import errors_packages
from nimbus_lang.check import errors_types as errors
from nimbus_lang.check.checked import PackageUse, Scope
from nimbus_lang.check.errors_values import nested_too_deep, too_heavy
from nimbus_lang.check.program import Program
from nimbus_lang.check.refinements import refined
from nimbus_lang.check.resolve import (
    find_instance,
    is_namespace,
    near_anywhere,
    near_raw_types,
    provider_of,
)
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import TypeDecl
from nimbus_lang.syntax.expressions import StringExpr
from nimbus_lang.syntax.names import Path
from nimbus_lang.syntax.type_expressions import (
    FieldTypeExpr,
    GenericTypeExpr,
    LiteralTypeExpr,
    MissingTypeExpr,
    NamedTypeExpr,
    OptionalTypeExpr,
    RecordTypeExpr,
    RefinedTypeExpr,
    TypeExpr,
    UnionTypeExpr,
)
from nimbus_lang.types.builtin import GENERICS, NAMED
from nimbus_lang.types.model import ERROR, Field, LiteralT, RecordT, Type
from nimbus_lang.types.proportion import MAX_LEVELS, MAX_PARTS
from nimbus_lang.types.shape import optional, union


class TypeReader:
    """Reads types in the scopes of one program; each `type` declaration is read once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._open: list[tuple[TypeDecl, Span]] = []

    def read(self, expr: TypeExpr, scope: Scope) -> Type:
        """The type that is written; `ErrorT` where it is already reported as wrong."""
        if scope.module.faults and scope.is_guess(expr.span):
            return ERROR
        match expr:
            case NamedTypeExpr(path=path):
                return self._named(path, scope)
            case GenericTypeExpr(path=path, argument=argument):
                return self._generic(path, argument, scope)
            case RefinedTypeExpr(path=path):
                base = self._named(path, scope)
                return refined(expr, base, self.program.sink)
            case RecordTypeExpr():
                return RecordT(self._fields(expr, scope))
            case LiteralTypeExpr():
                return self._literal(expr)
            case OptionalTypeExpr(inner=inner):
                return optional(self.read(inner, scope))
            case UnionTypeExpr(options=options):
                return union([self.read(option, scope) for option in options])
            case MissingTypeExpr():
                return ERROR

    def declared(self, name: str, scope: Scope, at: Span) -> Type:
        """The type a `type` declaration of this file or component stands for."""
        owner = scope if name in scope.types else scope.file
        known = owner.type_types.get(name)
        if known is not None:
            return known
        decl = owner.types[name]
        if decl in (opened := [one for one, _ in self._open]):
            self._report_recursion(opened.index(decl), name, at)
            return ERROR
        if len(self._open) >= MAX_LEVELS:
            self.program.sink.report(nested_too_deep(at, (), MAX_LEVELS))
            return ERROR
        self._open.append((decl, at))
        made = _call(self.read(decl.type, owner), name)
        self._open.pop()
        if self.program.sink.scales.is_outsized(made):
            self.program.sink.report(too_heavy(decl.name.span, (), MAX_PARTS))
            made = ERROR
        return owner.type_types.setdefault(name, made)

    def _report_recursion(self, start: int, name: str, at: Span) -> None:
        ring = self._open[start:]
        called = [(decl.name.text, where) for decl, where in ring]
        nexts = [*called[1:], (name, at)]
        steps = [(who, whom, where) for (who, _), (whom, where) in zip(called, nexts)]
        self.program.sink.report(names.recursive_type(at, steps))

    def _named(self, path: Path, scope: Scope) -> Type:
        head = path.parts[0].text
        if len(path.parts) == 1:
            if head in scope.types or head in scope.file.types:
                return self.declared(head, scope, path.span)
            if head in GENERICS:
                return self._bare_generic(path)
        builtin = NAMED.get(_canonical(scope, path))
        if builtin is not None:
            return builtin
        package = scope.file.uses.get(head)
        if isinstance(package, PackageUse) and len(path.parts) == 2:
            member = path.parts[1].text
            if member in package.scope.types:
                return self.declared(member, package.scope, path.span)
        made = find_instance(self.program, scope, path, lookup=False)
        made = made or find_instance(self.program, scope, path, lookup=True)
        if made is not None:
            return made.type
        near = len(path.parts) > 1 or bool(suggest(head, [*scope.types, *scope.file.types, *NAMED]))
        if provider_of(scope, head) is not None or not scope.file.may_hide(head, near):
            self._report_unknown(path, scope)
        return ERROR

    def _bare_generic(self, path: Path) -> Type:
        problem = f"needs to be told of what: `{path.text}<string>`, for example."
        self.program.sink.report(errors.bad_type_argument(path.span, path.text, problem))
        return ERROR

    def _report_unknown(self, path: Path, scope: Scope) -> None:
        head = path.parts[0].text
        package = scope.file.uses.get(head)
        if isinstance(package, PackageUse):
            last = path.parts[-1]
            members = [*package.scope.types, *package.scope.components]
            report = errors_packages.not_a_member(last.span, last.text, head, members)
        elif len(path.parts) > 1 and provider_of(scope, head) is not None:
            near = [*near_raw_types(self.program, scope, path, False), *_of_namespace(head)]
            report = names.unknown_type(path.span, path.text, near)
        else:
            everywhere = near_anywhere(self.program, scope, path.text, False)
            known = [*scope.types, *scope.file.types, *NAMED, *GENERICS, *everywhere]
            report = names.unknown_type(path.span, path.text, known)
        if len(path.parts) == 1 and is_namespace(scope, head):
            report = names.namespace_as_value(
                path.span, head, "a namespace: it leads to types and is none"
            )
        self.program.sink.report(report)

    def _generic(self, path: Path, argument: TypeExpr, scope: Scope) -> Type:
        inner = self.read(argument, scope)
        make = GENERICS.get(path.text)
        if make is not None:
            return make(inner)
        if path.text in NAMED or path.text in scope.file.types:
            problem = f"takes no type in `<>`. Write just `{path.text}`."
            self.program.sink.report(errors.bad_type_argument(path.span, path.text, problem))
        else:
            self.program.sink.report(names.unknown_type(path.span, path.text, GENERICS))
        return ERROR

    def _literal(self, expr: LiteralTypeExpr) -> Type:
        value = expr.value
        if isinstance(value, StringExpr):
            return ERROR if value.plain is None else LiteralT(value.plain)
        if isinstance(value.value, int):
            return LiteralT(value.value)
        problem = "has a fraction, and only whole numbers and strings can be types of their own."
        self.program.sink.report(errors.bad_type_argument(expr.span, str(value.value), problem))
        return ERROR

    def _fields(self, expr: RecordTypeExpr, scope: Scope) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        places: dict[str, Span] = {}
        for one in expr.fields:
            name = one.key.text
            if name in places:
                self.program.sink.report(errors.duplicate_key(one.key.span, name, places[name]))
                continue
            places[name] = one.key.span
            fields[name] = self._field(one, scope)
        return fields

    def _field(self, one: FieldTypeExpr, scope: Scope) -> Field:
        kind = self.read(one.type, scope)
        if one.default is not None:
            self.program.defaults.append((one.default, kind, scope))
        return Field(
            type=optional(kind) if one.optional and one.default is None else kind,
            required=not one.optional and one.default is None,
            has_default=one.default is not None,
            default=one.default,
            doc=one.doc.text if one.doc else None,
        )


def _call(made: Type, name: str) -> Type:
    """A record that is declared under a name is called so in messages."""
    if isinstance(made, RecordT) and made.name is None:
        return RecordT(made.fields, name, made.open)
    return made


def _canonical(scope: Scope, path: Path) -> str:
    """`aws_us.region` -> `aws.region`."""
    provider = provider_of(scope, path.parts[0].text)
    if provider is None:
        return path.text
    return ".".join([provider.kind, *(part.text for part in path.parts[1:])])


def _of_namespace(head: str) -> list[str]:
    return [name for name in NAMED if name.startswith(f"{head}.")]
