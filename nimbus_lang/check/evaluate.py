"""Evaluation: a checked program to the values of its names and the instances of its resources.

By demand and once per frame. It judges values; names and types were judged before, and what was wrong
there is poisoned here and passes in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nimbus_lang.check import errors_values as errors
from nimbus_lang.check.checked import CheckedProgram, Scope
from nimbus_lang.check.coerce import Coercion, coerce
from nimbus_lang.check.deferral import known
from nimbus_lang.check.evaluate_context import Env, Frame, Made, Override
from nimbus_lang.check.evaluate_expr import RULES
from nimbus_lang.check.instances import as_value, kebab, make_all
from nimbus_lang.check.override import NoSuchPosition, assigned, override_layer
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import Check, LetDecl, OutputDecl, ParamDecl, ResourceDecl
from nimbus_lang.syntax.expressions import Expr
from nimbus_lang.types.model import ERROR, OptionalT, RecordT, SecretT, Type
from nimbus_lang.types.show import show as show_type
from nimbus_lang.values.model import POISON, Address, Layer, Value
from nimbus_lang.values.show import show, text_of

INSTANCE_LIMIT = 100_000
"""The stated bound on expansion: instances of resources and components in one stack."""
ROUND_LIMIT = 500_000
"""The stated bound on computing: rounds of all comprehensions of one stack."""


class ProgramEvaluator:
    """Evaluates one program under one set of overrides. `diagnostics` grow as values are asked for."""

    def __init__(
        self,
        program: CheckedProgram,
        overrides: Sequence[Override] = (),
        limit: int = INSTANCE_LIMIT,
    ) -> None:
        self.program = program
        self.diagnostics: list[Diagnostic] = []
        self.root = Frame(program.main, Address(()), overrides=tuple(overrides))
        self._files: dict[str, Frame] = {program.main.path: self.root}
        self._records: dict[Type, RecordT | None] = {}
        self._left = limit
        self._rounds = ROUND_LIMIT
        self._limit = limit

    def eval(self, expr: Expr, env: Env) -> Value:
        """The value of an expression; one that static checking found wrong is poisoned."""
        if expr.span in self.program.wrong:
            return Value(POISON, expr.span)
        return RULES[type(expr)](self, expr, env)

    def look(self, expr: Expr, value: Value) -> None:
        """See what an expression that somebody else evaluated came to; for evaluators that watch."""

    def report(self, diagnostic: Diagnostic) -> Value:
        """Keep a diagnostic; the poisoned value that stands for its place."""
        self.diagnostics.append(diagnostic)
        return Value(POISON, diagnostic.span or self.program.main.module.span)

    def record(self, type: Type) -> RecordT | None:
        """The fields of a resource type, asked of the schemas once."""
        if type not in self._records:
            self._records[type] = self.program.fields(type)
        return self._records[type]

    def file_frame(self, scope: Scope) -> Frame:
        """The frame of a file."""
        frame = self._files.get(scope.path)
        if frame is None:
            frame = self._files[scope.path] = Frame(scope, Address(()))
        return frame

    def count_instance(self, span: Span, callers: tuple[Span, ...]) -> bool:
        """Count one more instance; reported once when the bound is passed."""
        self._left -= 1
        if self._left == -1:
            self.report(errors.too_many_instances(span, callers, self._limit))
        return self._left >= 0

    def count_round(self, span: Span, callers: tuple[Span, ...]) -> bool:
        """Count one more round of a comprehension; reported once when the bound is passed."""
        self._rounds -= 1
        if self._rounds == -1:
            self.report(errors.too_many_rounds(span, callers, ROUND_LIMIT))
        return self._rounds >= 0

    def name(self, name: str, env: Env, span: Span) -> Value:
        """The value a name has here."""
        bound = env.names.get(name)
        if bound is not None:
            return bound
        found = env.frame.scope.find(name)
        if found is None:
            return self._special(name, env.frame, span)
        owner, decl = found
        inside = owner is env.frame.scope or env.frame.outer is None
        frame = env.frame if inside else env.frame.outer or env.frame
        if isinstance(decl, OutputDecl):
            return self.output(frame, decl)
        return self.declared(frame, decl)

    def _special(self, name: str, frame: Frame, span: Span) -> Value:
        stack = self.program.main.stack
        if name == "stack" and stack is not None:
            return Value({"name": Value(stack.name.text, span)}, span)
        if name == "self" and frame.address.steps:
            return Value({"name": Value(kebab(frame.address), span)}, span)
        return Value(POISON, span)

    def declared(self, frame: Frame, decl: ParamDecl | LetDecl | ResourceDecl) -> Value:
        """The value of a declaration in a frame; a cycle (reported before) is poisoned."""
        name = decl.name.text
        value = frame.memo.get(name)
        if value is not None:
            return value
        if name in frame.busy:
            return Value(POISON, decl.name.span)
        frame.busy.add(name)
        match decl:
            case ParamDecl():
                value = self._param(frame, decl)
            case LetDecl():
                value = self._typed(
                    self.eval(decl.value, frame.env()),
                    frame.scope.let_types.get(name, ERROR) if decl.type else ERROR,
                    frame.env(),
                    name,
                )
            case ResourceDecl():
                value = as_value(decl, self.made(frame, decl), frame)
        frame.busy.discard(name)
        frame.memo[name] = value
        return value

    def made(self, frame: Frame, decl: ResourceDecl) -> list[Made]:
        """The instances of a declaration in a frame."""
        name = decl.name.text
        if name not in frame.made:
            frame.made[name] = make_all(self, frame, decl)
        return frame.made[name]

    def member(self, frame: Frame, name: str) -> Value:
        """A component instance's output, else its param."""
        output = frame.scope.outputs.get(name)
        if output is not None:
            return self.output(frame, output)
        decl = frame.scope.names.get(name)
        if isinstance(decl, ParamDecl):
            return self.declared(frame, decl)
        return Value(POISON, self.program.main.module.span)

    def output(self, frame: Frame, decl: OutputDecl) -> Value:
        """An output's value."""
        key = f"output {decl.name.text}"
        value = frame.memo.get(key)
        if value is not None:
            return value
        if key in frame.busy:
            return Value(POISON, decl.name.span)
        frame.busy.add(key)
        type = frame.scope.output_types.get(decl.name.text, ERROR) if decl.type else ERROR
        value = self._typed(self.eval(decl.value, frame.env()), type, frame.env(), decl.name.text)
        frame.busy.discard(key)
        frame.memo[key] = value
        return value

    def _typed(self, value: Value, type: Type, env: Env, what: str) -> Value:
        return value if type is ERROR else coerce(value, type, Coercion(self, env, what))

    def _param(self, frame: Frame, decl: ParamDecl) -> Value:
        name = decl.name.text
        type = frame.scope.param_types.get(name, ERROR)
        value = self._given(frame, decl, type)
        if isinstance(type, SecretT):
            value = replace(value, secret=True)
        if frame.arguments.get(name) is not value:
            value = self._typed(value, type, frame.env(), name)
        if value.data is not POISON:
            for check in decl.checks:
                value = self._checked(frame, decl, value, check)
        return value

    def _given(self, frame: Frame, decl: ParamDecl, type: Type) -> Value:
        name = decl.name.text
        value = frame.arguments.get(name)
        if value is None and decl.default is not None:
            value = self.eval(decl.default, frame.env())
            of = str(frame.address.child(name))
            value = value.set_by(Layer("default", decl.default.span, of=of, value=value))
        for override in frame.overrides:
            if override.name == name:
                given = self.eval(override.value, frame.env())
                base = value or Value({}, override.span)
                layer = override_layer(override, name, override.path, given)
                value = self._assigned(base, override, given.set_by(layer))
        if value is not None:
            return value
        if frame.address.steps:
            absent = isinstance(frame.scope.param_types.get(name), OptionalT)
            return Value(None if absent else POISON, decl.name.span)
        return self.report(errors.parameter_without_value(decl.name.span, name, show_type(type)))

    def _assigned(self, base: Value, override: Override, given: Value) -> Value:
        try:
            return assigned(base, override.path, given)
        except NoSuchPosition as none:
            return self.report(errors.missing_index(override.span, (), none.position, none.length))

    def _checked(self, frame: Frame, decl: ParamDecl, value: Value, check: Check) -> Value:
        env = frame.env().bind(**{decl.name.text: value})
        sure = known(self.eval(check.condition, env))
        if sure is None or sure.data is not False:
            return value
        message = "The check does not hold."
        if check.message is not None:
            text = known(self.eval(check.message, env))
            message = text_of(text) if text is not None and text.data is not POISON else message
        facts = (f"`{decl.name.text}` is {show(value)}",)
        return self.report(
            errors.check_failed(value.span, frame.callers, message, facts, check.span)
        )
