"""Measures everything that has a bar, prints it, and fails where a bar is not held: `python -m benchmarks`."""

from __future__ import annotations

import sys

from benchmarks import check_vs_validate, fifty_tests, scale, schemas, startup


def main() -> int:
    """0 if all bars are held."""
    held = True
    for bench in (startup, schemas, fifty_tests, check_vs_validate, scale):
        text, good = bench.report()
        held = held and good
        print(f"{'ok  ' if good else 'SLOW'} {text}", flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
