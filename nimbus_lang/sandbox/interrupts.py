"""Makes SIGINT, SIGTERM and SIGHUP one thing, an interrupt that cleans up, and holds it back for a moment where it would lose something."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType

Hold = Callable[[], AbstractContextManager[None]]
"""Within it no interrupt comes; one that was held back comes at its end."""

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def interrupts() -> Iterator[Hold]:
    """While this lasts, each of the signals raises KeyboardInterrupt, but not while held.

    Only the main thread can be interrupted; in any other this does nothing.
    """
    held = pending = False

    def handle(_: int, __: FrameType | None) -> None:
        nonlocal pending
        if not held:
            raise KeyboardInterrupt
        pending = True

    @contextmanager
    def hold() -> Iterator[None]:
        nonlocal held
        held = True
        try:
            yield
        finally:
            held = False
        if pending:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield hold
        return
    before = {number: signal.signal(number, handle) for number in SIGNALS}
    try:
        yield hold
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
