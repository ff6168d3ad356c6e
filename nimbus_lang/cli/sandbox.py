"""A cloud and a cluster on this machine: an emulator of the AWS API and a real Kubernetes API server, on loopback only.

examples:
  nimbus sandbox up                      start what does not run yet
  nimbus sandbox up --no-kubernetes      only the cloud
  nimbus sandbox status --json
  nimbus sandbox down                    stop it and forget what it held (--keep keeps it)
exit codes: 0 fine, 2 usage, 3 a part could not be started
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from nimbus_lang.cli.options import add_json
from nimbus_lang.cli.terminal import Terminal
from nimbus_lang.operations.outcome import Outcome

if TYPE_CHECKING:
    from nimbus_lang.sandbox.status import SandboxStatus


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("action", choices=("up", "status", "down"))
    parser.add_argument("--no-kubernetes", action="store_true", help="up: the cloud alone")
    parser.add_argument(
        "--no-build", action="store_true", help="up: do not build a missing control plane"
    )
    parser.add_argument(
        "--keep", action="store_true", help="down: keep what the cloud and cluster hold"
    )
    add_json(parser)


def run(args: Namespace, terminal: Terminal) -> int:
    """Start, show or stop."""
    from nimbus_lang.diagnostics.render_json import diagnostics_data
    from nimbus_lang.sandbox.sandbox import SandboxOptions, down, status, up
    from nimbus_lang.source.source_file import SourceSet
    from nimbus_lang.tools.tool import ToolError

    try:
        match args.action:
            case "up":
                found = up(
                    SandboxOptions(
                        kubernetes=not args.no_kubernetes,
                        build=not args.no_build,
                        on_progress=terminal.note,
                    )
                )
            case "down":
                found = down(keep=args.keep)
            case _:
                found = status()
    except ToolError as problem:
        if args.json:
            terminal.data({"diagnostics": diagnostics_data(problem.diagnostics, SourceSet())})
        else:
            terminal.diagnostics(problem.diagnostics, SourceSet())
        return Outcome.ENVIRONMENT
    if args.json:
        terminal.data(_data(found))
    else:
        _show(found, terminal)
    return Outcome.OK


def _show(found: SandboxStatus, terminal: Terminal) -> None:
    if not found.running:
        terminal.say("The sandbox is down. `nimbus sandbox up` starts it.")
        return
    if found.emulator:
        terminal.say(f"aws         {found.emulator.url}  (emulator {found.emulator.version})")
    if found.kubernetes:
        terminal.say(f"kubernetes  {found.kubernetes.url}  ({found.kubernetes.version})")
        terminal.say(f"            kubeconfig {found.kubernetes.kubeconfig}")
    elif found.absent:
        terminal.say(f"kubernetes  absent: {found.absent}")


def _data(found: SandboxStatus) -> dict[str, Any]:
    emulator, cluster = found.emulator, found.kubernetes
    return {
        "running": found.running,
        "aws": emulator and {"url": emulator.url, "version": emulator.version, "pid": emulator.pid},
        "kubernetes": cluster
        and {
            "url": cluster.url,
            "version": cluster.version,
            "pid": cluster.pid,
            "kubeconfig": str(cluster.kubeconfig),
        },
        "absent": found.absent,
    }
