"""A grader to be killed: opens a sandbox, tells the zygote's process id, and runs a job that does not end."""

from __future__ import annotations

import sys

from grader.sandbox.forked import ForkedSandbox
from grader.sandbox.interface import Job, Stimulus
from grader.sandbox.zygote import ZygoteHandle

HANG = Job(
    source="while True: pass",
    modules=(),
    stimuli=(Stimulus(target="Layer", construct=(), calls=()),),
    wall_seconds=60,
    memory_bytes=1 << 28,
    output_bytes=1 << 20,
)

if __name__ == "__main__":
    zygote = ZygoteHandle(None)
    with ForkedSandbox(zygote) as sandbox:
        sys.stderr.write(sandbox.isolation.level)
        sys.stdout.write(f"{zygote.pid}\n")
        sys.stdout.flush()
        if "idle" not in sys.argv:
            sandbox.run(HANG)
        sys.stdin.read()
