"""What right submissions do, a function each; sealed_process.py runs them under every layer."""

from __future__ import annotations

import concurrent.futures
import concurrent.futures.thread
import copy
import faulthandler
import io
import json
import logging
import os
import pickle
import platform
import random
import resource
import signal
import sys
import threading
import time
import traceback
import warnings
from pathlib import Path

import numpy as np
import numpy.fft
import numpy.linalg
import numpy.random

PIPE: list[int] = []
KEEP: set[int] = set()


def solve_multiply_and_transform() -> None:
    matrix = np.arange(64.0).reshape(8, 8) + 10 * np.eye(8)
    assert np.allclose(np.linalg.inv(matrix) @ matrix, np.eye(8))
    assert np.allclose(np.fft.ifft(np.fft.fft(matrix)), matrix)
    assert np.allclose(np.einsum("ij,jk->ik", matrix, matrix), matrix @ matrix)
    np.linalg.svd(matrix)


def multiply_large_matrices() -> None:
    square = np.ones((600, 600))
    assert (square @ square)[0, 0] == 600


def draw_random_numbers() -> None:
    np.random.default_rng().normal(size=10)
    np.random.seed(1)  # noqa: NPY002 - as students do
    np.random.rand(3)  # noqa: NPY002 - as students do
    random.random()  # noqa: S311 - nobody's secret
    os.urandom(8)


def use_200_megabytes() -> None:
    scratch = np.ones((25, 1_000_000))
    assert scratch.nbytes == 200_000_000


def run_out_of_memory_and_go_on() -> None:
    try:
        np.ones((1000, 1_000_000))
    except MemoryError:
        assert np.ones(10).sum() == 10
    else:
        told = "a submission had 8 GB"
        raise AssertionError(told)


def run_a_pool_of_threads() -> None:
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda size: int(np.ones(size).sum()), range(100))) == 4950
    with concurrent.futures.ThreadPoolExecutor() as pool:
        pool.submit(time.sleep, 0.001).result()


def wait_for_threads_with_events() -> None:
    ready = threading.Event()
    thread = threading.Thread(target=ready.wait, args=(5,))
    thread.start()
    ready.set()
    thread.join()


def ask_for_times() -> None:
    time.sleep(0.001)
    for clock in (time.time, time.monotonic, time.perf_counter, time.process_time, time.thread_time):
        clock()
    time.localtime()
    time.strftime("%Y")
    os.times()
    resource.getrusage(resource.RUSAGE_SELF)


def ask_about_itself() -> None:
    assert os.getpid() > 0
    assert str(Path.cwd()) == "/"
    os.cpu_count()
    os.sched_getaffinity(0)
    os.uname()
    platform.machine()
    threading.get_native_id()
    resource.getrlimit(resource.RLIMIT_AS)


def print_and_log() -> None:
    with open(PIPE[1], "w", closefd=False) as stream:
        print("printed", file=stream, flush=True)
        logging.basicConfig(stream=stream, force=True)
        logging.warning("logged")  # noqa: LOG015 - as students do
    assert os.read(PIPE[0], 100).startswith(b"printed")


def write_through_a_raw_stream() -> None:
    stream = io.TextIOWrapper(io.FileIO(PIPE[1], "w", closefd=False), line_buffering=True)
    stream.write("a line\n")
    assert os.read(PIPE[0], 100) == b"a line\n"


def copy_and_pickle() -> None:
    held = {"array": np.arange(10), "more": [1, 2]}
    assert copy.deepcopy(held)["more"] == [1, 2]
    assert pickle.loads(pickle.dumps(held))["more"] == [1, 2]  # noqa: S301 - its own
    buffer = io.BytesIO()
    np.save(buffer, np.arange(10))
    buffer.seek(0)
    np.load(buffer)
    json.dumps([1])


def raise_catch_and_format() -> None:
    try:
        np.ones(2) @ np.ones(3)
    except ValueError:
        assert "ValueError" in traceback.format_exc()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        np.log(np.zeros(1))
    assert caught


def recurse_deeply() -> None:
    sys.setrecursionlimit(20_000)

    def down(levels: int) -> int:
        return 0 if levels == 0 else 1 + down(levels - 1)

    assert down(15_000) == 15_000


def signal_itself() -> None:
    seen: list[int] = []
    signal.signal(signal.SIGUSR2, lambda number, _frame: seen.append(number))
    os.kill(os.getpid(), signal.SIGUSR2)
    signal.raise_signal(signal.SIGUSR2)
    assert len(seen) == 2


def dump_its_stack_when_signalled() -> None:
    """What the grader asks for at a time-out."""
    faulthandler.register(signal.SIGUSR1, file=PIPE[1], all_threads=True)
    os.kill(os.getpid(), signal.SIGUSR1)
    assert b"dump_its_stack_when_signalled" in os.read(PIPE[0], 4096)


def import_what_is_not_there() -> None:
    try:
        import torch_that_nobody_has  # type: ignore[import-not-found]  # noqa: F401, PLC0415 - that is the test
    except ImportError:
        pass
    else:
        told = "imported what is not there"
        raise AssertionError(told)
