"""`python -m nimbus_lang` is `nimbus`. Until the front door listens, an interrupt ends it without a word."""

import signal
import sys


def run() -> int:
    """Load the front door and go through it; the exit code."""
    listens = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if listens:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from nimbus_lang.cli.main import main

    if listens:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return main()


if __name__ == "__main__":
    sys.exit(run())
