"""Lock: every repository's file that the project's specs use is pinned to a commit and a digest, and fetched; so is what only
terraform can describe.

What is pinned stays so until somebody upgrades; what is in the cache is not fetched again. The only verb that asks a
repository anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.diagnostics.order import in_order
from nimbus_lang.operations.lock_terraform import TerraformRun
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.source.cache_dir import cache_dir
from nimbus_lang.source.chart import is_chart
from nimbus_lang.source.package import PackageFile, Sort, find_file, read_package, sort_of
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.declarations import UseDecl
from nimbus_lang.syntax.parse import parse
from nimbus_lang.tools.git import Kind, Snapshot, Unusable, find_version, snapshot
from nimbus_lang.tools.tool import ToolError
from nimbus_lang.workspace import errors_lock as errors
from nimbus_lang.workspace.errors import not_writable
from nimbus_lang.workspace.load import load_local
from nimbus_lang.workspace.lock import CONFIG, NAME, Lock, Pin, lock_path, read_lock
from nimbus_lang.workspace.package_cache import digest, keep, kept
from nimbus_lang.workspace.packages import is_locked, other_types, used_names
from nimbus_lang.workspace.replace import replace_text
from nimbus_lang.workspace.ships import ships
from nimbus_lang.workspace.show import show


@dataclass(frozen=True, slots=True)
class Options:
    """`folder` lies in the project, as a file may that stands for its folder. `upgrade` looks every version up again; `check` changes no lock."""

    folder: Path
    upgrade: bool = False
    check: bool = False


@dataclass(frozen=True)
class Result:
    """The lock as it is (or, with `check`, would be) and what changed in it, in sentences."""

    path: str
    lock: Lock
    changes: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file of a repository, and the `use`s that lead to it, innermost first."""

    file: PackageFile
    uses: tuple[Span, ...]


def lock(options: Options) -> Result:
    """Pin and fetch."""
    named = options.folder
    path = lock_path(named.parent if named.is_file() else named)
    old, problems = read_lock(path, show(path))
    local, more = _local(path.parent)
    problems = (*problems, *more)
    if old is None or has_errors(problems):
        return Result(show(path), Lock(), (), problems, local, Outcome.ENVIRONMENT)
    with ExitStack() as stack:
        run = _Run(old, options, stack)
        wanted = [one for file in local for one in _uses(file, ())]
        run.pin(wanted)
    sources = local.with_files(run.sources)
    described = TerraformRun(old, options.upgrade, options.check)
    described.pin(_described(sources, run.chains))
    bundled = ships() if options.upgrade or not old.bundled else old.bundled
    pins = {name: Pin(pin.commit, pin.files) for name, pin in run.pins.items()}
    charts = {name: one for name, one in described.pins.items() if is_chart(name)}
    terraform = {name: one for name, one in described.pins.items() if name not in charts}
    new = Lock(pins, bundled, terraform, charts)
    found = in_order([*problems, *run.problems, *described.problems], sources)
    if has_errors(found):
        return Result(show(path), old, (), found, sources, Outcome.ENVIRONMENT)
    if options.check:
        return _compared(path, old, new, run.unlocked | described.unlocked, found, sources)
    return _written(path, old, new, found, sources)


def _compared(
    path: Path,
    old: Lock,
    new: Lock,
    unlocked: set[str],
    found: tuple[Diagnostic, ...],
    sources: SourceSet,
) -> Result:
    changes = (*(f"`{name}` is new" for name in sorted(unlocked)), *_changes(old, new))
    said = [errors.outdated(show(path), changes)] if changes else []
    outcome = Outcome.SPEC if changes or old.bundled != ships() else Outcome.OK
    found = (*found, *said, *other_types(old, show(path)))
    return Result(show(path), new, changes, found, sources, outcome)


def _written(
    path: Path,
    old: Lock,
    new: Lock,
    found: tuple[Diagnostic, ...],
    sources: SourceSet,
) -> Result:
    changes = tuple(_changes(old, new))
    if new.text() != (path.read_text(encoding="utf-8") if path.exists() else ""):
        found = (*found, *replace_text(path, new.text()))
    outcome = Outcome.ENVIRONMENT if has_errors(found) else Outcome.OK
    return Result(show(path), new, changes, found, sources, outcome)


def _local(root: Path) -> tuple[SourceSet, tuple[Diagnostic, ...]]:
    """Every spec of the project and what it uses on this disk; a folder below with a lock of its own is another project."""
    loaded, problems = load_local(root, packages=True)
    if loaded is None:
        return SourceSet(), tuple(one for one in problems if one.code != "NB6007")
    own = [file for file in loaded.sources if not _of_another(Path(file.path).parent, root)]
    return SourceSet.of(*own), problems


def _of_another(folder: Path, root: Path) -> bool:
    """Whether a folder below the project's belongs to a project of its own."""
    nearest = lock_path(folder).parent
    deeper = nearest != root and nearest.is_relative_to(root)
    return deeper and any((nearest / name).exists() for name in (CONFIG, NAME))


def _uses(file: SourceFile, chain: tuple[Span, ...]) -> Iterator[_Wanted]:
    """The repositories' files that a file uses; what cannot be read in it is for `check` to say."""
    if sort_of(file.path) is not Sort.PACKAGE:
        return
    module, _ = parse(file)
    for decl in module.decls:
        if isinstance(decl, UseDecl) and decl.source is not None and decl.source.plain:
            name = find_file(file.path, decl.source.plain)
            found = (
                read_package(name) if isinstance(name, str) and name.startswith("git+") else None
            )
            if isinstance(found, PackageFile):
                yield _Wanted(found, (decl.source.span, *chain))


