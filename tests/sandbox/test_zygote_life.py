"""Zygote and workers: who ends them, who replaces them, and that nothing of them is left."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from grader.errors import InternalError
from grader.model.observation import Crashed, Returned, TimedOut
from tests.sandbox.conftest import Bench, layer, stimulus

if sys.platform != "linux":
    pytest.skip("there are zygotes on Linux alone", allow_module_level=True)

from grader.sandbox.forked import ForkedSandbox
from grader.sandbox.launch import start_zygote
from grader.sandbox.zygote import ZygoteHandle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE_SECONDS: Final = 20.0


@pytest.fixture
def handle() -> Iterator[ZygoteHandle]:
    with contextlib.closing(ZygoteHandle(None)) as opened:
        yield opened


@pytest.fixture
def fresh(handle: ZygoteHandle) -> Iterator[Bench]:
    with ForkedSandbox(handle) as sandbox:
        yield Bench(sandbox, "cold")


def pid_of(handle: ZygoteHandle) -> int:
    assert handle.pid is not None
    return handle.pid


def parent_of(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def children_of(pid: int) -> list[int]:
    return [int(each.name) for each in Path("/proc").glob("[0-9]*") if parent_of(each) == pid]


def first_child_of(pid: int) -> int:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for child in children_of(pid):
            return child
    message = f"process {pid} never had a child"
    raise AssertionError(message)


def has_no_child(pid: int) -> bool:
    """Wait for the end of the last one: a worker that is done with is killed, and nobody waits for it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while children_of(pid):
        if time.monotonic() > deadline:
            return False
    return True


@contextlib.contextmanager
def watched(pid: int) -> Iterator[Callable[[], bool]]:
    """Give a function that waits for the end of a process and says whether it came."""
    descriptor = os.pidfd_open(pid)
    try:
        yield lambda: bool(select.select([descriptor], [], [], PATIENCE_SECONDS)[0])
    finally:
        os.close(descriptor)


