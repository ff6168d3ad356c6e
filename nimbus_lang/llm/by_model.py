"""A spec by a model: the prompt from the signatures that matter, the answer checked and repaired, nothing of it run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.llm.errors import NEVER_CHECKED
from nimbus_lang.llm.made import Made
from nimbus_lang.llm.prompts import filled
from nimbus_lang.llm.providers import ask_model
from nimbus_lang.llm.question import Answer, Endpoint, Message
from nimbus_lang.llm.repair import ask_until_it_checks
from nimbus_lang.llm.retrieve import retrieve
from nimbus_lang.source.source_file import SourceSet

Progress = Callable[[str], None]


def by_model(sentence: str, name: str, endpoint: Endpoint, progress: Progress) -> Made:
    """Ask until it checks, four questions at most. `name` is the stack's unless the sentence gives one."""

    def ask(said: Sequence[Message]) -> tuple[Answer | None, Diagnostic | None]:
        again = sum(message.role == "assistant" for message in said)
        progress(f"repair {again} of its spec" if again else f"asking {endpoint.model}")
        return ask_model(endpoint, said)

    outcome = ask_until_it_checks(ask, first_question(sentence, name), f"{name}.nimbus")
    last, stopped = outcome.last, outcome.stopped
    text = last.text if last is not None else ""
    accepted = stopped is None
    return Made(
        text if accepted else None,
        "" if accepted else text,
        (last.stack if last is not None else "") or name,
        (*(last.diagnostics if last is not None else ()), *((stopped,) if stopped else ())),
        last.sources if last is not None else SourceSet(),
        model=endpoint.model,
        repairs=outcome.repairs,
        outside=stopped is not None and stopped.code != NEVER_CHECKED,
    )


def first_question(sentence: str, name: str) -> tuple[Message, ...]:
    """What the language is, the signatures that matter, the sentence. Nothing else of this machine is in it."""
    return (
        Message("system", filled("system", signatures=retrieve(sentence))),
        Message("user", filled("ask", stack=name, sentence=sentence.strip())),
    )
