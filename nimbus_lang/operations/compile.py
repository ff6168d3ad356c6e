"""Compile: every stack under a target to Terraform, Kubernetes and Helm files in an output folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from nimbus_lang.backends.backend import ArtifactSet
from nimbus_lang.compiler import CompileOptions, compile_sources
from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.diagnostics.order import in_order
from nimbus_lang.operations.blame import blame
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.source.record import dataclass
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.workspace.config import Config, load_config
from nimbus_lang.workspace.deployable import undeployable
from nimbus_lang.workspace.errors import same_folder
from nimbus_lang.workspace.load import Loaded, load
from nimbus_lang.workspace.show import show
from nimbus_lang.workspace.write import Written, refusal, write_files


@dataclass(frozen=True, slots=True)
class Options:
    """`output` None: `build/<stack>` of the project; one stack goes right into an output that is named.

    `force` overwrites generated files that were edited.
    """

    target: Path
    output: Path | None = None
    overlay: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    force: bool = False


@dataclass(frozen=True)
class StackFiles:
    """One stack's files: where they are, and what the write changed there."""

    stack: str
    main: str
    folder: Path
    artifacts: ArtifactSet
    written: Written


@dataclass(frozen=True)
class Result:
    """What was written. Where one stack has errors, none is written."""

    stacks: tuple[StackFiles, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    outcome: Outcome


def compile_stacks(options: Options) -> Result:
    """Read, compile all, then write all."""
    loaded, problems = load(options.target)
    if loaded is None or has_errors(problems):
        return Result((), problems, loaded.sources if loaded else SourceSet(), Outcome.ENVIRONMENT)
    config, said = load_config(loaded.folder)
    sources = loaded.sources.with_file(config.file) if config.file else loaded.sources
    if has_errors(said):
        return Result((), said, sources, Outcome.SPEC)
    made, compiled, sources = _compile_all(loaded, options, config, sources)
    found = in_order([*problems, *said, *compiled], sources)
    if has_errors(found):
        return Result((), found, sources, blame(found))
    return _write_all(made, options, config, found, sources)


_Made = tuple[str, str, ArtifactSet]


def _compile_all(
    loaded: Loaded, options: Options, config: Config, sources: SourceSet
) -> tuple[list[_Made], list[Diagnostic], SourceSet]:
    chosen = CompileOptions(options.overlay or config.overlay or None, options.values)
    made: list[_Made] = []
    found: list[Diagnostic] = []
    for main in loaded.mains:
        compiled = compile_sources(loaded.sources, main, chosen)
        sources = SourceSet({**sources.files, **compiled.checked.sources.files})
        found += compiled.diagnostics
        artifacts = compiled.described()
        problem = undeployable(compiled.checked.program.main.module)
        if artifacts is not None and problem is not None:
            found.append(problem)
        elif artifacts is not None:
            made.append((compiled.checked.graph.stack or Path(main).stem, main, artifacts))
    return made, found, sources


def _write_all(
    made: list[_Made],
    options: Options,
    config: Config,
    found: tuple[Diagnostic, ...],
    sources: SourceSet,
) -> Result:
    """Look at every folder before the first is written."""
    if twins := _twins(made):
        return Result((), (*found, *twins), sources, Outcome.SPEC)
    work = [(*one, _folder(one[0], options, config, alone=len(made) == 1)) for one in made]
    refused = [refusal(all_.texts(), at, force=options.force) for _, _, all_, at in work]
    if any(refused):
        return Result((), (*found, *filter(None, refused)), sources, Outcome.ENVIRONMENT)
    stacks: list[StackFiles] = []
    for stack, main, artifacts, folder in work:
        written, problems = write_files(artifacts.texts(), folder, force=options.force)
        found = (*found, *problems)
        if written is None:
            return Result(tuple(stacks), found, sources, Outcome.ENVIRONMENT)
        stacks.append(StackFiles(stack, main, folder, artifacts, written))
    return Result(tuple(stacks), found, sources, Outcome.OK)


def _twins(made: list[_Made]) -> list[Diagnostic]:
    mains: dict[str, list[str]] = {}
    for stack, main, _ in made:
        mains.setdefault(stack, []).append(show(Path(main)))
    return [same_folder(stack, paths) for stack, paths in mains.items() if len(paths) > 1]


def _folder(stack: str, options: Options, config: Config, *, alone: bool) -> Path:
    if options.output is None:
        return config.root / config.output / stack
    return options.output if alone else options.output / stack
