"""Ask: a sentence to a checked spec in a file, by the offline translator or by a model. Nothing is written that does not check."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.diagnostics.render_text import render_text
from nimbus_lang.llm import errors
from nimbus_lang.llm.by_rules import by_rules
from nimbus_lang.llm.made import Made
from nimbus_lang.llm.offline.names import identifier
from nimbus_lang.llm.providers import choose
from nimbus_lang.llm.question import TIMEOUT, Choice, Endpoint
from nimbus_lang.llm.sentence import problem_with
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.workspace.config import load_config
from nimbus_lang.workspace.load import SUFFIX
from nimbus_lang.workspace.read import read_text
from nimbus_lang.workspace.replace import replace_text
from nimbus_lang.workspace.show import show

STACK = "shop"
"""What a stack is called when neither the sentence nor the file says."""
MOST_DRAFTS = 99


@dataclass(frozen=True, slots=True)
class Options:
    """`output` None: `<stack>.nimbus` in `folder`. `write` False: no file is touched.

    `confirm` is asked before a file is overwritten; without it nobody can be asked, and the file is left as it is.
    `progress` is told what takes time. `timeout` is in seconds, for each answer of a model.
    """

    sentence: str
    output: Path | None = None
    folder: Path = field(default_factory=Path)
    model: str | None = None
    api_base: str | None = None
    offline: bool = False
    force: bool = False
    write: bool = True
    timeout: float = TIMEOUT
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    confirm: Callable[[str], bool] | None = None
    progress: Callable[[str], None] = lambda text: None


@dataclass(frozen=True, slots=True)
class Result:
    """What was made and where it is: `path` of the spec, or `draft_path` of what does not check; None: not written.

    `because` says why this model, or none, was asked.
    """

    made: Made
    outcome: Outcome
    because: str = ""
    path: str | None = None
    draft_path: str | None = None
    problems: tuple[Diagnostic, ...] = ()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything that is to be told."""
        return (*self.made.diagnostics, *self.problems)


def ask(options: Options) -> Result:
    """Make a spec of a sentence, and write it if it checks."""
    refused = problem_with(options.sentence)
    if refused is not None:
        credential = refused.code == errors.CREDENTIAL
        return _nothing(options, (refused,), Outcome.REFUSED if credential else Outcome.SPEC)
    config, problems = load_config(options.folder)
    if has_errors(problems):
        sources = SourceSet.of(config.file) if config.file else SourceSet()
        return _nothing(options, problems, Outcome.SPEC, sources)
    choice = Choice(None, "--offline")
    if not options.offline:
        choice = choose(options.model, config.model, options.environment)
    made = _make(options, choice)
    if made.spec is None:
        return _keep(options, made, choice)
    return _write(options, made, choice)


def _nothing(
    options: Options,
    problems: tuple[Diagnostic, ...],
    outcome: Outcome,
    sources: SourceSet | None = None,
) -> Result:
    return Result(Made(None, "", _name(options), problems, sources or SourceSet()), outcome)


def _make(options: Options, choice: Choice) -> Made:
    name = _name(options)
    if choice.model is None:
        return by_rules(options.sentence, name, lambda stack: show(_target(options, stack)))
    from nimbus_lang.llm.by_model import by_model  # only who asks a model pays for it

    endpoint = Endpoint(choice.model, options.api_base, options.timeout)
    return by_model(options.sentence, name, endpoint, options.progress)


def _name(options: Options) -> str:
    """The stack's name unless the sentence gives one."""
    return (identifier(options.output.stem) if options.output is not None else "") or STACK


def _target(options: Options, stack: str) -> Path:
    return options.output or options.folder / f"{stack}{SUFFIX}"


def _write(options: Options, made: Made, choice: Choice) -> Result:
    """The spec to its file, unless there is one that must not be touched."""
    assert made.spec is not None
    if not options.write:
        return Result(made, Outcome.OK, choice.because)
    target = _target(options, made.stack)
    problem = _in_the_way(options, target, made.spec)
    if problem is not None:
        return Result(made, Outcome.REFUSED, choice.because, problems=(problem,))
    problems = replace_text(target, made.spec)
    if problems:
        return Result(made, Outcome.ENVIRONMENT, choice.because, problems=problems)
    return Result(made, Outcome.OK, choice.because, path=show(target))


def _in_the_way(options: Options, target: Path, spec: str) -> Diagnostic | None:
    if options.force or not os.path.lexists(target):
        return None
    if target.is_file() and read_text(target, show(target))[0] == spec:
        return None
    if options.confirm is None:
        return errors.would_overwrite(show(target), asked=False)
    agreed = options.confirm(f"`{show(target)}` exists. Overwrite it?")
    return None if agreed else errors.would_overwrite(show(target), asked=True)


def _keep(options: Options, made: Made, choice: Choice) -> Result:
    """What a model wrote and does not check is kept beside the place of the spec, with what is wrong with it."""
    outcome = Outcome.ENVIRONMENT if made.outside else Outcome.SPEC
    if made.model is None or not made.draft or not options.write:
        return Result(made, outcome, choice.because)
    target = _free(_target(options, made.stack).with_suffix(f".draft{SUFFIX}"))
    told = render_text(made.diagnostics, made.sources).rstrip()
    comments = "\n".join(f"# {line}".rstrip() for line in told.splitlines())
    problems = replace_text(target, f"{made.draft}\n# This draft does not check:\n#\n{comments}\n")
    kept = None if problems else show(target)
    return Result(made, outcome, choice.because, draft_path=kept, problems=problems)


def _free(path: Path) -> Path:
    """A name that is not taken: an earlier draft may have been worked on."""
    others = (path.with_name(f"{path.stem}-{number}{SUFFIX}") for number in range(2, MOST_DRAFTS))
    return next((one for one in (path, *others) if not os.path.lexists(one)), path)
