"""Where findings go while a program is checked: diagnostics, the type of every expression, what is already wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from nimbus_lang.check.errors_values import too_heavy
from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import Expr
from nimbus_lang.types.model import ERROR, ErrorT, Type
from nimbus_lang.types.proportion import MAX_PARTS, Scales


@dataclass(slots=True)
class Sink:
    """What checking finds. `types` are by `id(expression)`: the tree lives as long as the program."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    expected: list[Diagnostic] = field(default_factory=list)
    types: dict[int, Type] = field(default_factory=dict)
    wrong: set[Span] = field(default_factory=set)
    files_with_errors: set[str] = field(default_factory=set)
    missing: set[tuple[str, str]] = field(default_factory=set)
    scales: Scales = field(default_factory=Scales)
    _seen: set[tuple[str, Span]] = field(default_factory=set)

    def report(self, diagnostic: Diagnostic) -> None:
        """Keep a diagnostic; the same code at the same place is kept once."""
        if diagnostic.span is not None:
            mark = (diagnostic.code, diagnostic.span)
            if mark in self._seen:
                return
            self._seen.add(mark)
            if diagnostic.severity is Severity.ERROR:
                self.wrong.add(diagnostic.span)
                self.files_with_errors.add(diagnostic.span.path)
        self.diagnostics.append(diagnostic)

    def expect(self, since: int, codes: Collection[str | None]) -> None:
        """Set aside what was found since `since` (a length of `diagnostics`) under one of these codes: it is asked for."""
        found = self.diagnostics[since:]
        self.expected += [one for one in found if one.code in codes]
        self.diagnostics[since:] = [one for one in found if one.code not in codes]
        errors = [one for one in self.diagnostics if one.severity is Severity.ERROR]
        self.files_with_errors = {one.span.path for one in errors if one.span is not None}

    def first_miss(self, path: str, name: str) -> bool:
        """Whether it is the first time that `name` turns out to be declared nowhere in a file."""
        mark = (path, name)
        if mark in self.missing:
            return False
        self.missing.add(mark)
        return True

    def note(self, expr: Expr, found: Type) -> Type:
        """Keep the type of an expression; one without is wrong, and needs no second word from later phases."""
        if self.scales.is_outsized(found):
            self.report(too_heavy(expr.span, (), MAX_PARTS))
            found = ERROR
        self.types[id(expr)] = found
        if isinstance(found, ErrorT):
            self.wrong.add(expr.span)
        return found
