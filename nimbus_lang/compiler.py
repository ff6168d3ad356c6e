"""The pipeline, whole: parse -> check -> graph -> review -> lower. The only place that knows the order.

It reads no disk (but for the bundled library), starts no process and opens no socket: sources in, products and diagnostics out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from nimbus_lang.backends.backend import ArtifactSet
from nimbus_lang.check.check_program import check_program
from nimbus_lang.check.checked import CheckedProgram
from nimbus_lang.check.errors_annotations import unknown_overlay
from nimbus_lang.check.evaluate import ProgramEvaluator
from nimbus_lang.check.evaluate_context import Override
from nimbus_lang.diagnostics.model import Diagnostic, Severity, has_errors
from nimbus_lang.diagnostics.order import in_order
from nimbus_lang.ir.aim import aim, aim_finding
from nimbus_lang.ir.build_graph import Built, build_graph
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.ir.overrides import overlay_overrides, stack_in_words, written_overrides
from nimbus_lang.neighbours import Workspace
from nimbus_lang.safety.report import ClearedGraph, SafetyReport
from nimbus_lang.safety.review import review
from nimbus_lang.schemas.foreign import Namespace
from nimbus_lang.schemas.readers import read_foreign
from nimbus_lang.source.bundled import stdlib_text
from nimbus_lang.source.package import is_pinned, sort_of
from nimbus_lang.source.source_file import Absence, SourceFile, SourceSet
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import Module, StackDecl
from nimbus_lang.syntax.parse import ParseCache, parse


@dataclass(frozen=True)
class CompileOptions:
    """What a run chooses: an overlay, values for params (as expressions), and the day waivers are judged by."""

    overlay: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None


@dataclass(frozen=True)
class Opened:
    """A program read and checked, before anything is evaluated: all text it was made of, and what is wrong with it."""

    sources: SourceSet
    program: CheckedProgram
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Checked:
    """Everything up to the safety pass. `cleared` is None when something stops the journey."""

    sources: SourceSet
    program: CheckedProgram
    built: Built
    report: SafetyReport
    cleared: ClearedGraph | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def graph(self) -> InfraGraph:
        """The graph, whether cleared or not."""
        return self.built.graph


@dataclass(frozen=True)
class Compiled:
    """A checked stack and, when nothing stops it, the files that its tools are given."""

    checked: Checked
    artifacts: ArtifactSet | None
    diagnostics: tuple[Diagnostic, ...]

    def described(self) -> ArtifactSet | None:
        """Its files with the graph and the source map: all that `nimbus compile` writes."""
        from nimbus_lang.backends.registry import described

        if self.artifacts is None:
            return None
        return described(self.artifacts, self.checked.graph, self.checked.sources)


def check_sources(
    sources: SourceSet,
    main: str,
    options: CompileOptions | None = None,
    cache: ParseCache | None = None,
) -> Checked:
    """Parse, check, evaluate and review the file `main` of the set. Diagnostics come in the order of the source."""
    return check_opened(open_program(sources, main, cache), options)


def open_program(sources: SourceSet, main: str, cache: ParseCache | None = None) -> Opened:
    """Parse and check, once for any number of evaluations."""
    library = Library(sources, cache)
    module, syntax = parse(sources[main], cache)
    workspace = Workspace(sources, library.load, library.load_foreign, _stack_of(module))
    program, static = check_program(module, library.load, workspace, library.load_foreign)
    return Opened(library.sources, program, (*syntax, *static))


def check_opened(opened: Opened, options: CompileOptions | None = None) -> Checked:
    """Evaluate an opened program as a run chooses, and review it."""
    options = options or CompileOptions()
    overrides, choice = _overrides(opened.program, options)
    return evaluate_program(opened, overrides, options.today or date.today(), choice)


def evaluate_program(
    opened: Opened,
    overrides: Sequence[Override],
    today: date,
    choice: Sequence[Diagnostic] = (),
    evaluator: type[ProgramEvaluator] = ProgramEvaluator,
) -> Checked:
    """Evaluate an opened program under overrides and review it; `choice` is what is wrong with the overrides themselves."""
    built, values = build_graph(opened.program, overrides, evaluator)
    cleared, report = review(built.graph, today)
    root = built.evaluator.root
    fresh = _fresh(aim(values, root), opened.program, opened.diagnostics)
    trusted = _trusted(report.findings, opened.diagnostics, opened.program)
    found = [*opened.diagnostics, *choice, *fresh, *(aim_finding(one, root) for one in trusted)]
    found = [replace(one, fixes=()) if _of_others(one) else one for one in found]
    stopped = has_errors(found)
    return Checked(
        opened.sources,
        opened.program,
        built,
        report,
        None if stopped else cleared,
        in_order(found, opened.sources),
    )


def compile_sources(
    sources: SourceSet,
    main: str,
    options: CompileOptions | None = None,
    cache: ParseCache | None = None,
) -> Compiled:
    """Check, then lower to every target. No artifacts when something stops the journey."""
    return lower_checked(check_sources(sources, main, options, cache))


def lower_checked(checked: Checked) -> Compiled:
    """Every target's files for what was checked."""
    from nimbus_lang.backends.registry import lower_all  # `check` lowers nothing

    if checked.cleared is None:
        return Compiled(checked, None, checked.diagnostics)
    artifacts, lowering = lower_all(checked.cleared)
    found = in_order([*checked.diagnostics, *lowering], checked.sources)
    return Compiled(checked, None if has_errors(lowering) else artifacts, found)


