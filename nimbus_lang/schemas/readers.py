"""Who reads which sort of foreign source: from its name and the texts of the source set to a namespace of types.

A new sort is one file with such a reader and one row here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.schemas.chart_space import read_chart_space
from nimbus_lang.schemas.crds import read_crds
from nimbus_lang.schemas.foreign import Namespace
from nimbus_lang.schemas.module_space import read_module_space
from nimbus_lang.schemas.provider_space import read_provider_space
from nimbus_lang.source.package import Sort
from nimbus_lang.source.source_file import Absence, SourceFile

ReadText = Callable[[str], SourceFile | Absence | None]
"""A text of the source set by its name; why a pinned one is not here; None where there is none."""

Foreign = tuple[Namespace | None, tuple[Diagnostic, ...]]

READERS: Mapping[Sort, Callable[[str, ReadText], Foreign | Absence | None]] = {
    Sort.CRDS: read_crds,
    Sort.CHART: read_chart_space,
    Sort.PROVIDER: read_provider_space,
    Sort.MODULE: read_module_space,
}


def read_foreign(sort: Sort, name: str, read: ReadText) -> Foreign | Absence | None:
    """A foreign source's types and what is wrong with it; why it is not here; None where there is none of that name."""
    return READERS[sort](name, read)
