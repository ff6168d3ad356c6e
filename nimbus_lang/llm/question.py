"""What a question to a model is made of, and what comes back: plain data between those who ask and the one who carries."""

from __future__ import annotations

from dataclasses import dataclass

TIMEOUT = 120.0
"""Seconds that one answer may take, from the question to its last character."""


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
