"""Time, memory and output end what exceeds them, keep what was finished before, and blame the right case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.model.observation import (
    Crashed,
    LoadRaised,
    NotRun,
    OutOfMemory,
    OutputTooLarge,
    Returned,
    TimedOut,
    TraceLine,
    Unloadable,
)
from tests.sandbox.conftest import MEMORY_BYTES, OUTPUT_BYTES, layer, line_of, lines, stimulus

if TYPE_CHECKING:
    from tests.sandbox.conftest import Bench

SOON = 0.3
LOOP = "while True: pass  # here"
STUCK_AT_1 = layer(f"if x == 1:\n    {LOOP}\nreturn x")


def traced(bench: Bench, *places: TraceLine) -> tuple[TraceLine, ...]:
    return () if bench.kind == "spawned" else places


def test_a_loop_at_import_times_out_every_case(bench: Bench) -> None:
    source = f"import os\n\n{LOOP}\n"
    result = bench.run(source, stimulus(), stimulus(), wall_seconds=SOON)
    trace = traced(bench, TraceLine(line=3, function="<module>"))
    cause = TimedOut(limit_seconds=SOON, trace=trace)
    assert [run.observation for run in result.runs] == [Unloadable(cause=cause)] * 2
    assert result.wall_seconds >= SOON


def test_the_time_of_the_whole_run_keeps_what_was_finished(bench: Bench) -> None:
    result = bench.run(STUCK_AT_1, *map(stimulus, (0, 1, 2, 3)), wall_seconds=SOON)
    finished, stuck, *never = [run.observation for run in result.runs]
    assert isinstance(finished, Returned)
    place = TraceLine(line=line_of(STUCK_AT_1, "# here"), function="forward")
    assert stuck == TimedOut(limit_seconds=SOON, trace=traced(bench, place))
    assert never == [NotRun(), NotRun()]


def test_a_case_with_a_limit_of_its_own_leaves_the_time_of_the_others(bench: Bench) -> None:
    cases = [stimulus(number, timeout_seconds=SOON) for number in (0, 1, 2, 1, 3)]
    seen = [run.observation for run in bench.run(STUCK_AT_1, *cases).runs]
    assert [type(each) for each in seen] == [Returned, TimedOut, Returned, TimedOut, Returned]
    assert isinstance(seen[1], TimedOut)
    assert seen[1].limit_seconds == SOON


def test_the_limit_that_is_named_is_the_one_that_struck(forked: Bench) -> None:
    (run,) = forked.run(STUCK_AT_1, stimulus(1, timeout_seconds=10), wall_seconds=SOON).runs
    assert isinstance(run.observation, TimedOut)
    assert run.observation.limit_seconds == SOON


@pytest.mark.parametrize(
    "forward",
    [
        "import time; time.sleep(60)  # here",
        "3 ** (10 ** 8)  # here",
        "import threading; threading.Event().wait()  # here",
    ],
)
def test_a_call_that_is_stuck_outside_python_has_its_line(forked: Bench, forward: str) -> None:
    source = layer(forward)
    seen = forked.seen(source, wall_seconds=SOON)
    assert isinstance(seen, TimedOut)
    assert seen.trace[0] == TraceLine(line=line_of(source, "# here"), function="forward")


def test_the_line_is_that_of_the_main_thread(forked: Bench) -> None:
    before = """
    import threading
    def wait_for_ever():
        threading.Event().wait()
    """
    forward = f"for _ in range(9): threading.Thread(target=wait_for_ever, daemon=True).start()\n{LOOP}"
    source = layer(forward, before=before)
    seen = forked.seen(source, wall_seconds=SOON)
    assert isinstance(seen, TimedOut)
    assert seen.trace == (TraceLine(line=line_of(source, "# here"), function="forward"),)


UNYIELDING = {
    "ignores signals": """
        import signal
        for n in range(1, 32):
            try: signal.signal(n, signal.SIG_IGN)
            except OSError: pass
    """,
    "swallows exceptions": """
        while True:
            try:
                while True: pass
            except BaseException: pass
    """,
    "stops itself": """
        import os, signal
        os.kill(os.getpid(), signal.SIGSTOP)
    """,
    "holds on in __del__": """
        class D:
            def __del__(self):
                while True: pass
        D()
    """,
    "holds on in a gc callback": """
        import gc
        def hold(*_):
            while True: pass
        gc.callbacks.append(hold)
        gc.collect()
    """,
}


@pytest.mark.parametrize("forward", UNYIELDING.values(), ids=UNYIELDING)
def test_nothing_outlasts_the_limit(forked: Bench, forward: str) -> None:
    seen = forked.seen(layer(lines(forward, LOOP)), wall_seconds=SOON)
    assert isinstance(seen, TimedOut)


def test_our_own_work_does_not_use_up_the_time(spawned: Bench) -> None:
    assert isinstance(spawned.seen(layer(), wall_seconds=0.05), Returned)


BOMBS = {
    "blocks": """
        hoard = []
        while True: hoard.append(bytearray(1 << 20))
    """,
    "one array": "return np.ones(1 << 30)",
    "numbers": """
        hoard = []
        while True: hoard.append([0] * 100_000)
    """,
    "a gibibyte": "return np.zeros((1 << 27,))",
}


@pytest.mark.parametrize("forward", BOMBS.values(), ids=BOMBS)
def test_memory_is_limited(bench: Bench, forward: str) -> None:
    source = layer(forward)
    seen = bench.seen(source)
    assert isinstance(seen, OutOfMemory)
    assert seen.limit_bytes == MEMORY_BYTES
    assert seen.trace[-1].function == "forward"


def test_memory_is_limited_at_import_too(bench: Bench) -> None:
    seen = bench.seen("hoard = []\nwhile True: hoard.append(bytearray(1 << 20))\n")
    assert isinstance(seen, Unloadable)
    assert isinstance(seen.cause, LoadRaised)
    assert seen.cause.exception.kind == "memory"


HOARD = """
hoard = []
def take_all(smallest):
    size = 1 << 26
    while size > smallest:
        try:
            hoard.append(bytearray(size))
        except MemoryError:
            size //= 2
