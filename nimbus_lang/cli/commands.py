"""The table of commands: name, module, one line. A command's module is imported only when it is asked for.

Adding a command is one file in this folder and one row here.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """A row: `module` has `configure(parser)` and `run(args, terminal) -> exit code`."""

    name: str
    module: str
    summary: str
    group: str


COMMANDS = (
    Command("ask", "nimbus_lang.cli.ask", "write a spec from a sentence", "Write"),
    Command("fmt", "nimbus_lang.cli.fmt", "give specs their one layout", "Write"),
    Command("check", "nimbus_lang.cli.check", "types, provider schemas, values, safety", "Write"),
    Command("test", "nimbus_lang.cli.test", "run the tests that specs carry", "Write"),
    Command("explain", "nimbus_lang.cli.explain", "what a diagnostic's code means", "Write"),
    Command("lock", "nimbus_lang.cli.lock", "pin the packages that specs use", "Write"),
    Command(
        "compile", "nimbus_lang.cli.compile", "write Terraform, Kubernetes and Helm files", "Run"
    ),
    Command("plan", "nimbus_lang.cli.plan", "show what would change, and save it", "Run"),
    Command("apply", "nimbus_lang.cli.apply", "do exactly what a saved plan says", "Run"),
    Command("verify", "nimbus_lang.cli.verify", "read back what was applied", "Run"),
    Command("destroy", "nimbus_lang.cli.destroy", "remove what a stack made", "Run"),
    Command("why", "nimbus_lang.cli.why", "who set a value, layer by layer", "Understand"),
    Command("graph", "nimbus_lang.cli.graph", "draw a stack's resources", "Understand"),
    Command(
        "trace", "nimbus_lang.cli.trace", "from generated lines to the spec, and back", "Understand"
    ),
    Command(
        "sandbox", "nimbus_lang.cli.sandbox", "a cloud and a cluster on this machine", "Around"
    ),
    Command("doctor", "nimbus_lang.cli.doctor", "which tools and providers are there", "Around"),
)


def find(name: str) -> Command | None:
    """The row of a command."""
    return next((command for command in COMMANDS if command.name == name), None)
