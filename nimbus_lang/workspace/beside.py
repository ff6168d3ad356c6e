"""Foreign files beside specs: which of them a spec may name.

A package is a spec, and is read wherever it lies; what is written by others for other tools is read in the project alone, so that
a spec nobody trusts cannot look around on a machine.
"""

from __future__ import annotations

from pathlib import Path

from nimbus_lang.source.package import Sort, sort_of
from nimbus_lang.workspace.config import find_config


def leads_out(path: Path, used_by: str) -> bool:
    """Whether a foreign file lies outside of the project of the spec that uses it."""
    return sort_of(path.name) is not Sort.PACKAGE and is_outside(path, used_by)


def is_outside(path: Path, used_by: str) -> bool:
    """Whether a file or folder lies outside of the project of the spec that uses it, links followed.

    Without nimbus.toml the project is the spec's folder and the current one.
    """
    folder = Path(used_by).parent if Path(used_by).suffix else Path()
    config = find_config(folder)
    roots = [config.parent] if config is not None else [folder, Path()]
    real = path.resolve()
    return not any(real.is_relative_to(root.resolve()) for root in roots)
