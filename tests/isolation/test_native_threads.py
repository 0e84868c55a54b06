"""Threads made without Python: they need next to no memory, so that the memory limit does not stop them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SANDBOX = Path(__file__).resolve().parents[2] / "grader" / "sandbox"
SPARE = 128
"""What others may start between two looks at the machine."""
LIMIT = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from inside import rlimits
before = rlimits.threads_of_machine()
rlimits.limit(address_space_bytes=1 << 40, cpu_seconds=5)
print(before, *resource.getrlimit(resource.RLIMIT_NPROC))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux workers")
def test_a_worker_may_add_a_thousand_threads_to_those_of_the_machine_and_no_more() -> None:
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LIMIT, str(SANDBOX)], capture_output=True, check=True, text=True
    )
    machine, soft, hard = map(int, told.stdout.split())
    assert machine <= soft == hard <= machine + 1024 + SPARE
