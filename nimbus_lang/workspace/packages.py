"""What specs use that does not lie beside them (files of repositories, Terraform's providers and modules), read from what was
fetched before and held against nimbus.lock; and Terraform's modules that do lie there.

Starts no process and opens no socket: a text that is not here, or not as it is locked, is marked absent, and the checker
says so at the `use` that wants it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.chart import LOCAL, ChartAddress, is_chart, is_local_chart, read_chart
from nimbus_lang.source.package import (
    PackageFile,
    Sort,
    find_file,
    is_pinned,
    read_package,
    sort_of,
)
from nimbus_lang.source.provider import read_provider
from nimbus_lang.source.source_file import Absence, SourceFile, SourceSet
from nimbus_lang.source.span import Span
from nimbus_lang.source.terraform_module import (
    PREFIX,
    ModuleAddress,
    ModuleKind,
    is_local,
    is_module,
    read_module,
)
from nimbus_lang.source.version import Constraint
from nimbus_lang.workspace import errors_lock as errors
from nimbus_lang.workspace.beside import is_outside
from nimbus_lang.workspace.lock import Lock, lock_path, read_lock
from nimbus_lang.workspace.package_cache import kept
from nimbus_lang.workspace.ships import ships
from nimbus_lang.workspace.show import show

_FROM = re.compile(r'\bfrom\s+"([^"$\n]+)"')
_MOST_FILES = 2_000


def with_packages(sources: SourceSet, folder: Path) -> tuple[SourceSet, tuple[Diagnostic, ...]]:
    """The same sources and all that they use from elsewhere, directly or through one another."""
    path = lock_path(folder)
    sources, said = _with_folders(sources, folder)
    wanted = list(_pinned(sources))
    if not wanted and not path.exists():
        return sources, said
    lock, problems = read_lock(path, show(path))
    if lock is None:
        return sources, (*said, *problems)
    found = _read(wanted, lock)
    return sources.with_files(found), (*said, *other_types(lock, show(path)))


def _with_folders(sources: SourceSet, folder: Path) -> tuple[SourceSet, tuple[Diagnostic, ...]]:
    """The same sources and the Terraform modules and charts that they name by a folder."""
    problems: list[Diagnostic] = []
    found: dict[str, SourceFile] = {}
    absent: dict[str, Absence] = {}
    for name, span in [one for file in sources for one in used_names(file)]:
        if name in found or not (is_local_chart(name) or (is_module(name) and is_local(name))):
            continue
        if is_outside(Path(name.removeprefix(PREFIX).removeprefix(LOCAL)), span.path):
            absent[name] = Absence.OUTSIDE
            continue
        text, said = _beside(name, folder, span)
        problems += said
        if text is not None:
            found[name] = SourceFile(name, text)
    return sources.with_files(SourceSet(found, absent)), tuple(problems)


def _beside(name: str, folder: Path, span: Span) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The description of a module or chart on this disk. Few specs have one."""
    if is_module(name):
        from nimbus_lang.workspace.terraform_modules import read_module_folder

        return read_module_folder(name, span)
    from nimbus_lang.workspace.charts import read_local_chart

    return read_local_chart(name, folder, span)


def used_names(file: SourceFile) -> Iterator[tuple[str, Span]]:
    """The names of all that a file uses, each with the place of the text after `from`."""
    if file.text.find("from") < 0 or sort_of(file.path) is not Sort.PACKAGE:
        return
    for match in _FROM.finditer(file.text):
        name = find_file(file.path, match[1])
        if isinstance(name, str):
            yield name, Span(file.path, match.start(1) - 1, match.end(1) + 1)


def _pinned(files: Iterable[SourceFile]) -> Iterator[str]:
    for file in files:
        for name, _ in used_names(file):
            if is_pinned(name) or is_locked(name):
                yield name


def is_locked(name: str) -> bool:
    """Whether the text of this name is a description that terraform or helm gave, and that nimbus.lock pins."""
    match sort_of(name):
        case Sort.PROVIDER:
            from nimbus_lang.schemas.provider_space import is_bundled  # for few specs

            return not is_bundled(name)
        case Sort.MODULE:
            return not is_local(name)
        case Sort.CHART:
            return not is_local_chart(name)
        case _:
            return False


def _read(waiting: list[str], lock: Lock) -> SourceSet:
    files: dict[str, SourceFile] = {}
    absent: dict[str, Absence] = {}
    while waiting and len(files) < _MOST_FILES:
        name = waiting.pop()
        if name in files or name in absent:
            continue
        text = locked_text(lock, name)
        if isinstance(text, Absence):
            absent[name] = text
        else:
            files[name] = SourceFile(name, text)
            waiting += _pinned([files[name]])
    return SourceSet(files, absent)


def locked_text(lock: Lock, name: str) -> str | Absence:
    """The text that the lock pins under a name."""
    if not is_pinned(name):
        found = locked_description(lock, name)
        return found if isinstance(found, Absence) else kept(found[1])
    file = read_package(name)
    pin = lock.packages.get(file.package) if isinstance(file, PackageFile) else None
    digest = pin.files.get(file.path) if pin is not None and isinstance(file, PackageFile) else None
    return Absence.NOT_LOCKED if digest is None else kept(digest)


def locked_description(lock: Lock, name: str) -> tuple[str, str] | Absence:
    """The newest version of a provider or module that is locked and that the `use` admits, and the digest of what is known of it."""
    source, wanted = description_of(name)
    digests = {
        version: digest
        for pinned, digest in lock.described.items()
        for of, _, version in [pinned.rpartition("@") if wanted is not None else (pinned, "", "")]
        if of == source
    }
    version = wanted.best(digests) if wanted is not None else "" if digests else None
    if version is None:
        return Absence.OTHER_VERSION if digests else Absence.NOT_LOCKED
    return version, digests[version]


def description_of(name: str) -> tuple[str, Constraint | None]:
    """What the lock calls a provider, module or chart, without its version; which versions will do, None where it has none."""
    if is_chart(name):
        chart = read_chart(name)
        assert isinstance(chart, ChartAddress)
        return chart.address, chart.wanted
    if is_module(name):
        module = read_module(name)
        assert isinstance(module, ModuleAddress)
        registered = module.kind is ModuleKind.REGISTRY
        return f"{PREFIX}{module.source}", module.wanted if registered else None
    provider = read_provider(name)
    assert provider is not None
    return provider.source, provider.wanted


def other_types(lock: Lock, shown: str) -> Iterator[Diagnostic]:
    """What ships with this Nimbus and is not what the lock was written with."""
    if not lock.bundled:
        return
    here = ships()
    for name, locked in sorted(lock.bundled.items()):
        mine = here.get(name)
        if mine != locked:
            now = f"{mine.version}" if mine is not None else "none"
            yield errors.other_types(shown, name, locked.version, now)
