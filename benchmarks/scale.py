"""Whether `nimbus check` grows linearly: 1,000 against 10,000 resources, as whole processes: `python -m benchmarks.scale`."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Cost, best, nimbus
from benchmarks.stacks import stack

SMALL, LARGE = 1_000, 10_000
MOST = 11.0


@dataclass(frozen=True)
class Growth:
    """What both sizes cost."""

    small: Cost
    large: Cost

    @property
    def ratio(self) -> float:
        """How many times the processor time of the small one the large one takes."""
        return self.large.processor / self.small.processor


def measure(runs: int = 3) -> Growth:
    """Check both."""
    with tempfile.TemporaryDirectory() as folder:
        costs = []
        for size in (SMALL, LARGE):
            spec = Path(folder) / f"s{size}.nimbus"
            spec.write_text(stack(size))
            costs.append(best(lambda spec=spec: nimbus("check", spec), runs))  # type: ignore[misc]
    return Growth(*costs)


def report() -> tuple[str, bool]:
    """A line, and whether the bar is held."""
    found = measure()
    text = (
        f"nimbus check: {SMALL:,} resources {found.small.processor:.2f} s,"
        f" {LARGE:,} resources {found.large.processor:.2f} s: {found.ratio:.1f} times (at most {MOST:.0f})"
    )
    return text, found.ratio <= MOST


if __name__ == "__main__":
    print(report()[0])
