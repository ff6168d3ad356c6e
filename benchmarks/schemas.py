"""How long one provider type takes in a fresh process, import and index included, and how big the package data is.

Run as `python benchmarks/schemas.py`. Each figure is the best of several processes: what the machine does besides is not ours.
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
