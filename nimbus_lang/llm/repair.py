"""Ask, check, and hand the diagnostics back, three times at most: a draft becomes a spec only when the compiler says so.

Knows neither provider nor disk: it is given a way to ask. The compiler's word is final; the model's is never.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nimbus_lang.compiler import compile_sources
from nimbus_lang.diagnostics.model import Diagnostic, Severity, has_errors
from nimbus_lang.diagnostics.render_text import render_text
from nimbus_lang.llm import errors
from nimbus_lang.llm.draft import draft
from nimbus_lang.llm.prompts import filled
from nimbus_lang.llm.question import Answer, Message
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.syntax.declarations import StackDecl
from nimbus_lang.syntax.parse import parse
from nimbus_lang.syntax.print import format_source

MOST_REPAIRS = 3
MOST_TOLD = 12_000
"""Characters of diagnostics that go back; the first are the root causes."""

Ask = Callable[[Sequence[Message]], tuple[Answer | None, Diagnostic | None]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A spec's text in the one layout, what the compiler says of it, the files it read, and the stack's name."""

    text: str
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    stack: str

    @property
    def ok(self) -> bool:
        """Whether nothing stops the journey."""
        return not has_errors(self.diagnostics)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: the last draft (if there was any), how often a repair was asked for, and what stopped it."""

    last: Checked | None
    repairs: int
    stopped: Diagnostic | None = None


def check_spec(text: str, path: str) -> Checked:
    """Parse, check, review and lower a text as the file `path`; also what a stack must have."""
    file = SourceFile(path, text)
    formatted, _ = format_source(file)
    file = SourceFile(path, formatted)
    module, _ = parse(file)
    stack = next((d.name.text for d in module.decls if isinstance(d, StackDecl)), "")
    compiled = compile_sources(SourceSet.of(file), path)
    found = compiled.diagnostics
    if not stack and not has_errors(found):
        found = (*found, errors.no_stack_in_draft())
    return Checked(formatted, found, compiled.checked.sources, stack)


def ask_until_it_checks(ask: Ask, messages: Sequence[Message], path: str) -> Outcome:
    """The whole conversation; `path` is what diagnostics call the draft."""
    said = list(messages)
    last: Checked | None = None
    for repairs in range(MOST_REPAIRS + 1):
        answer, problem = ask(said)
        if answer is None:
            return Outcome(last, repairs, problem)
        found = draft(answer.text)
        if found.text is None:
            complaint = filled("no_spec", problem=_cut_off(answer, found.problem))
        else:
            last = check_spec(found.text, path)
            if last.ok:
                return Outcome(last, repairs)
            complaint = filled("repair", diagnostics=_told(last))
        said += [Message("assistant", answer.text[:MOST_TOLD]), Message("user", complaint)]
    return Outcome(last, MOST_REPAIRS, errors.never_checked(MOST_REPAIRS, last is not None))


def _cut_off(answer: Answer, problem: str) -> str:
    return "The answer was cut off; make the spec shorter." if answer.cut_off else problem


def _told(checked: Checked) -> str:
    """Errors alone: a warning is for the person who reviews."""
    errors_alone = [one for one in checked.diagnostics if one.severity is Severity.ERROR]
    return render_text(errors_alone, checked.sources)[:MOST_TOLD]
