"""What `nimbus test` costs for a file of 50 tests, each with a program of its own: `python -m benchmarks.fifty_tests`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import Cost, best, nimbus

MOST_SECONDS = 0.5
QUEUES = 10
TESTS = 50
HEAD = """stack shop
param env: "dev" | "prod" = "dev"
param delay: duration(0s..15min) = 5s
let prod = env == "prod"
resource network: std.aws.network { cidr = 10.20.0.0/16  zones = if prod then 3 else 2 }
resource web: std.k8s.web_service { image = "ghcr.io/acme/shop:1.4.2"  replicas = if prod then 3..9 else 1..2 }
overlay prod { env = "prod" }
"""


def spec() -> str:
    """A stack with a network, a web service and queues; four tests of five assert, the fifth expects a refusal."""
    queues = (
        f'resource q{n}: aws.sqs_queue {{ name = "${{env}}-q{n}"  delay_seconds = if prod then 60s else delay }}\n'
        for n in range(QUEUES)
    )
    return "".join((HEAD, *queues, *map(_test, range(TESTS))))


def _test(number: int) -> str:
    if number % 5 == 4:
        return f'test "{number}" {{ delay = {number + 20}min }} {{ rejects "NB3001" }}\n'
    queue = f"q{number % QUEUES}"
    return f'test "{number}" {{ delay = {number}s }} {{ assert {queue}.delay_seconds == {number}  assert not prod }}\n'


def measure(runs: int = 5) -> Cost:
    """The cost of the whole command."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.nimbus"
        path.write_text(spec(), encoding="utf-8")
        return best(lambda: nimbus("test", path), runs)


def report() -> tuple[str, bool]:
    """A line, and whether the bar is held."""
    cost = measure()
    text = f"nimbus test of {TESTS} tests: {cost.processor:.2f} s of processor time (at most {MOST_SECONDS})"
    return text, cost.processor <= MOST_SECONDS


if __name__ == "__main__":
    print(report()[0])
