"""Property tests: whatever values the params' types allow, the stack has no errors and keeps to its policies.

Every value of a closed list, every bool and every overlay is tried, then combinations drawn with a given seed. What a param's
own `check` refuses is no counterexample. A counterexample is made as small as it gets before it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from math import prod
from random import Random
from time import perf_counter

from nimbus_lang.check.evaluate_context import Override
from nimbus_lang.compiler import Opened
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import LetDecl, ParamDecl
from nimbus_lang.syntax.declarations import Override as OverrideNode
from nimbus_lang.syntax.expressions import Expr, VarExpr
from nimbus_lang.syntax.parse import parse
from nimbus_lang.testing import errors
from nimbus_lang.testing.bench import Bench
from nimbus_lang.testing.domains import Domain, between, domain_of
from nimbus_lang.testing.model import Failure, Kind, Result
from nimbus_lang.testing.run import errors_of, outside_tests
from nimbus_lang.types.model import ERROR, Type
from nimbus_lang.types.show import show as show_type

TITLE = "every value the params allow"
_VALUES = "<value>:"
_CHECK = "NB3011"
_MOST_TOLD = 5
_MOST_STEPS = 60


@dataclass(frozen=True)
class Case:
    """An overlay, and values for params as text."""

    overlay: str | None
    values: Mapping[str, str]

    @property
    def text(self) -> str:
        """As a test would write it."""
        chosen = [f'overlay = "{self.overlay}"'] if self.overlay else []
        return "  ".join([*chosen, *(f"{name} = {text}" for name, text in self.values.items())])


@dataclass
class Params:
    """The params of a stack: what may be tried of each, what each has without being told, which are left alone."""

    decls: Mapping[str, ParamDecl]
    types: Mapping[str, Type]
    domains: dict[str, Domain] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def needed(self) -> dict[str, str]:
        """A value for each param that has no default."""
        return {
            name: domain.values[0]
            for name, domain in self.domains.items()
            if self.decls[name].default is None
        }


def run_properties(bench: Bench, count: int, seed: int) -> Result:
    """Try at least what must be tried, and `count` cases if there are so many."""
    start = perf_counter()
    opened = bench.opened
    stack = opened.program.main.stack
    span = stack.name.span if stack is not None else None
    params = _params(opened)
    trial = _Trial(bench, params)
    if params.missing:
        failures = tuple(_not_tried(params))
    else:
        for case in _cases(opened, params, count, Random(seed)):
            trial.try_case(case)
        failures = tuple(trial.failures(span))
    seconds = perf_counter() - start
    path = opened.program.main.path
    return Result(Kind.PROPERTY, TITLE, path, span, failures, seconds, trial.note(seed))


def _params(opened: Opened) -> Params:
    scope = opened.program.main
    decls = {name: d for name, d in scope.names.items() if isinstance(d, ParamDecl)}
    params = Params(decls, scope.param_types)
    file = opened.sources[scope.path]
    for name, decl in decls.items():
        domain = domain_of(scope.param_types.get(name, ERROR))
        if domain is not None:
            params.domains[name] = domain
        elif decl.default is None:
            params.missing.append(name)
        else:
            params.held.append(name)
        if decl.default is not None:
            params.defaults[name] = file.slice(decl.default.span)
    return params


def _not_tried(params: Params) -> Iterator[Failure]:
    for name in params.missing:
        kind = show_type(params.types[name])
        yield Failure(errors.no_value(params.decls[name].name.span, name, kind))


def _cases(opened: Opened, params: Params, count: int, random: Random) -> Iterator[Case]:
    """What must be tried, then what is drawn, each once."""
    seen: set[tuple[str | None, tuple[tuple[str, str], ...]]] = set()
    overlays = opened.program.main.overlays
    taken = {name: _set_by(overlay.overrides) for name, overlay in overlays.items()}

    def fresh(overlay: str | None, values: Mapping[str, str]) -> Iterator[Case]:
        kept = {k: v for k, v in values.items() if k not in taken.get(overlay or "", ())}
        key = (overlay, tuple(sorted(kept.items())))
        if key not in seen:
            seen.add(key)
            yield Case(overlay, kept)

    choices = [None, *overlays]
    for overlay, values in _must(params, choices, count):
        yield from fresh(overlay, values)
    for _ in range(10 * count):
        if len(seen) >= count:
            return
        yield from fresh(random.choice(choices), _drawn(params, random))


def _set_by(overrides: tuple[OverrideNode, ...]) -> set[str]:
    return {one.target.name for one in overrides if isinstance(one.target, VarExpr)}


def _must(
    params: Params, overlays: list[str | None], count: int
) -> Iterator[tuple[str | None, dict[str, str]]]:
    needed = params.needed
    for overlay in overlays:
        yield overlay, needed
    closed = {name: domain for name, domain in params.domains.items() if domain.whole}
    if prod(len(d.values) for d in closed.values()) * len(overlays) <= count:
        for overlay in overlays:
            for values in product(*(domain.values for domain in closed.values())):
                yield overlay, {**needed, **dict(zip(closed, values))}
    for name, domain in params.domains.items():
        for value in domain.values:
            yield None, {**needed, name: value}


def _drawn(params: Params, random: Random) -> dict[str, str]:
    values = dict(params.needed)
    for name, domain in params.domains.items():
        if name in values or random.random() < 0.5:
            values[name] = domain.sample(random)
    return values


@dataclass
class _Trial:
    """Evaluates cases and keeps, for each way in which one breaks, the first that does."""

    bench: Bench
    params: Params
    tried: int = 0
    refused: int = 0
    broken: dict[tuple[str, Span | None], Case] = field(default_factory=dict)

    def try_case(self, case: Case) -> None:
        found = self._errors(case)
        self.tried += 1
        if any(_own_check(one) for one in found):
            self.refused += 1
            return
        for one in found:
            self.broken.setdefault(_mark(one), case)

    def note(self, seed: int) -> str:
        parts = [f"{self.tried} cases", f"seed {seed}"]
        if self.refused:
            parts.append(f"{self.refused} refused by a check")
        if self.params.held:
            parts.append(f"not varied: {', '.join(self.params.held)}")
        return ", ".join(parts)

    def failures(self, stack: Span | None) -> Iterator[Failure]:
        for mark, case in list(self.broken.items())[:_MOST_TOLD]:
            smallest = self._smallest(case, mark)
            found = [one for one in self._errors(smallest) if _mark(one) == mark]
            first = next(iter(smallest.values), None)
            span = self.params.decls[first].name.span if first is not None else stack
            said = errors.counterexample(span, smallest.text, mark[0])
            yield Failure(said, caused=tuple(self._placed(one) for one in found))

    def _errors(self, case: Case) -> tuple[Diagnostic, ...]:
        checked = self.bench.evaluate(case.overlay, _overrides(case))
        return errors_of(outside_tests(self.bench, checked.diagnostics))

    def _breaks(self, case: Case, mark: tuple[str, Span | None]) -> bool:
        found = self._errors(case)
        return any(_mark(one) == mark for one in found) and not any(map(_own_check, found))

    def _smallest(self, case: Case, mark: tuple[str, Span | None]) -> Case:
        """Without the overlay, without each value, with each value nearer to its default: while it still breaks."""
        if case.overlay and self._breaks(without := replace(case, overlay=None), mark):
            case = without
        for name in case.values:
            left = {key: value for key, value in case.values.items() if key != name}
            has_default = name in self.params.defaults
            if has_default and self._breaks(without := replace(case, values=left), mark):
                case = without
        for name in case.values:
            case = self._nearer(case, name, mark)
        return case

    def _nearer(self, case: Case, name: str, mark: tuple[str, Span | None]) -> Case:
        good = self.params.defaults.get(name)
        for _ in range(_MOST_STEPS if good is not None else 0):
            middle = between(self.params.types[name], case.values[name], good or "")
            if middle is None:
                break
            tried = replace(case, values={**case.values, name: middle})
            if self._breaks(tried, mark):
                case = tried
            else:
                good = middle
        return case

    def _placed(self, one: Diagnostic) -> Diagnostic:
        """The diagnostic with the param in the place of a value that stands in no file."""
        name = _made_up(one.span)
        return one if name is None else replace(one, span=self.params.decls[name].name.span)


@lru_cache(maxsize=4096)
def _expression(name: str, text: str) -> Expr | None:
    """A value's text as an expression, at a place that says which param it is for."""
    module, _ = parse(SourceFile(f"{_VALUES}{name}", f"let value = {text}"))
    first = module.decls[0] if module.decls else None
    return first.value if isinstance(first, LetDecl) else None


def _overrides(case: Case) -> tuple[Override, ...]:
    found = {name: _expression(name, text) for name, text in case.values.items()}
    return tuple(
        Override(name, (), expr, expr.span, "override", "a made-up value")
        for name, expr in found.items()
        if expr is not None
    )


def _made_up(span: Span | None) -> str | None:
    """The param that a value was made up for, if the span is in one."""
    if span is None or not span.path.startswith(_VALUES):
        return None
    return span.path.removeprefix(_VALUES)


def _own_check(one: Diagnostic) -> bool:
    """Whether a check of one of the stack's own params refuses the case."""
    return one.code == _CHECK and not one.callers


def _mark(one: Diagnostic) -> tuple[str, Span | None]:
    return one.code, None if _made_up(one.span) is not None else one.span
