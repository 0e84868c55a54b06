"""Whatever a submission does to its worker, it harms itself: no other case, no other job, nothing of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.model.observation import (
    Crashed,
    Garbled,
    LoadRaised,
    Returned,
    ReturnedArray,
    TimedOut,
    Unloadable,
)
from grader.sandbox.wire import unpack_answer, unpack_exception
from tests.sandbox.conftest import DOUT, ITS_OWN, layer, stimulus, values_of

if TYPE_CHECKING:
    from tests.sandbox.conftest import Bench

FORGER = """
import os, struct, sys

def write_everywhere(data):
    for descriptor in range(3, 40):
        try:
            os.write(descriptor, data)
        except OSError:
            pass

def frame(kind, payload=b""):
    return struct.pack("<cI", kind, len(payload)) + payload

def token():
    here = sys._getframe()
    while "ordered" not in here.f_locals:
        here = here.f_back
    return here.f_locals["ordered"].token

def text(of):
    return struct.pack("<I", len(of)) + of

number = b"\\x01\\x00" + text(b"<f8") + b"\\x01" + struct.pack("<Q", 1) + b"\\x01" + struct.pack("<d", 777)
answer = struct.pack("<H", 2) + number + number
exception = b"\\x00" + text(b"Forged") + text(b"") + struct.pack("<iB", -1, 0)
"""

FORGED = {
    "set up": "frame(b'S')",
    "not set up": "frame(b'F', text(b'forged'))",
    "wanting": "frame(b'N')",
    "not loaded": "frame(b'E', exception)",
    "not loaded, badly": "frame(b'E', b'?')",
    "loaded": "frame(b'R')",
    "loaded, and more": "frame(b'R', b'?')",
    "no class": "frame(b'A', bytes(8) + struct.pack('<H', 1) + text(b'Forged'))",
    "raised": "frame(b'X', bytes(8) + b'\\x01' + exception)",
    "returned": "frame(b'V', bytes(8) + answer)",
    "of no kind": "frame(b'?', b'!')",
    "garbage": "b'garbage' * 100",
    "zeros": "bytes(1000)",
    "the largest length": "b'V\\xff\\xff\\xff\\xff'",
    "a length that is allowed": "struct.pack('<cI', b'V', 1 << 20)",
    "half a head": "b'V\\x08'",
    "a head alone": "struct.pack('<cI', b'X', 64)",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
@pytest.mark.parametrize("where", ["import", "forward", "between"])
def test_forged_frames_harm_nobody_else(forked: Bench, where: str, forged: str) -> None:
    write = f"write_everywhere({forged})"
    early = f"{FORGER}\n{write}" if where == "import" else FORGER
    forward = f"if x == 1: {write}\nreturn x * 2" if where == "forward" else "return x * 2"
    if where == "between":
        forward = f"import threading\nif x == 1: threading.Timer(0.01, lambda: {write}).start()\nreturn x * 2"
    cases = [stimulus(number, timeout_seconds=0.3) for number in (1, 2, 3)]
    runs = forked.run(layer(forward, before=early), *cases, wall_seconds=0.9).runs
    for number, run in enumerate(runs, start=1):
        assert isinstance(run.observation, ITS_OWN)
        if isinstance(run.observation, Returned):
            assert values_of(run) == {"out": 2 * number, "dx": 3 * DOUT[0, 0]}


def test_an_answer_that_a_submission_forges_of_its_own_case_is_never_that_of_another(bench: Bench) -> None:
    forward = "if x == 1: write_everywhere(frame(b'V', token() + answer))\nreturn x * 2"
    runs = bench.run(layer(forward, before=FORGER), *map(stimulus, (1, 2, 3))).runs
    assert values_of(runs[0]) == {"out": 777, "dx": 777}
    assert runs[1].observation == Garbled()
    assert values_of(runs[2]) == {"out": 6, "dx": 3 * DOUT[0, 0]}


def test_an_answer_with_the_token_of_another_case_is_garbled(forked: Bench) -> None:
    forward = (
        "global old\nif x == 2: write_everywhere(frame(b'V', old + answer))\nold = token()\nreturn x * 2"
    )
    runs = forked.run(layer(forward, before=FORGER), *map(stimulus, (1, 2))).runs
    assert values_of(runs[0]) == {"out": 2, "dx": 3 * DOUT[0, 0]}
    assert runs[1].observation == Garbled()


@pytest.mark.parametrize(("result_bytes", "taken"), [(8 << 20, True), (8, False)])
def test_a_forged_answer_is_no_longer_than_an_honest_one(
    forked: Bench, result_bytes: int, *, taken: bool
) -> None:
    large = "b'\\1\\0' + text(b'|u1') + b'\\1' + struct.pack('<Q', 4 << 20) + b'\\1' + bytes(4 << 20)"
    forward = f"write_everywhere(frame(b'V', token() + struct.pack('<H', 2) + number + {large}))"
    seen = forked.seen(layer(forward, before=FORGER), result_bytes=result_bytes)
    assert isinstance(seen, Returned if taken else Garbled)


def test_a_forged_cry_for_modules_runs_the_job_once_more_and_no_more(bench: Bench) -> None:
    seen = bench.seen(f"{FORGER}\nwrite_everywhere(frame(b'N'))\n")
    assert seen == Unloadable(cause=Garbled())
    runs = bench.run(
        layer("write_everywhere(frame(b'N'))\nreturn x", before=FORGER), stimulus(), stimulus()
    ).runs
    assert [run.observation for run in runs] == [Garbled(), Garbled()]


def test_a_flood_of_results_is_cut_off(bench: Bench) -> None:
    flood = "while True: write_everywhere(bytes(100_000))"
    assert bench.seen(layer(flood, before=FORGER)) == Garbled()
    flood = (
        "write_everywhere(struct.pack('<cI', b'V', 1 << 24))\nwhile True: write_everywhere(bytes(100_000))"
    )
    assert bench.seen(layer(flood, before=FORGER)) == Garbled()
    assert bench.seen(f"{FORGER}\nwhile True: write_everywhere(frame(b'R'))") in {
        Garbled(),
        Unloadable(cause=Garbled()),
    }


CLOSE_ALL = """
import os, time
def close_all():
    for descriptor in range(40):
        try:
            os.close(descriptor)
        except OSError:
            pass
