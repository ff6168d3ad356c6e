"""What asking came to, whoever answered: a checked spec or none, the draft, the account of it, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.llm.offline.intent import Understood
from nimbus_lang.source.source_file import SourceSet


@dataclass(frozen=True, slots=True)
class Made:
    """`spec` None: there is none that checks; `draft` is then what there is of it, "" for nothing.

    `outside` when the surroundings stopped it and not the sentence. `model` None: the offline translator made it.
    """

    spec: str | None
    draft: str
    stack: str
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet = field(default_factory=SourceSet)
    model: str | None = None
    repairs: int = 0
    outside: bool = False
    understood: tuple[Understood, ...] = ()
    assumed: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
