"""Windows: turns a process that was just started into the only one of a job object, with limits.

The job object limits memory, processor time and the number of processes, keeps its process from the desktop
and the clipboard, and ends it when the last handle to the job is closed, also when the grader is killed. It
does not keep files and the network out of reach: level W says so.

Written after the documentation of `CreateJobObjectW`, `SetInformationJobObject`, `QueryInformationJobObject`,
`AssignProcessToJobObject` and the structures in winnt.h. The types are spelled out by size, since those of
`ctypes.wintypes` have other sizes on other systems, where this module is tested as far as that goes.
"""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.report import Level
    from grader.sandbox.confinement import Hold

INTERPRETER_BYTES: Final = 192 << 20
"""What Python with numpy commits itself, at most: a job's limit is one on all that its process has."""
CPU_LIMIT_CODE: Final = 1816
"""ERROR_NOT_ENOUGH_QUOTA: the exit code of a process whose job had used up its time."""

JOB_TIME, ACTIVE_PROCESS, PROCESS_MEMORY = 0x4, 0x8, 0x100
DIE_ON_UNHANDLED_EXCEPTION, KILL_ON_JOB_CLOSE = 0x400, 0x2000
ALL_UI_RESTRICTIONS: Final = 0xFF
UI_RESTRICTIONS, EXTENDED_LIMITS = 4, 9
"""Of JOBOBJECTINFOCLASS."""
_DETACHED_PROCESS: Final = 0x8
"""No console: in ours it could send our process group a break; one of its own comes with another process."""
_SET_QUOTA_AND_TERMINATE: Final = 0x0100 | 0x0001
_TICKS_A_SECOND: Final = 10_000_000


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_user_ticks", ctypes.c_int64),
        ("job_user_ticks", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("working_set_minimum", ctypes.c_size_t),
        ("working_set_maximum", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
    )


class InputOutput(ctypes.Structure):
    """IO_COUNTERS."""

    _fields_ = tuple(
        (f"{what}_{unit}", ctypes.c_uint64)
        for unit in ("operations", "bytes")
        for what in ("read", "write", "other")
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", BasicLimits),
        ("input_output", InputOutput),
        ("process_memory_bytes", ctypes.c_size_t),
        ("job_memory_bytes", ctypes.c_size_t),
        ("peak_process_memory_bytes", ctypes.c_size_t),
        ("peak_job_memory_bytes", ctypes.c_size_t),
    )


def limits(*, memory_bytes: int, cpu_seconds: int) -> ExtendedLimits:
    """Write down what a job is limited to.

    Parameters
    ----------
    memory_bytes : int
        Above what the interpreter itself uses.
    cpu_seconds : int
        In user mode.
    """
    made = ExtendedLimits()
    made.basic.flags = (
        JOB_TIME | ACTIVE_PROCESS | PROCESS_MEMORY | DIE_ON_UNHANDLED_EXCEPTION | KILL_ON_JOB_CLOSE
    )
    made.basic.job_user_ticks = cpu_seconds * _TICKS_A_SECOND
    made.basic.processes = 1
    made.process_memory_bytes = min(INTERPRETER_BYTES + memory_bytes, sys.maxsize)
    return made


class JobObject:
    """The confinement of Windows."""

    level: ClassVar[Level] = "W"
    layers: ClassVar[tuple[str, ...]] = ("job_object",)
    needed: ClassVar[frozenset[str]] = frozenset({"execute", "memory_beyond_limit"})
    creation_flags: ClassVar[int] = _DETACHED_PROCESS

    def arguments(self, plain: Sequence[str]) -> list[str]:
        """Start the interpreter itself.

        That of a virtual environment is a launcher there, whose child would be one process too many.
        """
        program, *rest = plain
        return [getattr(sys, "_base_executable", None) or program, *rest]

    def attach(self, pid: int, *, memory_bytes: int, cpu_seconds: int) -> Hold:
        """Put a process into a new job."""
        held = _Job(_Kernel())
        try:
            held.limit(limits(memory_bytes=memory_bytes, cpu_seconds=cpu_seconds))
            held.take(pid)
        except OSError:
            held.close()
            raise
        return held


class _Job:
    """A job object of ours; it can be asked after its process has ended, until it is closed."""

    def __init__(self, kernel: _Kernel) -> None:
        self._kernel = kernel
        self._handle: int | None = kernel.checked("CreateJobObjectW", None, None)

    def limit(self, wanted: ExtendedLimits) -> None:
        for kind, information in (
            (EXTENDED_LIMITS, wanted),
            (UI_RESTRICTIONS, ctypes.c_uint32(ALL_UI_RESTRICTIONS)),
        ):
            size_bytes = ctypes.sizeof(information)
            self._kernel.checked(
                "SetInformationJobObject", self._handle, kind, ctypes.byref(information), size_bytes
            )

    def take(self, pid: int) -> None:
        process = self._kernel.checked("OpenProcess", _SET_QUOTA_AND_TERMINATE, 0, pid)
        try:
            self._kernel.checked("AssignProcessToJobObject", self._handle, process)
        finally:
            self._kernel.checked("CloseHandle", process)

    def peak_memory_bytes(self) -> int | None:
        if self._handle is None:
            return None
        found = ExtendedLimits()
        size_bytes = ctypes.sizeof(found)
        self._kernel.checked(
            "QueryInformationJobObject",
            self._handle,
            EXTENDED_LIMITS,
            ctypes.byref(found),
            size_bytes,
            None,
        )
        return int(found.peak_process_memory_bytes)

    def is_cpu_limit(self, code: int) -> bool:
        return code == CPU_LIMIT_CODE

    def close(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            self._kernel.checked("CloseHandle", handle)


SIGNATURES: Final[dict[str, tuple[type, tuple[type, ...]]]] = {
    "CreateJobObjectW": (ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_wchar_p)),
    "SetInformationJobObject": (
        ctypes.c_int32,
        (ctypes.c_void_p, ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint32),
    ),
    "QueryInformationJobObject": (
        ctypes.c_int32,
        (ctypes.c_void_p, ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p),
    ),
    "AssignProcessToJobObject": (ctypes.c_int32, (ctypes.c_void_p, ctypes.c_void_p)),
    "OpenProcess": (ctypes.c_void_p, (ctypes.c_uint32, ctypes.c_int32, ctypes.c_uint32)),
    "CloseHandle": (ctypes.c_int32, (ctypes.c_void_p,)),
}
"""What each function of kernel32 gives and takes; all of them give 0 or NULL when they fail."""


class _Kernel:
    """The functions of kernel32 that are used here, with their types."""

    def __init__(self) -> None:
        if sys.platform != "win32":
            told = "job objects are those of Windows"
            raise OSError(told)
        self._library = ctypes.WinDLL("kernel32", use_last_error=True)
        for name, (gives, takes) in SIGNATURES.items():
            function = getattr(self._library, name)
            function.restype, function.argtypes = gives, takes

    def checked(self, name: str, *arguments: object) -> int:
        """Call a function. Raises `OSError` when it fails."""
        if sys.platform != "win32":
            raise OSError
        given: int | None = getattr(self._library, name)(*arguments)
        if not given:
            raise ctypes.WinError(ctypes.get_last_error())
        return given
