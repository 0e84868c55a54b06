"""A bystander: a process of the grader's own user that says whenever a signal reaches it.

Its standard output gets one letter when it is ready, and one for each signal. All the signals that it waits
for are ignored by programs that do not ask for them, so that a submission can send them to everyone and do no
harm.
"""

from __future__ import annotations

import os
import resource
import signal
import sys

SIGNALS = (signal.SIGWINCH, signal.SIGURG, signal.SIGCONT, signal.SIGCHLD)

if __name__ == "__main__":
    SECRET = sys.argv[1].encode() * 64  # something to find in its memory
    for each in SIGNALS:
        signal.signal(each, lambda *_: os.write(1, b"!"))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.write(1, b".")
    while True:
        signal.pause()
