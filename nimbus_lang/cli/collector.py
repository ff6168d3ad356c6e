"""Runs a command without the cyclic garbage collector: what a compile makes lives to its end, and looking for garbage in it again and again costs a third of the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Off while this lasts; what was made meanwhile is never looked through."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
