"""The one door to models: which one is asked, and one question to it, through litellm, which is imported only then.

Every way in which it can fail is one diagnostic. An answer is text; nothing here looks into it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib.util import find_spec
from io import StringIO
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.llm import errors
from nimbus_lang.llm.faults import explained
from nimbus_lang.llm.question import Answer, Choice, Endpoint, Message

DEFAULT_MODELS: Mapping[str, str] = {
    "ANTHROPIC_API_KEY": "anthropic/claude-sonnet-4-5",
    "OPENAI_API_KEY": "openai/gpt-5.1",
    "GEMINI_API_KEY": "gemini/gemini-2.5-pro",
    "GROQ_API_KEY": "groq/openai/gpt-oss-120b",
    "MISTRAL_API_KEY": "mistral/mistral-large-latest",
    "COHERE_API_KEY": "cohere_chat/command-a-03-2025",
    "DEEPSEEK_API_KEY": "deepseek/deepseek-chat",
    "OPENROUTER_API_KEY": "openrouter/auto",
    "XAI_API_KEY": "xai/grok-4.3",
}
"""The variable that holds a provider's key -> the model that is asked when only the key says which provider."""
MODEL_VARIABLE = "NIMBUS_MODEL"
ANSWER_TOKENS = 16_000


def choose(named: str | None, configured: str, environment: Mapping[str, str]) -> Choice:
    """`--model`, else nimbus.toml, else NIMBUS_MODEL, else a provider whose key is set, else none."""
    if named:
        return Choice(named, "--model")
    if configured:
        return Choice(configured, "nimbus.toml")
    if environment.get(MODEL_VARIABLE):
        return Choice(environment[MODEL_VARIABLE], MODEL_VARIABLE)
    if not installed():
        return Choice(None, "litellm is not installed")
    for variable, model in DEFAULT_MODELS.items():
        if environment.get(variable):
            return Choice(model, f"{variable} is set")
    return Choice(None, "no model is configured")


def installed() -> bool:
    """Whether litellm is there, without importing it."""
    return find_spec("litellm") is not None


def ask_model(
    endpoint: Endpoint, messages: Sequence[Message]
) -> tuple[Answer | None, Diagnostic | None]:
    """One question; waits `endpoint.timeout` seconds for the whole answer, whatever the network does. Ctrl-C ends the wait."""
    if not installed():
        return None, errors.no_litellm(endpoint.model)
    ready = Event()
    results: SimpleQueue[tuple[Answer | None, Diagnostic | None]] = SimpleQueue()
    worker = Thread(target=lambda: results.put(_ask(endpoint, messages, ready)), daemon=True)
    with _quiet():
        worker.start()
        ready.wait(_IMPORT)
        try:
            return results.get(timeout=endpoint.timeout + _GRACE)
        except Empty:
            return None, errors.model_too_slow(endpoint.model, endpoint.timeout)


_IMPORT = 60.0
"""Seconds that importing litellm may take; it is large."""
_GRACE = 1.0
"""Seconds that litellm has to tell of its own timeout before it is not waited for any more."""


def _ask(
    endpoint: Endpoint, messages: Sequence[Message], ready: Event
) -> tuple[Answer | None, Diagnostic | None]:
    try:
        litellm = _litellm()
        ready.set()
        response = litellm.completion(
            model=endpoint.model,
            messages=[{"role": one.role, "content": one.text} for one in messages],
            api_base=endpoint.api_base,
            timeout=endpoint.timeout,
            max_tokens=ANSWER_TOKENS,
            num_retries=0,
            max_retries=0,
            drop_params=True,
        )
        return _answer(endpoint, response)
    except Exception as problem:  # litellm has dozens, and passes on those of its libraries
        return None, explained(endpoint, problem)
    finally:
        ready.set()


def _litellm() -> Any:
    """litellm without its telemetry, price list from the network, advice on the terminal."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    import logging
    import warnings

    warnings.filterwarnings("ignore", module=r"(litellm|pydantic)(\..*)?")
    import litellm

    litellm.telemetry = False
    litellm.suppress_debug_info = True
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy", "httpx", "openai"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return litellm


@contextmanager
def _quiet() -> Iterator[None]:
    """What libraries print is not ours to show; lifted whatever happens to the worker."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        yield


def _answer(endpoint: Endpoint, response: Any) -> tuple[Answer | None, Diagnostic | None]:
    try:
        choice = response.choices[0]
        text = choice.message.content
    except (AttributeError, IndexError, TypeError):
        return None, errors.strange_answer(endpoint.model, "it holds no message")
    if not isinstance(text, str):
        text = ""
    return Answer(text, choice.finish_reason == "length"), None
