"""How long one provider type takes in a fresh process, import and index included, and how big the package data is.

Run as `python -m benchmarks.schemas`. Each figure is the best of several processes: what the machine does besides is not ours.
"""

from __future__ import annotations

import subprocess
import sys

from nimbus_lang.schemas.pack import DATA

PATHS = (
    "aws.db_instance",
    "aws.quicksight_dashboard",
    "aws.security_group",
    "k8s.apps.v1.Deployment",
    "helm.release",
)
RUNS = 9
BAR = 0.005
SIZE_BAR = 6_000_000
PROGRAM = """
import time
from nimbus_lang.types import builtin, model
started = time.perf_counter()
from nimbus_lang.schemas import index
imported = time.perf_counter()
record = index.load({path!r})
fields = [record.fields[name] for name in record.fields]
print(imported - started, time.perf_counter() - imported)
"""


def measure(path: str) -> tuple[float, float]:
    """Seconds to import the index, and to load the type with all its fields, in the best of several processes."""
    argv = [sys.executable, "-c", PROGRAM.format(path=path)]
    runs = [
        subprocess.run(argv, capture_output=True, text=True, check=True).stdout.split()
        for _ in range(RUNS)
    ]
    return min(float(run[0]) for run in runs), min(float(run[1]) for run in runs)


def report() -> tuple[str, bool]:
    """The figures of every measured type, and whether all bars are held."""
    loads = {path: measure(path)[1] for path in PATHS}
    size = sum(file.stat().st_size for file in DATA.iterdir())
    slowest = max(loads, key=lambda path: loads[path])
    text = (
        f"one provider type in a fresh process: {loads[slowest] * 1e3:.1f} ms at worst ({slowest}),"
        f" bar {BAR * 1e3:.0f} ms; package data {size / 1e6:.2f} MB, bar {SIZE_BAR / 1e6:.0f} MB"
    )
    return text, loads[slowest] < BAR and size <= SIZE_BAR


def main() -> None:
    """Print the table."""
    print(f"{'type':<28} {'import':>9} {'load':>9}")
    for path in PATHS:
        imported, loaded = measure(path)
        print(f"{path:<28} {imported * 1e3:>6.2f} ms {loaded * 1e3:>6.2f} ms")
    for file in sorted(DATA.iterdir()):
        print(f"{file.name:<40} {file.stat().st_size:>9,} bytes")
    print(f"{'all':<40} {sum(file.stat().st_size for file in DATA.iterdir()):>9,} bytes")


if __name__ == "__main__":
    main()
