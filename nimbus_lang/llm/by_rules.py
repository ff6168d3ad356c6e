"""A spec by the offline translator; what it writes must check like any other."""

from __future__ import annotations

from collections.abc import Callable

from nimbus_lang.diagnostics.model import has_errors
from nimbus_lang.llm import errors
from nimbus_lang.llm.made import Made
from nimbus_lang.llm.offline.problems import SENTENCE
from nimbus_lang.llm.offline.translate import translate
from nimbus_lang.llm.repair import check_spec
from nimbus_lang.source.source_file import SourceFile, SourceSet


def by_rules(sentence: str, name: str, path_of: Callable[[str], str]) -> Made:
    """Translate and check. `name` is the stack's unless the sentence gives one; `path_of` names its file."""
    made = translate(sentence, name)
    said = SourceFile(SENTENCE, sentence)
    spec, found, sources = made.spec, made.diagnostics, SourceSet()
    if spec is not None:
        checked = check_spec(spec, path_of(made.stack))
        spec, found, sources = checked.text, checked.diagnostics, checked.sources
        if not checked.ok:
            count = sum(has_errors((one,)) for one in found)
            spec, found = None, (*found, errors.does_not_check(count))
    return Made(
        spec,
        made.draft,
        made.stack,
        found,
        sources.with_file(said),
        understood=made.understood,
        assumed=made.assumed,
        not_understood=made.not_understood,
    )
