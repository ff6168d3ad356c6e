"""Lock, for what only terraform or helm can get: the descriptions of providers and charts, and what modules of registries and
repositories take and give.

What is pinned stays so until somebody upgrades; what is in the cache is not asked for again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic, Severity
from nimbus_lang.operations.lock_charts import fetched_chart
from nimbus_lang.schemas.build_chart import BadChart
from nimbus_lang.schemas.build_module import (
    JSON_SUFFIX,
    SUFFIX,
    NoReader,
    Unreadable,
    build_module,
    describe_module,
)
from nimbus_lang.schemas.build_provider import build_provider
from nimbus_lang.schemas.module_space import short_name
from nimbus_lang.schemas.pack import Pack
from nimbus_lang.source.cache_dir import cache_dir
from nimbus_lang.source.chart import is_chart
from nimbus_lang.source.source_file import Absence
from nimbus_lang.source.span import Span
from nimbus_lang.source.terraform_module import PREFIX, is_module
from nimbus_lang.tools.errors import not_understood, unusable_path
from nimbus_lang.tools.terraform.fetch import Fetched, describe_provider, fetched_module
from nimbus_lang.tools.tool import ToolError
from nimbus_lang.workspace import errors_lock as errors
from nimbus_lang.workspace.errors import not_writable
from nimbus_lang.workspace.lock import Lock
from nimbus_lang.workspace.package_cache import digest, keep, kept
from nimbus_lang.workspace.packages import description_of, locked_description

Uses = tuple[Span, ...]
"""The `use`s that lead to something, innermost first."""


@dataclass(slots=True)
class TerraformRun:
    """One run over all providers and modules that are wanted. `pins` are as the lock has them."""

    old: Lock
    upgrade: bool
    check: bool
    pins: dict[str, str] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    unlocked: set[str] = field(default_factory=set)

    def pin(self, wanted: Mapping[str, Uses]) -> None:
        """Pin these names, each as few times as their versions allow."""
        for name, uses in sorted(wanted.items()):
            before = locked_description(self.old, name)
            if not isinstance(before, Absence) and not self.upgrade:
                self._again(name, *before, uses)
            elif self.check:
                self.unlocked.add(name)
            else:
                self._anew(name, uses)
        self._drop_unused(wanted)

    def _again(self, name: str, version: str, locked: str, uses: Uses) -> None:
        """What is locked: fetched only if it is not here, or if nobody could read it then."""
        text = kept(locked)
        untyped = isinstance(text, str) and not is_chart(name) and _is_untyped(text)
        if isinstance(text, str) and (self.check or not untyped):
            self.pins[_pinned(name, version)] = locked
            return
        made = self._described(name, version, uses, version if is_module(name) else None)
        if made is None:
            return
        if digest(made[1]) != locked and not untyped:
            self.problems.append(errors.other_description(name, uses[0], uses[1:]))
        self._keep(_pinned(name, version), made[1])

    def _anew(self, name: str, uses: Uses) -> None:
        source, wanted = description_of(name)
        asked = wanted.text if wanted is not None else ""
        made = self._described(name, asked, uses, _exact(name))
        if made is not None:
            self._keep(f"{source}@{made[0]}" if wanted is not None else source, made[1])

    def _keep(self, pinned: str, text: str) -> None:
        if not keep(text):
            self.problems.append(not_writable(str(cache_dir()), "descriptions are kept there"))
        self.pins[pinned] = digest(text)

    def _described(
        self, name: str, version: str, uses: Uses, exact: str | None
    ) -> tuple[str, str] | None:
        """The version that terraform chose, and the text; without types where it cannot be had and `exact` says which it is."""
        try:
            if is_chart(name):
                return fetched_chart(name, version)
            return _module(name, version) if is_module(name) else _provider(name, version)
        except BadChart as why:
            said = errors.unusable_chart(name, str(why), uses[0])
            self.problems.append(replace(said, callers=uses[1:]))
        except NoReader as why:
            said = errors.unusable_module(name, str(why), uses[0])
            self.problems.append(replace(said, callers=uses[1:]))
        except ToolError as refused:
            found = [replace(d, span=uses[0], callers=uses[1:]) for d in refused.diagnostics]
            if exact is not None:
                self.problems += [replace(d, severity=Severity.WARNING) for d in found]
                return exact, _untyped(name, exact, "terraform could not fetch it")
            self.problems += found
        return None

    def _drop_unused(self, wanted: Mapping[str, Uses]) -> None:
        """Of two versions that would both do for every `use`, the newer one is enough."""
        new = Lock(terraform=self.pins)
        used = set()
        for name in wanted:
            found = locked_description(new, name)
            if not isinstance(found, Absence):
                used.add(_pinned(name, found[0]))
        self.pins = {pinned: one for pinned, one in self.pins.items() if pinned in used}


def _pinned(name: str, version: str) -> str:
    """What the lock calls a name at a version."""
    source, wanted = description_of(name)
    return source if wanted is None else f"{source}@{version}"


def _provider(name: str, version: str) -> tuple[str, str]:
    source, _ = description_of(name)
    found = describe_provider(source, version)
    try:
        return found.version, build_provider(found.schema, source, found.version)
    except (KeyError, TypeError, ValueError) as problem:
        said = f"its description of `{source}` has an unknown shape ({problem})"
        raise ToolError(not_understood("terraform providers schema", said)) from None


def _module(name: str, version: str) -> tuple[str, str]:
    source = description_of(name)[0].removeprefix(PREFIX)
    with fetched_module(source, version) as found:
        texts = _texts(found)
    meta = _meta(name, found.version) | {"tree": _tree(texts)}
    try:
        return found.version, build_module(describe_module(texts), meta)
    except NoReader:
        raise
    except Unreadable as why:
        return found.version, build_module({}, {**meta, "untyped": str(why)})


def _texts(found: Fetched) -> dict[str, str]:
    try:
        files = sorted(Path(found.folder).iterdir())
        code = [path for path in files if path.name.endswith((SUFFIX, JSON_SUFFIX))]
        return {path.name: path.read_text(encoding="utf-8") for path in code}
    except (OSError, UnicodeDecodeError) as problem:
        raise ToolError(unusable_path(str(found.folder), str(problem))) from None


def _tree(texts: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(sorted(texts.items())).encode()).hexdigest()


def _meta(name: str, version: str) -> dict[str, str]:
    source = description_of(name)[0].removeprefix(PREFIX)
    return {"source": source, "version": version, "short": short_name(source)}


def _exact(name: str) -> str | None:
    """The one version of a module that a `use` names, so that it can be called without knowing what is in it."""
    if not is_module(name):
        return None
    _, wanted = description_of(name)
    if wanted is None:
        return ""
    return wanted.text.lstrip("= ") if [sign for sign, _ in wanted.clauses] == ["="] else None


def _untyped(name: str, version: str, why: str) -> str:
    return build_module({}, {**_meta(name, version), "untyped": why})


def _is_untyped(text: str) -> bool:
    return bool(Pack(text).meta.get("untyped"))
