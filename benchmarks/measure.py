"""What a whole process costs: wall time, processor time of it and its children. The best of several runs, others' work is not ours."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, order=True)
class Cost:
    """Seconds."""

    wall: float
    processor: float


def cost_of(work: Callable[[], object]) -> Cost:
    """The cost of work that runs processes to their end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    work()
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def best(work: Callable[[], object], runs: int) -> Cost:
    """The least of each; a first run, which fills caches, does not count."""
    work()
    costs = [cost_of(work) for _ in range(runs)]
    return Cost(min(c.wall for c in costs), min(c.processor for c in costs))


def nimbus(*arguments: str | Path) -> None:
    """Run `nimbus` as it runs when installed: with its modules compiled. Raises CalledProcessError."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(CHECKOUT), "PYTHONPYCACHEPREFIX": _compiled()}
    argv = [sys.executable, "-m", "nimbus_lang", *map(str, arguments)]
    subprocess.run(argv, env=environment, check=True, stdout=subprocess.DEVNULL)


@cache
def _compiled() -> str:
    return tempfile.mkdtemp(prefix="nimbus-bench-")
