"""What the spawned sandbox starts it ends, with all that its workers started where groups allow it."""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.model.observation import Crashed, Returned, ReturnedArray, TimedOut
from grader.sandbox.launch import boot_arguments, spawned_environment
from grader.sandbox.wire import HEAD
from tests.sandbox.conftest import layer, stimulus

if sys.platform == "win32":
    pytest.skip("there are no process groups on Windows", allow_module_level=True)

if TYPE_CHECKING:
    from grader.model.observation import CaseRun
    from tests.sandbox.conftest import Bench

needs_pidfd = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="os.pidfd_open is Linux's")

START_A_CHILD = """
import os, signal, time
def start_a_child(leave):
    ready, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        if leave:
            os.setsid()
        signal.alarm(60)
        os.write(told, b'!')
        time.sleep(60)
        os._exit(0)
    os.read(ready, 1)
    return np.array([pid])
"""


def child_of(run: CaseRun) -> int:
    assert isinstance(run.observation, Returned)
    value = run.observation.values["out"]
    assert isinstance(value, ReturnedArray)
    return int(value.array[0])


def has_ended(pid: int, *, seconds: float) -> bool:
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)


@needs_pidfd
def test_a_child_of_a_worker_ends_with_it(spawned: Bench) -> None:
    (run,) = spawned.run(layer("return start_a_child(False)", before=START_A_CHILD)).runs
    assert has_ended(child_of(run), seconds=10)


@needs_pidfd
def test_a_child_of_a_worker_that_exits_ends_too(spawned: Bench) -> None:
    backward = "import sys\nprint('told')\nos._exit(4)"
    source = layer("print(start_a_child(False)[0])\nreturn x", backward, before=START_A_CHILD)
    run = spawned.case(source)
    assert run.observation == Crashed(status=4)
    pid, told = run.printed.text.split()
    assert told == "told"
    assert has_ended(int(pid), seconds=10)


@needs_pidfd
def test_a_child_that_left_the_group_holds_nobody_up(spawned: Bench) -> None:
    """It keeps the pipes open; there is no way to find it that works everywhere."""
    (run,) = spawned.run(layer("return start_a_child(True)", before=START_A_CHILD)).runs
    pid = child_of(run)
    try:
        assert not has_ended(pid, seconds=0)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert has_ended(pid, seconds=10)


@needs_pidfd
def test_a_child_that_left_the_group_does_not_hide_the_end_of_its_worker(spawned: Bench) -> None:
    source = layer("print(start_a_child(True)[0])\nos._exit(4)", before=START_A_CHILD)
    run = spawned.case(source)
    assert run.observation == Crashed(status=4)
    os.kill(int(run.printed.text), signal.SIGKILL)


def test_jobs_leave_no_thread_and_no_descriptor(spawned: Bench) -> None:
    folder = Path("/proc/self/fd" if sys.platform == "linux" else "/dev/fd")
    spawned.run(layer())
    gc.collect()
    threads, descriptors = threading.active_count(), len(list(folder.iterdir()))
    sources = [layer(), "1 / 0", "import os; os._exit(1)", layer("while True: print('x' * 9999)")]
    for source in sources:
        spawned.run(source, stimulus(), stimulus())
    spawned.run("while True: pass", wall_seconds=0.2)
    assert threading.active_count() == threads
    assert len(list(folder.iterdir())) == descriptors


def test_a_worker_sees_nothing_of_the_environment(spawned: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAYERGRADE_SECRET", "told to nobody")
    seen = spawned.seen("import os\nassert not os.environ\n" + layer())
    assert isinstance(seen, Returned)


def test_a_worker_that_reads_nothing_is_ended_in_time(spawned: Bench) -> None:
    import numpy as np  # noqa: PLC0415 - here alone

    large = np.zeros(1 << 20)
    runs = spawned.run(
        layer("import time; time.sleep(60)"), stimulus(large), stimulus(large), wall_seconds=0.4
    ).runs
    assert isinstance(runs[0].observation, TimedOut)


def test_a_worker_that_cannot_read_its_job_says_so_before_it_says_that_it_is_ready() -> None:
    """Or its end would be taken for the submission's doing."""
    order = {"preload": [], "extra": [], "memory_bytes": 1 << 30, "cpu_seconds": 60}
    told = subprocess.run(
        boot_arguments("spawned", dict(order)),
        input=HEAD.pack(b"J", 3) + b"???",
        env=spawned_environment(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    ).stdout
    kind, _ = HEAD.unpack_from(told)
    assert kind == b"F"