"""


@pytest.mark.parametrize("smallest", [16, 1 << 10, 1 << 16])
def test_no_memory_left_for_the_answer_is_out_of_memory(forked: Bench, smallest: int) -> None:
    source = layer(f"take_all({smallest})\nreturn np.broadcast_to(1.0, (1 << 20,))", before=HOARD)
    large = np.zeros(1 << 19)
    runs = forked.run(source, stimulus(), stimulus()).runs
    assert [type(run.observation) for run in runs] == [OutOfMemory, OutOfMemory]
    source = layer(
        "if not hoard: return x", f"if x is not None: take_all({smallest})\nreturn dout", before=HOARD
    )
    source = source.replace("if x is not None: ", "")
    first, second = forked.run(source, stimulus(), stimulus(large)).runs
    assert isinstance(first.observation, (Returned, OutOfMemory))
    assert isinstance(second.observation, (Returned, OutOfMemory))
    assert OutOfMemory in {type(first.observation), type(second.observation)}


def test_scratch_memory_within_the_limit_is_fine(bench: Bench) -> None:
    forward = "big = np.ones(25 << 20)\nreturn x + big[:3] - 1"
    run = bench.case(layer(forward), memory_bytes=512 << 20)
    assert isinstance(run.observation, Returned)
    if bench.kind != "spawned":
        assert run.usage.peak_memory_bytes is not None
        assert 200 << 20 < run.usage.peak_memory_bytes < 512 << 20


@pytest.mark.parametrize("where", ["forward", "import"])
def test_a_flood_of_output_is_ended(bench: Bench, where: str) -> None:
    flood = "while True: print('x' * 10_000)"
    source = layer(flood) if where == "forward" else flood
    seen = bench.seen(source)
    if where == "import":
        assert isinstance(seen, Unloadable)
        assert seen.cause == OutputTooLarge(limit_bytes=OUTPUT_BYTES)
    else:
        assert seen == OutputTooLarge(limit_bytes=OUTPUT_BYTES)


def test_the_cap_on_output_is_for_all_cases_together(forked: Bench) -> None:
    source = layer("print('x' * 999_999)\nreturn x")
    runs = forked.run(source, *[stimulus()] * 5, output_bytes=3_000_000).runs
    kinds = [type(run.observation) for run in runs]
    assert kinds == [Returned, Returned, Returned, OutputTooLarge, OutputTooLarge]


def test_200_kilobytes_of_prints_are_fine_and_cut(bench: Bench) -> None:
    run = bench.case(layer("for _ in range(2000): print('y' * 99)\nreturn x"))
    assert isinstance(run.observation, Returned)
    assert run.printed.text == ("y" * 99 + "\n") * 655 + "y" * 36
    assert run.printed.cut_bytes == 200_000 - (64 << 10)


def test_output_belongs_to_the_case_that_printed_it(bench: Bench) -> None:
    before = "import sys\nprint('importing')"
    source = layer(
        "print('case', x)\nreturn x", "print('to stderr', file=sys.stderr)\nreturn dout", before=before
    )
    result = bench.run(source, stimulus(1), stimulus(2))
    assert result.printed.text == "importing\n"
    assert [run.printed.text for run in result.runs] == ["case 1\nto stderr\n", "case 2\nto stderr\n"]


def test_output_before_the_end_of_a_worker_is_kept_and_its_successor_says_nothing_twice(bench: Bench) -> None:
    source = layer("print('in', x)\nif x == 1: os._exit(3)\nreturn x", before="import os\nprint('importing')")
    result = bench.run(source, stimulus(1), stimulus(2))
    assert result.printed.text == "importing\n"
    assert [run.printed.text for run in result.runs] == ["in 1\n", "in 2\n"]


def test_output_past_python_is_captured_and_odd_bytes_replaced(bench: Bench) -> None:
    before = "import os, sys"
    forward = """
    os.write(1, b"raw ")
    sys.__stdout__.write("original ")
    sys.stdout.flush()
    sys.stdout.buffer.write(b"\\xff\\xfe ")
    print("\\ud800", end="")
    return x
    """
    run = bench.case(layer(forward, before=before))
    assert isinstance(run.observation, Returned)
    assert run.printed.text == "raw original \ufffd\ufffd \\ud800"


def test_a_silent_job_keeps_nothing_and_is_not_ended_for_its_output(bench: Bench) -> None:
    source = layer("for _ in range(200): print('z' * 50_000)\nreturn x", before="print('importing')")
    result = bench.run(source, silent=True)
    assert isinstance(result.runs[0].observation, Returned)
    assert result.printed.text == result.runs[0].printed.text == ""
    assert result.runs[0].printed.cut_bytes == 0


def test_a_limit_may_be_as_long_as_one_likes(bench: Bench) -> None:
    assert isinstance(bench.seen(layer(), wall_seconds=1e300), Returned)
    assert isinstance(bench.seen(layer(), wall_seconds=float("inf")), Returned)


def test_what_a_replacement_prints_at_import_does_not_count_again(forked: Bench) -> None:
    source = layer("os._exit(3)", before="import os\nprint('x' * 2_000_000)")
    runs = forked.run(source, *[stimulus()] * 5, output_bytes=5_000_000).runs
    assert [run.observation for run in runs] == [Crashed(status=3)] * 5


def test_without_time_nothing_is_run(bench: Bench) -> None:
    assert bench.seen(layer(), wall_seconds=0.0) == NotRun()
