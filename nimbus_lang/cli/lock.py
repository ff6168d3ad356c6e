"""Pin all that the project's specs use from elsewhere, in nimbus.lock, and fetch what is not here yet: files of git
repositories, through terraform the schemas of providers and what modules take and give, and through helm those of charts.

Other verbs read only what is locked, and never the network. Commit nimbus.lock.

examples:
  nimbus lock                            pin what is new; what is pinned stays
  nimbus lock --upgrade                  look every version up again
  nimbus lock --check                    for CI: fetch what is locked, change nothing, exit 1 if the lock is out of date
exit codes: 0 fine, 1 --check found the lock out of date, 3 a repository or a file could not be read or written
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from nimbus_lang.cli.options import add_json
from nimbus_lang.cli.terminal import Terminal


def configure(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "folder",
        nargs="?",
        default=Path(),
        type=Path,
        help="a folder or a file of the project (default: this folder)",
    )
    parser.add_argument("--upgrade", action="store_true", help="look every version up again")
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 if it would change"
    )
    add_json(parser)


def run(args: Namespace, terminal: Terminal) -> int:
    """Lock and tell."""
    from nimbus_lang.diagnostics.cells import one_line
    from nimbus_lang.diagnostics.render_json import diagnostics_data
    from nimbus_lang.operations.lock import Options, lock

    result = lock(Options(args.folder, upgrade=args.upgrade and not args.check, check=args.check))
    if args.json:
        packages = result.lock.packages.items()
        terminal.data(
            {
                "diagnostics": diagnostics_data(result.diagnostics, result.sources),
                "lock": result.path,
                "changes": list(result.changes),
                "packages": {
                    name: {"commit": pin.commit, "files": dict(pin.files)} for name, pin in packages
                },
                "terraform": dict(result.lock.terraform),
                "charts": dict(result.lock.charts),
            }
        )
        return int(result.outcome)
    terminal.diagnostics(result.diagnostics, result.sources)
    if result.outcome == 0:
        for change in result.changes:
            terminal.say(one_line(change))
        count = sum(len(pin.files) for pin in result.lock.packages.values())
        files = f"{count} file{'' if count == 1 else 's'} of packages"
        described = len(result.lock.terraform)
        more = f", {described} of Terraform's providers and modules" if described else ""
        fetched = len(result.lock.charts)
        more += f", {fetched} chart{'' if fetched == 1 else 's'}" if fetched else ""
        terminal.say(f"{one_line(result.path)}: {files}{more}")
    return int(result.outcome)