def _described(
    sources: SourceSet, chains: Mapping[str, tuple[Span, ...]]
) -> dict[str, tuple[Span, ...]]:
    """The providers and modules that only terraform can describe, each with the first `use`s that lead to it."""
    found: dict[str, tuple[Span, ...]] = {}
    for file in sources:
        for name, span in used_names(file):
            if is_locked(name):
                found.setdefault(name, (span, *chains.get(file.path, ())))
    return found


@dataclass(slots=True)
class _Pinning:
    """A pin on its way: the commit, and the digests of the files found so far."""

    commit: str
    files: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Run:
    """One run over all that is wanted. Repositories are fetched when a text is not in the cache, each once."""

    old: Lock
    options: Options
    stack: ExitStack
    pins: dict[str, _Pinning] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    sources: SourceSet = field(default_factory=SourceSet)
    unlocked: set[str] = field(default_factory=set)
    chains: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    _fetched: dict[str, Snapshot] = field(default_factory=dict)
    _refused: set[str] = field(default_factory=set)

    def pin(self, waiting: list[_Wanted]) -> None:
        """Pin these files and all that they use."""
        waiting = list(waiting)
        seen: set[str] = set()
        while waiting:
            one = waiting.pop(0)
            if one.file.name in seen or one.file.package in self._refused:
                continue
            seen.add(one.file.name)
            if self.options.check and one.file.package not in self.old.packages:
                self.unlocked.add(one.file.package)
                continue
            text = self._tried(one)
            if text is not None:
                file = SourceFile(one.file.name, text)
                self.chains[file.path] = one.uses
                self.sources = self.sources.with_file(file)
                waiting += _uses(file, one.uses)

    def _tried(self, one: _Wanted) -> str | None:
        span, *callers = one.uses
        try:
            return self._text(one.file, one.uses)
        except Unusable as why:
            said = errors.unusable_file(
                one.file.name, f"cannot be read: {why}", span, tuple(callers)
            )
            self.problems.append(said)
        except ToolError as refused:
            self._refused.add(one.file.package)
            found = (replace(d, span=span, callers=tuple(callers)) for d in refused.diagnostics)
            self.problems += found
        return None

    def _text(self, file: PackageFile, uses: tuple[Span, ...]) -> str:
        pin = self.pins.get(file.package) or self._pinned(file)
        before = self.old.packages.get(file.package)
        locked = before.files.get(file.path) if before and before.commit == pin.commit else None
        text = kept(locked) if locked is not None else None
        if not isinstance(text, str):
            text = self._snapshot(file, pin.commit).read(file.path)
            if locked is not None and digest(text) != locked and not self.options.upgrade:
                said = errors.other_text(file.name, pin.commit, uses[0], uses[1:])
                self.problems.append(said)
            if not keep(text):
                self.problems.append(not_writable(str(cache_dir()), "packages are kept there"))
        pin.files[file.path] = digest(text)
        return text

    def _pinned(self, file: PackageFile) -> _Pinning:
        """The commit of a package: the locked one, unless there is none or a newer one is asked for."""
        before = self.old.packages.get(file.package)
        if before is None or self.options.upgrade:
            found = find_version(file.url, file.version)
            if before is not None and found.commit != before.commit and found.kind is Kind.TAG:
                said = errors.tag_moved(file.package, before.commit, found.commit)
                self.problems.append(said)
            commit = found.commit
        else:
            commit = before.commit
        self.pins[file.package] = _Pinning(commit)
        return self.pins[file.package]

    def _snapshot(self, file: PackageFile, commit: str) -> Snapshot:
        if file.package not in self._fetched:
            fetched = snapshot(file.url, commit, file.version)
            self._fetched[file.package] = self.stack.enter_context(fetched)
        return self._fetched[file.package]


def _changes(old: Lock, new: Lock) -> Iterator[str]:
    """What is different, package by package."""
    for name in sorted({*old.packages, *new.packages}):
        before, after = old.packages.get(name), new.packages.get(name)
        if before is None and after is not None:
            yield f"`{name}` is new, commit {after.commit[:12]}"
        elif after is None:
            yield f"`{name}` is not used any more"
        elif before is not None and before.commit != after.commit:
            yield f"`{name}` goes from commit {before.commit[:12]} to {after.commit[:12]}"
        elif before is not None and before.files != after.files:
            yield from _file_changes(name, before.files, after.files)
    before_, after_ = old.described, new.described
    for name in sorted(after_.keys() - before_.keys()):
        yield f"`{name}` is new"
    for name in sorted(before_.keys() - after_.keys()):
        yield f"`{name}` is not used any more"
    for name in sorted(after_.keys() & before_.keys()):
        if after_[name] != before_[name]:
            yield f"`{name}` is described otherwise"
    for name in sorted({*old.bundled, *new.bundled}):
        was, now = old.bundled.get(name), new.bundled.get(name)
        if was != now:
            yield f"`{name}` goes from {was.version if was else 'none'} to {now.version if now else 'none'}"


def _file_changes(
    package: str, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[str]:
    for path in sorted({*before, *after}):
        if before.get(path) != after.get(path):
            word = (
                "new"
                if path not in before
                else "not used any more"
                if path not in after
                else "other"
            )
            yield f"`{path}` of `{package}` is {word}"
