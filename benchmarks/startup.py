"""What `nimbus --version` costs beyond nothing: `python -m benchmarks.startup`."""

from __future__ import annotations

from benchmarks.measure import Cost, best, nimbus

MOST_SECONDS = 0.1


def measure(runs: int = 9) -> Cost:
    """The cost of `nimbus --version`."""
    return best(lambda: nimbus("--version"), runs)


def report() -> tuple[str, bool]:
    """A line, and whether the bar is held."""
    cost = measure()
    text = f"nimbus --version: {cost.processor * 1000:.0f} ms of processor time (at most {MOST_SECONDS * 1000:.0f})"
    return text, cost.processor <= MOST_SECONDS


if __name__ == "__main__":
    print(report()[0])