"""


def test_a_closed_result_channel_is_seen_at_once(bench: Bench) -> None:
    forward = "if x == 1:\n    close_all()\n    time.sleep(60)\nreturn x * 2"
    runs = bench.run(layer(forward, before=CLOSE_ALL), stimulus(1), stimulus(2)).runs
    assert runs[0].observation == Garbled()
    assert values_of(runs[1])["out"] == 4
    assert isinstance(bench.seen(layer("close_all()\nreturn x", before=CLOSE_ALL)), (Crashed, Garbled))


def test_a_result_channel_that_is_closed_at_import_ends_all_cases(forked: Bench) -> None:
    assert forked.seen(f"{CLOSE_ALL}\nclose_all()\ntime.sleep(60)\n") == Unloadable(cause=Garbled())


TRACE_DESCRIPTOR = """
import errno, os
def trace_descriptor():
    for descriptor in range(3, 40):
        try:
            os.lseek(descriptor, 0, os.SEEK_CUR)
        except OSError as error:
            if error.errno == errno.ESPIPE:
                return descriptor
"""


def test_a_closed_trace_is_not_the_end(forked: Bench) -> None:
    forward = "os.close(trace_descriptor())\nreturn x * 2"
    runs = forked.run(layer(forward, before=TRACE_DESCRIPTOR), stimulus(1), wall_seconds=5).runs
    assert values_of(runs[0])["out"] == 2
    hang = "os.close(trace_descriptor())\nwhile True: pass"
    seen = forked.seen(layer(hang, before=TRACE_DESCRIPTOR), wall_seconds=0.4)
    assert seen == TimedOut(limit_seconds=0.4)


def test_a_forged_trace_is_bounded(forked: Bench) -> None:
    lines = "b'  File \"/submission.py\", line 1234567 in ' + b'f' * 150 + b'\\n'"
    seen = forked.seen(
        layer(f"while True: os.write(trace_descriptor(), {lines})", before=TRACE_DESCRIPTOR), wall_seconds=0.4
    )
    assert isinstance(seen, TimedOut)
    assert len(seen.trace) <= 8
    assert all(place.line <= 9_999_999 and len(place.function) <= 200 for place in seen.trace)


ENDS = {
    "exits with 0": ("os._exit(0)", Crashed(status=0)),
    "exits with 7": ("os._exit(7)", Crashed(status=7)),
    "segfault": ("ctypes.string_at(0)", Crashed(signal=11)),
    "abort": ("os.abort()", Crashed(signal=6)),
    "kills itself": ("os.kill(os.getpid(), 9)", Crashed(signal=9)),
    "terminates itself": ("os.kill(os.getpid(), 15)", Crashed(signal=15)),
}


@pytest.mark.parametrize(("end", "expected"), ENDS.values(), ids=ENDS)
def test_a_worker_that_ends_is_replaced_for_the_next_case(bench: Bench, end: str, expected: Crashed) -> None:
    source = layer(f"if x == 1: {end}\nreturn x * 2", before="import os, ctypes")
    runs = bench.run(source, *map(stimulus, (0, 1, 2))).runs
    assert runs[1].observation == expected
    assert [values_of(run)["out"] for run in (runs[0], runs[2])] == [0, 4]


def test_a_worker_that_ends_at_import_ends_all_cases(bench: Bench) -> None:
    seen = bench.seen("import os\nos._exit(0)")
    assert seen == Unloadable(cause=Crashed(status=0))
    seen = bench.seen("import ctypes\nctypes.string_at(0)")
    assert seen == Unloadable(cause=Crashed(signal=11))


def test_a_submission_that_loads_but_once(bench: Bench) -> None:
    """The worker of the first case ends by a thread of its own; whoever comes after it starts afresh."""
    source = layer(
        "import threading\nif x == 1: threading.Timer(0, os._exit, (5,)).start()\nreturn x",
        before="import os",
    )
    runs = bench.run(source, *map(stimulus, (1, 2, 3))).runs
    assert all(isinstance(run.observation, (Returned, Crashed)) for run in runs)
    assert isinstance(runs[2].observation, Returned)


def test_threads_that_are_left_running_are_fine(bench: Bench) -> None:
    before = """
    import threading
    def spin():
        while True: pass
    """
    source = layer("threading.Thread(target=spin, daemon=x > 1).start()\nreturn x * 2", before=before)
    runs = bench.run(source, stimulus(1), stimulus(2)).runs
    assert [values_of(run)["out"] for run in runs] == [2, 4]


def test_no_exit_handler_runs(bench: Bench) -> None:
    source = layer(before="import atexit\natexit.register(print, 'exit')\natexit.register(lambda: 1 / 0)")
    run = bench.case(source)
    assert isinstance(run.observation, Returned)
    assert run.printed.text == ""


def test_a_worker_that_floods_instead_of_reading_does_not_block_us(forked: Bench) -> None:
    """Large inputs wait to be written while results pour in: both pipes are full."""
    before = f"""
{FORGER}
import threading
def pour():
    for _ in range(99):
        write_everywhere(bytes(1 << 16))
