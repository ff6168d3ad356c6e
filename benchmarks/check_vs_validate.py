"""`nimbus check` of a stack against `terraform validate` of what it compiles to, as whole processes in one run: `python -m benchmarks.check_vs_validate`."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Cost, best, nimbus
from benchmarks.stacks import stack
from nimbus_lang.tools.terraform.terraform import open_terraform

RESOURCES = 100
MOST = 0.1


@dataclass(frozen=True)
class Comparison:
    """What both cost on the same stack."""

    check: Cost
    validate: Cost

    @property
    def ratio(self) -> float:
        """The processor time of the check as a share of that of the validation: others' load is not in it."""
        return self.check.processor / self.validate.processor


def measure(runs: int = 3) -> Comparison:
    """Compile once, then measure both. Needs terraform and the AWS provider; raises ToolError without."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spec = folder / "bench.nimbus"
        spec.write_text(stack(RESOURCES))
        nimbus("compile", spec, "-o", folder / "out")
        terraform = open_terraform(folder / "out" / "terraform", {})
        terraform.init()
        found = terraform.validate()
        if found:
            raise RuntimeError(f"terraform finds fault with the stack: {found}")
        check = best(lambda: nimbus("check", spec), runs)
        return Comparison(check, best(terraform.validate, runs))


def report() -> tuple[str, bool]:
    """A line, and whether the bar is held."""
    found = measure()
    text = (
        f"{RESOURCES} resources: nimbus check {_shown(found.check)}, terraform validate"
        f" {_shown(found.validate)}: 1 to {1 / found.ratio:.0f} (at least 1 to {1 / MOST:.0f})"
    )
    return text, found.ratio <= MOST


def _shown(cost: Cost) -> str:
    return f"{cost.processor:.2f} s ({cost.wall:.2f} s on the clock)"


if __name__ == "__main__":
    print(report()[0])
