"""Golden files of a stack on the disk: `shop.golden/<overlay or "default">/`, beside `shop.nimbus`; compared or written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from nimbus_lang.compiler import Compiled, lower_checked
from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.span import Span
from nimbus_lang.testing import errors
from nimbus_lang.testing.bench import Bench
from nimbus_lang.testing.model import Failure, Kind, Result
from nimbus_lang.testing.run import errors_of
from nimbus_lang.testing.snapshot import changes
from nimbus_lang.workspace.read import read_text
from nimbus_lang.workspace.show import show
from nimbus_lang.workspace.write import MANIFEST, write_files

SUFFIX = ".golden"
DEFAULT = "default"


class Golden:
    """The golden files of one stack. `problems` are what could not be read or written."""

    def __init__(self, bench: Bench, update: bool) -> None:
        self.written: list[str] = []
        self.problems: list[Diagnostic] = []
        self._bench = bench
        self._update = update
        scope = bench.opened.program.main
        self._main = scope.path
        self._span = scope.stack.name.span if scope.stack is not None else None
        self._overlays = scope.overlays
        self._folder = Path(scope.path).with_suffix(SUFFIX)

    def results(self) -> Iterator[Result]:
        """One for the stack and one for each overlay; none where there is no golden folder."""
        if not self._update and not self._folder.is_dir():
            return
        yield self._result(None, self._span)
        for name, overlay in self._overlays.items():
            yield self._result(name, overlay.name.span)

    def _result(self, overlay: str | None, span: Span | None) -> Result:
        start = perf_counter()
        compiled = lower_checked(self._bench.evaluate(overlay, ()))
        failures = tuple(self._failures(compiled, self._folder / (overlay or DEFAULT), span))
        title = f"golden files with the overlay {overlay}" if overlay else "golden files"
        return Result(Kind.SNAPSHOT, title, self._main, span, failures, perf_counter() - start)

    def _failures(self, compiled: Compiled, folder: Path, span: Span | None) -> Iterator[Failure]:
        if compiled.artifacts is None:
            problems = errors_of(compiled.diagnostics)
            place = span or self._bench.opened.program.main.module.span.head()
            yield Failure(errors.unexpected(place, len(problems), ""), caused=problems)
            return
        made = compiled.artifacts.texts()
        if self._update:
            written, problems = write_files(made, folder, force=True)
            self.problems += problems
            if written is not None and (written.written or written.removed):
                self.written.append(show(folder))
            return
        differing = changes(self._kept(folder), made)
        if differing:
            said = errors.snapshot_differs(span, show(folder), list(differing))
            yield Failure(said, changes="".join(differing.values()))

    def _kept(self, folder: Path) -> dict[str, str]:
        files: dict[str, str] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != MANIFEST:
                text, problems = read_text(path, show(path))
                self.problems += problems
                files[path.relative_to(folder).as_posix()] = text or ""
        return files
