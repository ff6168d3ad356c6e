"""The one door to models: which one is asked, and one question to it, through litellm, which is imported only then.

Every way in which it can fail is one diagnostic. An answer is text; nothing here looks into it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.llm import errors
from nimbus_lang.tools.redact import redactor

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
TIMEOUT = 120.0
"""Seconds that one answer may take, from the question to its last character."""
ANSWER_TOKENS = 16_000


@dataclass(frozen=True, slots=True)
class Message:
    """`role` is system, user or assistant."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said; `cut_off` when it ran out of room."""

    text: str
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Which model is asked and because of what; `model` None: none, the offline translator works."""

    model: str | None
    because: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model, where it is (None: where its provider is), and how long an answer may take, in seconds."""

    model: str
    api_base: str | None = None
    timeout: float = TIMEOUT


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
    """One question; waits at most `endpoint.timeout` seconds, whatever the network does. Ctrl-C ends the wait."""
    if not installed():
        return None, errors.no_litellm(endpoint.model)
    results: SimpleQueue[tuple[Answer | None, Diagnostic | None]] = SimpleQueue()
    worker = Thread(target=lambda: results.put(_ask(endpoint, messages)), daemon=True)
    worker.start()
    try:
        with _quiet():
            return results.get(timeout=endpoint.timeout + _GRACE)
    except Empty:
        return None, errors.model_too_slow(endpoint.model, endpoint.timeout)


_GRACE = 15.0
"""Seconds for importing litellm and for its own timeout to be told, on top of the answer's."""


def _ask(
    endpoint: Endpoint, messages: Sequence[Message]
) -> tuple[Answer | None, Diagnostic | None]:
    try:
        response = _litellm().completion(
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
        return None, _explained(endpoint, problem)


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


def _explained(endpoint: Endpoint, problem: Exception) -> Diagnostic:
    """Which of the ways to fail this is."""
    kind = type(problem).__name__
    status = getattr(problem, "status_code", None)
    model, said = endpoint.model, _words(problem)
    match kind:
        case "AuthenticationError" | "PermissionDeniedError":
            return errors.key_refused(model, said)
        case "RateLimitError":
            return errors.rate_limited(model, said)
        case "Timeout" | "APITimeoutError":
            return errors.model_too_slow(model, endpoint.timeout)
        case "NotFoundError":
            return errors.unknown_model(model, said)
        case (
            "ContextWindowExceededError"
            | "ContentPolicyViolationError"
            | "UnprocessableEntityError"
        ):
            return errors.question_refused(model, said)
        case "BadRequestError" if "LLM Provider NOT provided" in str(problem):
            return errors.unknown_model(model, "nothing in its name says which provider has it")
        case "BadRequestError":
            return errors.question_refused(model, said)
        case "APIConnectionError" if _is_network(problem):
            return errors.not_reachable(model, endpoint.api_base, said)
        case _ if isinstance(status, int) and status in (401, 403):
            return errors.key_refused(model, said)
        case _ if isinstance(status, int) and 400 <= status < 500:
            return errors.question_refused(model, said)
        case _ if _is_network(problem):
            return errors.not_reachable(model, endpoint.api_base, said)
        case _:
            return errors.strange_answer(model, said)


_NETWORK_WORDS = (
    "connection error", "connect", "name or service not known", "getaddrinfo", "network is unreachable",
    "nodename nor servname", "temporary failure in name resolution", "ssl", "proxy", "server disconnected",
)  # fmt: skip


def _is_network(problem: Exception) -> bool:
    """Whether the answer never came, as opposed to one that makes no sense."""
    chain: list[BaseException] = []
    link: BaseException | None = problem
    while link is not None and len(chain) < 10:
        chain.append(link)
        link = link.__cause__ or link.__context__
    names = {type(one).__name__ for one in chain}
    if names & {
        "ConnectError",
        "ConnectTimeout",
        "RemoteProtocolError",
        "ReadError",
        "ProxyError",
        "ConnectionRefusedError",
        "gaierror",
    }:
        return True
    if names & {"JSONDecodeError", "ValidationError", "KeyError", "TypeError", "AttributeError"}:
        return False
    return any(word in str(problem).lower() for word in _NETWORK_WORDS)


def _words(problem: Exception) -> str:
    """What the provider said, on one line, short, and without any key of this machine."""
    keys = [
        value for name, value in os.environ.items() if name.endswith(("_KEY", "_TOKEN")) and value
    ]
    text = redactor(keys)(" ".join(str(problem).split()))
    text = text.removeprefix("litellm.").removeprefix(f"{type(problem).__name__}: ")
    return text if len(text) <= 300 else text[:297] + "..."
