"""The job object of Windows, as far as it can be tried elsewhere: layouts, limits, arguments."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from grader.model.observation import OutOfMemory, Raised, TimedOut
from grader.sandbox import jobobject
from grader.sandbox.jobobject import (
    INTERPRETER_BYTES,
    BasicLimits,
    ExtendedLimits,
    InputOutput,
    JobObject,
    limits,
)
from grader.sandbox.spawned import SpawnedSandbox
from tests.sandbox.conftest import Bench, layer

of_windows = pytest.mark.skipif(sys.platform != "win32", reason="job objects are those of Windows")
of_64_bits = pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the layout of 64 bits")

DOCUMENTED = {
    "JOB_TIME": 0x4,
    "ACTIVE_PROCESS": 0x8,
    "PROCESS_MEMORY": 0x100,
    "DIE_ON_UNHANDLED_EXCEPTION": 0x400,
    "KILL_ON_JOB_CLOSE": 0x2000,
    "UI_RESTRICTIONS": 4,
    "EXTENDED_LIMITS": 9,
    "ALL_UI_RESTRICTIONS": 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x20 | 0x40 | 0x80,
    "CPU_LIMIT_CODE": 1816,
}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_constants_are_those_of_winnt(name: str) -> None:
    assert getattr(jobobject, name) == DOCUMENTED[name]


@of_64_bits
@pytest.mark.parametrize(
    ("structure", "size_bytes"), [(BasicLimits, 64), (InputOutput, 48), (ExtendedLimits, 144)]
)
def test_structures_have_the_size_of_winnt(structure: type[ctypes.Structure], size_bytes: int) -> None:
    assert ctypes.sizeof(structure) == size_bytes


@of_64_bits
@pytest.mark.parametrize(
    ("structure", "field", "offset"),
    [
        (BasicLimits, "job_user_ticks", 8),
        (BasicLimits, "flags", 16),
        (BasicLimits, "working_set_minimum", 24),
        (BasicLimits, "processes", 40),
        (BasicLimits, "affinity", 48),
        (BasicLimits, "scheduling_class", 60),
        (ExtendedLimits, "input_output", 64),
        (ExtendedLimits, "process_memory_bytes", 112),
        (ExtendedLimits, "peak_process_memory_bytes", 128),
    ],
)
def test_fields_stand_where_winnt_has_them(
    structure: type[ctypes.Structure], field: str, offset: int
) -> None:
    assert getattr(structure, field).offset == offset


def test_limits_are_written_down() -> None:
    made = limits(memory_bytes=512 << 20, cpu_seconds=22)
    assert made.basic.flags == 0x4 | 0x8 | 0x100 | 0x400 | 0x2000
    assert made.basic.processes == 1
    assert made.basic.job_user_ticks == 220_000_000  # of 100 nanoseconds
    assert made.process_memory_bytes == INTERPRETER_BYTES + (512 << 20)
    assert made.job_memory_bytes == 0


def test_a_limit_beyond_the_machine_is_the_machine_s() -> None:
    made = limits(memory_bytes=1 << 80, cpu_seconds=(1 << 30) + 2)
    assert made.process_memory_bytes == sys.maxsize
    assert made.basic.job_user_ticks == ((1 << 30) + 2) * 10_000_000


def test_the_launcher_of_a_virtual_environment_is_passed_over() -> None:
    program, *rest = JobObject().arguments(["launcher", "-I", "-c", "pass"])
    assert program == getattr(sys, "_base_executable", "launcher")
    assert rest == ["-I", "-c", "pass"]


def test_a_worker_has_no_console() -> None:
    assert JobObject.creation_flags == getattr(subprocess, "DETACHED_PROCESS", 0x8)


def test_every_function_has_its_types() -> None:
    assert all(gives in {ctypes.c_void_p, ctypes.c_int32} for gives, _ in jobobject.SIGNATURES.values())
    handles = [takes[0] for name, (_, takes) in jobobject.SIGNATURES.items() if name != "OpenProcess"]
    assert set(handles) == {ctypes.c_void_p}


@pytest.mark.skipif(sys.platform == "win32", reason="there are job objects here")
def test_elsewhere_there_is_no_job_object() -> None:
    with pytest.raises(OSError, match="Windows"):
        JobObject().attach(1, memory_bytes=1, cpu_seconds=1)


@of_windows
def test_windows_proves_level_w() -> None:
    with SpawnedSandbox() as sandbox:
        isolation = sandbox.isolation
        assert isolation.level == "W", isolation
        assert not isolation.canaries["read_file"]


@of_windows
def test_a_job_limits_memory_and_says_what_was_used() -> None:
    with SpawnedSandbox() as sandbox:
        bench = Bench(sandbox, "job object")
        assert isinstance(bench.seen(layer("return np.ones(1 << 30)")), OutOfMemory | Raised)
        usage = bench.case(layer()).usage
        assert (usage.peak_memory_bytes or 0) > 1 << 20


@of_windows
def test_a_job_ends_a_worker_in_time() -> None:
    with SpawnedSandbox() as sandbox:
        run = Bench(sandbox, "job object").case(layer("while True: pass"), wall_seconds=0.5)
        assert isinstance(run.observation, TimedOut)
