"""Where a stack's own files live in its project: one folder for each stack, overlay and world.

Two overlays are two deployments, and the sandbox is a third: none ever sees another's state. Makes no folder but in `make`.
"""

from __future__ import annotations

from pathlib import Path

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.source.record import dataclass
from nimbus_lang.workspace import errors
from nimbus_lang.workspace.config import Config
from nimbus_lang.workspace.read import reason
from nimbus_lang.workspace.show import show

IGNORED = ".gitignore"


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one deployment: `.nimbus/<stack>/<overlay or "default">`, or `.../sandbox-<overlay>`."""

    folder: Path

    @property
    def terraform(self) -> Path:
        """The run folder: generated code, lock file, state."""
        return self.folder / "terraform"

    @property
    def charts(self) -> Path:
        """Where charts and values files are put for Helm."""
        return self.folder / "helm"

    @property
    def store(self) -> Path:
        """The journal and the registers."""
        return self.folder / "nimbus.db"

    def make(self) -> tuple[Diagnostic, ...]:
        """Make the folder, for its owner alone, and keep it out of git."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            self.terraform.mkdir(exist_ok=True)
            ignored = self.folder.parent.parent / IGNORED
            if not ignored.exists():
                ignored.write_text("*\n")
        except (FileExistsError, NotADirectoryError):
            return (errors.in_the_way(show(self.folder), "not a folder", "a folder"),)
        except OSError as problem:
            return (errors.not_writable(show(self.folder), reason(problem)),)
        return ()


def place(config: Config, stack: str, overlay: str = "", *, sandbox: bool = False) -> Place:
    """The place of one deployment of a stack."""
    name = overlay or "default"
    return Place(config.root / config.state / stack / (f"sandbox-{name}" if sandbox else name))
