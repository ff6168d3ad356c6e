"""From a spec on the disk to a stack that can be planned: read, compiled, with digests of all it came from.

The same is done again before a plan is carried out: equal digests are how a stale plan is told from a fresh one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nimbus_lang.backends.backend import ArtifactSet
from nimbus_lang.compiler import Compiled, CompileOptions, compile_sources
from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.diagnostics.order import in_order
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.plan import errors
from nimbus_lang.source.chart import LOCAL, is_chart, is_local_chart
from nimbus_lang.source.package import Sort, is_pinned, sort_of
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.source.terraform_module import PREFIX, is_local, is_module
from nimbus_lang.workspace.config import Config, load_config
from nimbus_lang.workspace.deployable import undeployable
from nimbus_lang.workspace.load import load
from nimbus_lang.workspace.places import Place, place


@dataclass(frozen=True)
class Stack:
    """A compiled stack. `main` and the keys of `digests` (sha256, hex, of every file it was made from) are relative to
    the project's folder, so that they are the same wherever one stands.
    """

    main: str
    overlay: str
    values: Mapping[str, str]
    config: Config
    graph: InfraGraph
    artifacts: ArtifactSet
    sources: SourceSet
    digests: Mapping[str, str]

    @property
    def name(self) -> str:
        """The stack's name, or its file's."""
        return self.graph.stack or Path(self.main).stem

    def place(self, *, sandbox: bool) -> Place:
        """Where its state is."""
        return place(self.config, self.name, self.overlay, sandbox=sandbox)

    def texts(self, folder: str = "") -> dict[str, str]:
        """The generated files below a folder of the output (`terraform/`), without its name."""
        return self.artifacts.texts(folder)


@dataclass(frozen=True)
class Read:
    """A stack, if it could be had, and what was said on the way. `unread`: a file was to blame, not the spec."""

    stack: Stack | None
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    unread: bool = False


def read_stack(
    target: Path, overlay: str | None = None, values: Mapping[str, str] | None = None
) -> Read:
    """Read and compile the one stack that `target` names."""
    loaded, problems = load(target)
    if loaded is None or has_errors(problems):
        return Read(None, problems, loaded.sources if loaded else SourceSet(), unread=True)
    if len(loaded.mains) != 1:
        said = errors.several_stacks(str(target), loaded.mains)
        return Read(None, (*problems, said), loaded.sources, unread=True)
    config, said_of_config = load_config(loaded.folder)
    sources = loaded.sources.with_file(config.file) if config.file else loaded.sources
    problems = (*problems, *said_of_config)
    if has_errors(said_of_config):
        return Read(None, problems, sources)
    chosen = overlay or config.overlay
    compiled = compile_sources(
        loaded.sources, loaded.mains[0], CompileOptions(chosen or None, dict(values or {}))
    )
    sources = SourceSet({**sources.files, **compiled.checked.sources.files})
    found = in_order([*problems, *compiled.diagnostics], sources)
    if compiled.artifacts is None:
        return Read(None, found, sources)
    if (problem := undeployable(compiled.checked.program.main.module)) is not None:
        return Read(None, (*found, problem), sources)
    stack = Stack(
        *(_relative(loaded.mains[0], config), chosen, dict(values or {}), config),
        *(compiled.checked.graph, compiled.artifacts, sources),
        _digests(compiled, loaded.sources, config),
    )
    return Read(stack, found, sources)


def digest(text: str) -> str:
    """sha256, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _digests(compiled: Compiled, loaded: SourceSet, config: Config) -> dict[str, str]:
    """Of the files that the program reached; others in the folder do not matter to it."""
    sources, program = compiled.checked.sources, compiled.checked.program
    return {
        _named(path, loaded, config): digest(sources[path].text)
        for path in sorted({*program.modules, *program.stacks.read, *program.schemas.files()})
    }


def _named(path: str, loaded: SourceSet, config: Config) -> str:
    """What a text is called, wherever one stands."""
    if path not in loaded.files or is_pinned(path) or sort_of(path) is Sort.PROVIDER:
        return path
    if is_module(path):
        return f"{PREFIX}{_relative(path.removeprefix(PREFIX), config)}" if is_local(path) else path
    if is_local_chart(path):
        return f"{LOCAL}{_relative(path.removeprefix(LOCAL), config)}"
    return path if is_chart(path) else _relative(path, config)


def _relative(path: str, config: Config) -> str:
    """A path as the project names it."""
    return Path(os.path.relpath(path, config.root)).as_posix()
