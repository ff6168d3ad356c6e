"""How tests run: property tests without a stopwatch (the machine may be busy), and in CI with the same examples every time.

Programs that are started get an interrupt they can hear, also where the whole run was started with interrupts ignored.
"""

from __future__ import annotations

import os
import signal
import threading

from hypothesis import HealthCheck, settings

settings.register_profile(
    "nimbus",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
    print_blob=True,
)
settings.load_profile("nimbus")

if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)
