"""What evaluation carries: frames (a file or a component instance), environments, and the evaluator as its parts see it.

A frame memoises the value of each name; evaluation is by demand, so declarations may stand in any order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from nimbus_lang.check.checked import CheckedProgram, Scope
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import Annotation, ResourceDecl
from nimbus_lang.syntax.expressions import Expr
from nimbus_lang.types.model import ComponentT, RecordT, ResourceT, Type
from nimbus_lang.values.model import Address, Value


@dataclass(frozen=True, slots=True)
class Override:
    """An assignment from outside the declaration: an overlay's, a test's or the command line's.

    `name` is the parameter or resource, `path` what is set inside it, `kind` the layer it makes.
    """

    name: str
    path: tuple[str | int, ...]
    value: Expr
    span: Span
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A check that waits for an apply; `own`: it reads what it stands on, so it can only be judged afterwards."""

    condition: Value
    message: Value
    span: Span
    own: bool


@dataclass(eq=False)
class Made:
    """One instance: of a raw resource (`fields`) or of a component (`frame`)."""

    decl: ResourceDecl
    address: Address
    type: ResourceT | ComponentT
    provider: str
    owner: Frame
    env: Env
    value: Value
    fields: Mapping[str, Value] = field(default_factory=dict)
    frame: Frame | None = None
    keyed: bool = False
    counted: bool = False
    checks: tuple[Kept, ...] = ()


@dataclass(eq=False)
class Frame:
    """A file, or one instance of a component, being evaluated.

    `outer` is the frame of the component's own file. `annotations` are those of the uses that lead here, outermost first,
    each with the environment its arguments are evaluated in. `unmade` are the resources whose instances cannot be told,
    because what decides them is wrong.
    """

    scope: Scope
    address: Address
    arguments: Mapping[str, Value] = field(default_factory=dict)
    callers: tuple[Span, ...] = ()
    outer: Frame | None = None
    overrides: tuple[Override, ...] = ()
    annotations: tuple[tuple[Annotation, Env], ...] = ()
    memo: dict[str, Value] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    made: dict[str, list[Made]] = field(default_factory=dict)
    unmade: set[str] = field(default_factory=set)

    def env(self) -> Env:
        """The environment of this frame's own declarations."""
        return Env(self, {})


@dataclass(frozen=True, eq=False, slots=True)
class Env:
    """A frame and the names bound inside an expression: index variables, comprehension variables, a policy's alias."""

    frame: Frame
    names: Mapping[str, Value]

    def bind(self, **names: Value) -> Env:
        """This environment with more names."""
        return Env(self.frame, {**self.names, **names})


class Evaluator(Protocol):
    """The evaluator as its parts see it."""

    program: CheckedProgram

    def eval(self, expr: Expr, env: Env) -> Value:
        """The value of an expression; problems are reported and give a poisoned value."""
        ...

    def report(self, diagnostic: Diagnostic) -> Value:
        """Keep a diagnostic; the poisoned value that stands for its place."""
        ...

    def name(self, name: str, env: Env, span: Span) -> Value:
        """The value a name has here."""
        ...

    def record(self, type: Type) -> RecordT | None:
        """The fields of a resource type."""
        ...

    def member(self, frame: Frame, name: str) -> Value:
        """A component instance's output or param."""
        ...

    def file_frame(self, scope: Scope) -> Frame:
        """The frame of a file."""
        ...

    def count_round(self, span: Span, callers: tuple[Span, ...]) -> bool:
        """Count one more round of a comprehension; False (and reported once) when the bound is passed."""
        ...

    def count_instance(self, span: Span, callers: tuple[Span, ...]) -> bool:
        """Count one more instance; False (and reported once) when the bound is passed."""
        ...