@pytest.fixture
def grader_process(request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A grader of its own, and its zygote's process id."""
    script = Path(__file__).with_name("hang_in_a_sandbox.py")
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, str(script), getattr(request, "param", "busy")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as process:
        assert process.stdout is not None
        yield process, int(process.stdout.readline())
        process.kill()


def test_zygote_and_worker_end_with_a_grader_that_is_killed(
    grader_process: tuple[subprocess.Popen[str], int],
) -> None:
    process, zygote = grader_process
    worker = first_child_of(zygote)
    with watched(zygote) as zygote_ended, watched(worker) as worker_ended:
        process.kill()
        assert zygote_ended()
        assert worker_ended()


@pytest.mark.parametrize("grader_process", ["idle"], indirect=True)
def test_an_idle_zygote_ends_with_a_grader_that_is_killed(
    grader_process: tuple[subprocess.Popen[str], int],
) -> None:
    process, zygote = grader_process
    with watched(zygote) as ended:
        process.kill()
        assert ended()


def test_an_interrupt_of_the_whole_group_does_not_end_a_zygote(handle: ZygoteHandle) -> None:
    """Control-C reaches the whole foreground group; the grader decides."""
    handle.proof()
    os.kill(pid_of(handle), signal.SIGINT)
    worker = handle.spawn({"memory_bytes": 1 << 28, "cpu_seconds": 5, "preload": []}, silent=True)
    worker.close()


def test_closing_the_sandbox_ends_its_zygote() -> None:
    handle = ZygoteHandle(None)
    sandbox = ForkedSandbox(handle)
    assert isinstance(Bench(sandbox, "cold").seen(layer()), Returned)
    with watched(pid_of(handle)) as ended:
        sandbox.close()
        assert ended()
    assert handle.pid is None
    sandbox.close()  # once more does nothing


def test_a_worker_is_gone_when_its_job_is_done(fresh: Bench, handle: ZygoteHandle) -> None:
    fresh.run(layer())
    fresh.run(layer("while True: pass"), wall_seconds=0.2)
    fresh.run("import os; os._exit(1)")
    assert has_no_child(pid_of(handle))


def test_a_zygote_that_died_idle_is_replaced(fresh: Bench, handle: ZygoteHandle) -> None:
    assert isinstance(fresh.seen(layer()), Returned)
    first = pid_of(handle)
    with watched(first) as ended:
        os.kill(first, signal.SIGKILL)
        assert ended()
    assert isinstance(fresh.seen(layer()), Returned)
    assert handle.pid != first
    assert fresh.sandbox.isolation.level


def test_isolation_is_told_even_when_the_first_zygote_died(fresh: Bench, handle: ZygoteHandle) -> None:
    os.kill(pid_of(handle), signal.SIGKILL)
    assert fresh.sandbox.isolation.layers


@contextlib.contextmanager
def killing_zygotes_with_workers(handle: ZygoteHandle, *, times: int) -> Iterator[list[int]]:
    """Kill so many zygotes, each as soon as it has a child."""
    killed: list[int] = []
    stop = threading.Event()

    def kill() -> None:
        while len(killed) < times and not stop.wait(0.01):
            pid = handle.pid
            if pid is not None and pid not in killed and children_of(pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                killed.append(pid)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        stop.set()
        thread.join()


SLOW = layer("import time; time.sleep(2)\nreturn x * 2")
ENDLESS = layer("while True: pass")


def test_a_job_whose_zygote_dies_is_run_once_more(fresh: Bench, handle: ZygoteHandle) -> None:
    assert fresh.sandbox.isolation.level
    with killing_zygotes_with_workers(handle, times=1) as killed:
        result = fresh.run(SLOW)
    assert len(killed) == 1
    assert isinstance(result.runs[0].observation, Returned)


def test_a_job_whose_zygote_dies_twice_is_our_failure_and_the_next_is_none(
    fresh: Bench, handle: ZygoteHandle
) -> None:
    assert fresh.sandbox.isolation.level
    with killing_zygotes_with_workers(handle, times=2) as killed, pytest.raises(InternalError) as error:
        fresh.run(ENDLESS, wall_seconds=60)
    assert error.value.told.key == "sandbox.zygote_lost"
    assert len(killed) == 2
    assert isinstance(fresh.seen(layer()), Returned)


def test_a_zygote_that_was_started_early_is_used() -> None:
    zygote = start_zygote()
    with ForkedSandbox(ZygoteHandle(zygote)) as sandbox:
        assert isinstance(Bench(sandbox, "cold").seen(layer()), Returned)
        assert children_of(os.getpid()).count(zygote.pid) == 1


def test_a_zygote_that_was_started_for_something_else_is_not_used() -> None:
    zygote = start_zygote()
    with (
        watched(zygote.pid) as ended,
        contextlib.closing(ZygoteHandle(zygote, extra=("yaml",))) as handle,
        ForkedSandbox(handle) as sandbox,
    ):
        assert handle.pid != zygote.pid
        assert ended()
        assert isinstance(Bench(sandbox, "cold").seen("import yaml\n" + layer()), Returned)


def test_without_an_early_start_extra_modules_stay_out(forked: Bench) -> None:
    assert not isinstance(forked.seen("import yaml\n" + layer()), Returned)


def descriptors() -> dict[str, str]:
    folder = Path("/proc/self/fd")
    found = {}
    for name in os.listdir(folder):  # noqa: PTH208 - names are enough
        with contextlib.suppress(FileNotFoundError):
            found[name] = os.readlink(folder / name)  # noqa: PTH115 - as above
    return found


def test_two_hundred_jobs_leave_no_descriptor_and_no_process(fresh: Bench, handle: ZygoteHandle) -> None:
    sources = [layer(), "import os; os._exit(3)", "1 / 0", layer("import os; os.abort()"), "("]
    fresh.run(sources[0])
    gc.collect()
    before = descriptors()
    zygote_before = len(os.listdir(f"/proc/{handle.pid}/fd"))  # noqa: PTH208 - names are enough
    for number in range(200):
        fresh.run(sources[number % len(sources)], silent=number % 7 == 0)
    fresh.run(layer("while True: pass"), wall_seconds=0.1)
    assert len(descriptors()) == len(before), set(descriptors().values()) - set(before.values())
    assert len(os.listdir(f"/proc/{handle.pid}/fd")) == zygote_before  # noqa: PTH208 - names are enough
    assert has_no_child(pid_of(handle))


def test_no_room_for_pipes_is_our_failure_and_leaves_nothing_open(fresh: Bench) -> None:
    import resource  # noqa: PLC0415 - of POSIX

    fresh.run(layer())
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    before = descriptors()
    free = (number for number in itertools.count() if str(number) not in before)
    fourth_free = next(itertools.islice(free, 4, None))
    resource.setrlimit(resource.RLIMIT_NOFILE, (fourth_free, limits[1]))
    try:
        with pytest.raises(InternalError) as error:
            fresh.run(layer())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert error.value.told.key == "sandbox.no_worker"
    assert descriptors().keys() == before.keys()
    assert isinstance(fresh.seen(layer()), Returned)


def test_a_worker_that_cannot_be_set_up_is_our_failure(handle: ZygoteHandle) -> None:
    with ForkedSandbox(handle) as sandbox:
        bench = Bench(sandbox, "cold")
        with pytest.raises(InternalError) as error:
            bench.run(layer(), memory_bytes=1 << 80)
        assert error.value.told.key == "sandbox.not_set_up"
        assert isinstance(bench.seen(layer()), Returned)


def test_ends_are_told_apart_while_many_workers_come_and_go(fresh: Bench) -> None:
    source = layer("if x == 1: os._exit(int(x))\nif x == 2: os.abort()\nreturn x", before="import os")
    runs = fresh.run(source, *map(stimulus, (1, 2, 0, 1, 2, 0))).runs
    assert [run.observation for run in runs if isinstance(run.observation, Crashed)] == [
        Crashed(status=1),
        Crashed(signal=6),
        Crashed(status=1),
        Crashed(signal=6),
    ]


def test_a_sandbox_that_is_interrupted_leaves_no_worker(fresh: Bench, handle: ZygoteHandle) -> None:
    """As by Control-C: the job is given up, its worker ended with the zygote, the sandbox usable."""
    assert fresh.sandbox.isolation.level
    first = pid_of(handle)

    def interrupt() -> None:
        first_child_of(pid_of(handle))
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        fresh.run(layer("while True: pass"), wall_seconds=30)
    thread.join()
    assert handle.pid is None
    assert not Path(f"/proc/{first}").exists()
    assert isinstance(fresh.seen(layer()), Returned)
    assert isinstance(fresh.seen(layer("while True: pass"), wall_seconds=0.2), TimedOut)
