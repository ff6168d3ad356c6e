"""What went wrong with a model, from what litellm raised: one diagnostic for each way to fail, in the provider's own words.

Judges by names and texts of exceptions, so that litellm need not be imported. Never repeats a key of this machine.
"""

from __future__ import annotations

import json
import os
import re

from nimbus_lang.diagnostics.model import Diagnostic
from nimbus_lang.llm import errors
from nimbus_lang.llm.question import Endpoint
from nimbus_lang.tools.redact import redactor

LONGEST = 240
"""Characters of a provider's words that are repeated."""
_PREFIX = re.compile(r"^(?:litellm\.)?\w*(?:Error|Exception)\s*[:-]\s*(?:error - )?")
_SUFFIX = re.compile(
    r"\s*(?:Traceback \(most recent|Handle with `litellm|LiteLLM Retried|, Received response).*$"
)
_MESSAGE = re.compile(r'"message":\s*("(?:[^"\\]|\\.)*")')
_UNREACHED = frozenset(
    {"ConnectError", "ConnectTimeout", "RemoteProtocolError", "ReadError", "ProxyError"}
    | {"ConnectionRefusedError", "ConnectionResetError", "gaierror", "SSLCertVerificationError"}
)
_NONSENSE = frozenset({"JSONDecodeError", "TypeError", "KeyError", "AttributeError", "IndexError"})
_UNREACHED_WORDS = (
    "connection error", "connection refused", "connection reset", "name or service not known",
    "getaddrinfo", "nodename nor servname", "network is unreachable", "name resolution",
    "certificate verify failed", "server disconnected",
)  # fmt: skip


def explained(endpoint: Endpoint, problem: Exception) -> Diagnostic:
    """Which of the ways to fail an exception is."""
    kind = type(problem).__name__
    status = getattr(problem, "status_code", None)
    model, said, low = endpoint.model, _words(problem), str(problem).lower()
    match kind:
        case "Timeout" | "APITimeoutError":
            return errors.model_too_slow(model, endpoint.timeout)
        case "RateLimitError":
            return errors.rate_limited(model, said)
        case "NotFoundError":
            return errors.unknown_model(model, said)
        case _ if "llm provider not provided" in low:
            return errors.unknown_model(model, _no_provider(model))
        case "AuthenticationError" | "PermissionDeniedError":
            return errors.key_refused(model, said)
        case _ if status in (401, 403) or "missing credentials" in low:
            return errors.key_refused(model, said)
        case _ if _unreached(problem):
            return errors.not_reachable(model, endpoint.api_base, said)
        case _ if isinstance(status, int) and 400 <= status < 500:
            return errors.question_refused(model, said)
        case _ if _NONSENSE & _causes(problem):
            return errors.strange_answer(model, "what came back is no answer in its protocol")
        case _:
            return errors.strange_answer(model, said)


def _causes(problem: Exception) -> set[str]:
    """The names of an exception and of those that led to it."""
    names: set[str] = set()
    link: BaseException | None = problem
    while link is not None and len(names) < 10:
        names.add(type(link).__name__)
        link = link.__cause__ or link.__context__
    return names


def _unreached(problem: Exception) -> bool:
    """Whether no answer came at all, as opposed to one that makes no sense."""
    said = str(problem).lower()
    return bool(_UNREACHED & _causes(problem)) or any(word in said for word in _UNREACHED_WORDS)


def _no_provider(model: str) -> str:
    provider, slash, _ = model.partition("/")
    if slash:
        return f"`{provider}` is no provider that is known here"
    return "nothing in its name says which provider has it"


def _words(problem: Exception) -> str:
    """What the provider said, on one line, short."""
    text = _SUFFIX.sub("", " ".join(str(problem).split()))
    while (shorter := _PREFIX.sub("", text)) != text:
        text = shorter
    message = _MESSAGE.search(text)
    if message is not None:
        text = str(json.loads(message[1]))
    text = redactor(_keys())(text)
    text = text.strip(" '") or "no reason was given"
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _keys() -> list[str]:
    return [text for name, text in os.environ.items() if name.endswith(("_KEY", "_TOKEN")) and text]