def check_text(text: str, path: str = "main.nimbus") -> tuple[Diagnostic, ...]:
    """The diagnostics of one file's text."""
    sources = SourceSet.of(SourceFile(path, text))
    return compile_sources(sources, path).diagnostics


class Library:
    """The files a program may reach: the given ones and the bundled library; it keeps what was read for the renderers."""

    def __init__(self, sources: SourceSet, cache: ParseCache | None) -> None:
        self.sources = sources
        self._cache = cache

    def load(self, path: str) -> tuple[Module, tuple[Diagnostic, ...]] | Absence | None:
        """A file by its path, parsed; None when there is none."""
        file = self.sources.get(path)
        if file is None and path in self.sources.absent:
            return self.sources.absent[path]
        if file is None:
            text = stdlib_text(path.removeprefix("std/")) if path.startswith("std/") else None
            if text is None:
                return None
            file = SourceFile(path, text)
            self.sources = self.sources.with_file(file)
        return parse(file, self._cache)

    def load_foreign(
        self, name: str
    ) -> tuple[Namespace | None, tuple[Diagnostic, ...]] | Absence | None:
        """The types of a foreign source by its name; None when there is none."""
        return read_foreign(sort_of(name), name, self._text)

    def _text(self, path: str) -> SourceFile | Absence | None:
        """A text that is not in the language, as it was given."""
        return self.sources.get(path) or self.sources.absent.get(path)


def _stack_of(module: Module) -> str:
    """The name of a file's stack, empty for a package."""
    return next((one.name.text for one in module.decls if isinstance(one, StackDecl)), "")


def _overrides(
    program: CheckedProgram, options: CompileOptions
) -> tuple[tuple[Override, ...], tuple[Diagnostic, ...]]:
    wanted, problems = written_overrides(program, options.values)
    if options.overlay is None:
        return wanted, problems
    overlay = program.main.overlays.get(options.overlay)
    if overlay is None:
        return wanted, (
            *problems,
            unknown_overlay(
                None, options.overlay, list(program.main.overlays), stack_in_words(program)
            ),
        )
    return (*overlay_overrides(overlay), *wanted), problems


def _of_others(one: Diagnostic) -> bool:
    """Whether it is about text of somebody else's repository, which cannot be mended here."""
    return bool(one.fixes) and one.span is not None and is_pinned(one.span.path)


def _fresh(
    values: Sequence[Diagnostic], program: CheckedProgram, static: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """What evaluation found and static checking has not said of the same place; each place and code once."""
    said = {d.span for d in static if d.severity is Severity.ERROR} | program.wrong
    seen: set[tuple[str, object]] = set()
    fresh: list[Diagnostic] = []
    for diagnostic in values:
        key = (diagnostic.code, diagnostic.span)
        if diagnostic.span not in said and key not in seen:
            seen.add(key)
            fresh.append(diagnostic)
    return fresh


def _trusted(
    findings: Sequence[Diagnostic], static: Sequence[Diagnostic], program: CheckedProgram
) -> list[Diagnostic]:
    """Findings of resources whose own text, and that of the uses which lead there, could be read.

    One that could not be would be accused of what it may well say. A value that is wrong is poison, and accuses nobody.
    """
    wrong = [d.span for d in static if d.severity is Severity.ERROR and d.span is not None]
    if not wrong:
        return list(findings)
    bodies = [decl.span for decl in program.resources()]
    broken = [body for body in bodies if any(_inside(span, body) for span in wrong)]
    return [
        one
        for one in findings
        if not any(_inside(span, body) for body in broken for span in _places(one))
    ]


def _places(finding: Diagnostic) -> Iterator[Span]:
    """What a finding is about: its place, the names of its resources, and the uses that lead to it."""
    if finding.span is not None:
        yield finding.span
    yield from finding.callers
    yield from (label.span for label in finding.labels)


def _inside(span: Span, body: Span) -> bool:
    return span.path == body.path and body.start <= span.start <= body.end