"""
    large = np.zeros(2 << 20)
    source = layer("threading.Timer(0, pour).start()\nreturn x.sum()", before=before)
    runs = forked.run(source, *[stimulus(large)] * 3, memory_bytes=512 << 20).runs
    assert all(isinstance(run.observation, ITS_OWN) for run in runs)


def test_large_inputs_and_results_pass_each_other(bench: Bench) -> None:
    large = np.arange(float(1 << 20))
    source = layer("self.x = x\nreturn x + 1", "return self.x * 2")
    runs = bench.run(source, stimulus(large), stimulus(large), memory_bytes=512 << 20).runs
    for run in runs:
        assert isinstance(run.observation, Returned)
        value = run.observation.values["dx"]
        assert isinstance(value, ReturnedArray)
        np.testing.assert_array_equal(value.array, large * 2)


def test_a_huge_source_is_a_job_like_any_other(bench: Bench) -> None:
    source = layer() + "# " + "é" * (1 << 20) + "\n"
    assert values_of(bench.case(source))["dx"] == 3 * DOUT[0, 0]


def test_a_source_that_is_no_text_does_not_load(forked: Bench) -> None:
    for source in ("x = '\ud800'", "x = 1\0", "(" * 5000, "-" * 100_000 + "1"):
        seen = forked.seen(source)
        assert isinstance(seen, Unloadable)
        assert isinstance(seen.cause, (LoadRaised, Crashed))


def test_the_frames_that_are_forged_here_are_those_of_the_protocol() -> None:
    """A forgery that is no frame proves nothing."""
    names: dict[str, bytes] = {}
    exec(FORGER, names)  # noqa: S102 - our own text
    token = bytes(8)
    forged = unpack_answer(b"V", token + names["answer"], stimulus(), token=token)
    assert isinstance(forged, Returned)
    assert unpack_exception(names["exception"]).type_name == "Forged"
