"""Turns a list of system calls into a filter that lets only those through: seccomp(2).

None of them takes a path, makes a descriptor, a process or memory that outlives this one, or reaches another
process. The filter is the kernel's classic BPF. It checks the machine's calling convention first, since a
number means something else in another one, then finds the number by bisection: some ten instructions,
however long the list is.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from typing import NamedTuple

from . import syscalls

ALLOWED = frozenset({
    # memory
    "brk", "madvise", "mmap", "mprotect", "mremap", "munmap",
    # the pipes that are open
    "close", "fstat", "lseek", "poll", "ppoll", "pselect6", "read", "readv", "select", "write", "writev",
    # signals within the process
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
    # threads
    "exit", "futex", "gettid", "rseq", "sched_getaffinity", "sched_yield", "set_robust_list",
    "set_tid_address",
    # clocks
    "clock_getres", "clock_gettime", "clock_nanosleep", "getrusage", "gettimeofday", "nanosleep",
    "restart_syscall", "time", "times",
    # itself and the machine
    "exit_group", "getcwd", "getegid", "geteuid", "getgid", "getpid", "getppid", "getrandom", "getrlimit",
    "getuid", "sysinfo", "uname",
})  # fmt: skip
"""Calls that are allowed whatever their arguments."""

_CONVENTIONS = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_FIRST_X32_NUMBER = 0x40000000

_CLONE_THREAD = 0x00010000
_CLONE_APART = 0x7E020000 | 0x2000 | 0x8000 | 0x1000
"""Flags that no thread needs: new namespaces, CLONE_PTRACE, CLONE_PARENT, CLONE_PIDFD."""

_ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_REFUSE = 0x00050000

_LOAD_WORD = 0x20
_AND = 0x54
_JUMP_IF_EQUAL = 0x15
_JUMP_IF_AT_LEAST = 0x35
_RETURN = 0x06

_NUMBER_OFFSET = 0
_CONVENTION_OFFSET = 4
_WHOLE_WORD = 0xFFFFFFFF
_OWN_PID = 0xFFFFFFFE
"""Stands for the worker's process id until that is known: no process has it, no other constant equals it."""

_SET_MODE_FILTER = 1

_INSTRUCTION = struct.Struct("=HBBI")

Instruction = tuple[int, int, int, int]
"""Operation, how many to skip if true, how many if false, constant."""


class Filter(NamedTuple):
    """An assembled program, its `struct sock_fprog`, and where in it the worker's process id goes."""

    program: ctypes.Array[ctypes.c_char]
    description: ctypes.Array[ctypes.c_char]
    pid_offsets: tuple[int, ...]


class _Argument(NamedTuple):
    """A test of one 32-bit half of an argument: `half & mask == value`."""

    offset: int
    value: int
    mask: int = _WHOLE_WORD


def available() -> bool:
    """Whether the kernel takes filters: it tries to read the one that we say is at address 0."""
    try:
        syscalls.call("seccomp", _SET_MODE_FILTER, 0, None)
    except OSError as error:
        return error.errno == errno.EFAULT
    return False


def assemble(machine: str = syscalls.MACHINE) -> Filter:
    """Build the filter.

    Raises
    ------
    UnknownCallError
        When that machine's numbers are not known.
    """
    decisions = _decisions(machine)
    instructions = [*_check_convention(machine), *_bisect(decisions)]
    program = syscalls.memory(b"".join(_INSTRUCTION.pack(*each) for each in instructions))
    description = syscalls.memory(struct.pack("HxxxxxxQ", len(instructions), ctypes.addressof(program)))
    constant_at = _INSTRUCTION.size - 4
    with_pid = [index for index, each in enumerate(instructions) if each[3] == _OWN_PID]
    return Filter(program, description, tuple(index * _INSTRUCTION.size + constant_at for index in with_pid))


def enter(prepared: Filter) -> None:
    """Put this process, for good, under the filter: seccomp(2).

    The kernel asks for `forbid_new_privileges` first.
    """
    for offset in prepared.pid_offsets:
        struct.pack_into("=I", prepared.program, offset, os.getpid())
    syscalls.call("seccomp", _SET_MODE_FILTER, 0, prepared.description)


def _check_convention(machine: str) -> list[Instruction]:
    checks = [
        (_LOAD_WORD, 0, 0, _CONVENTION_OFFSET),
        (_JUMP_IF_EQUAL, 1, 0, _CONVENTIONS[machine]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD_WORD, 0, 0, _NUMBER_OFFSET),
    ]
    if machine == "x86_64":  # x32 calls come in under the same convention, with numbers of their own
        checks += [(_JUMP_IF_AT_LEAST, 0, 1, _FIRST_X32_NUMBER), (_RETURN, 0, 0, _KILL_PROCESS)]
    return checks


def _decisions(machine: str) -> list[tuple[int, list[Instruction]]]:
    """List what to do from which number on, in order of the numbers."""
    refuse = _refuse(errno.EPERM)
    by_number = _special(machine) | _plain(machine)
    decisions = [(0, refuse)]
    for number in range(max(by_number) + 2):
        wanted = by_number.get(number, refuse)
        if wanted != decisions[-1][1]:
            decisions.append((number, wanted))
    return decisions


def _plain(machine: str) -> dict[int, list[Instruction]]:
    numbers = {}
    for name in ALLOWED:
        try:
            numbers[syscalls.number(name, machine)] = [(_RETURN, 0, 0, _ALLOW)]
        except syscalls.UnknownCallError:  # an old call that the machine does without
            continue
    return numbers


def _special(machine: str) -> dict[int, list[Instruction]]:
    """Give the calls that depend on their arguments, and the one that must seem to be missing."""
    itself = [_Argument(_low(0), _OWN_PID)]
    one_more_thread = [_Argument(_low(0), _CLONE_THREAD, _CLONE_THREAD | _CLONE_APART)]
    # To read a limit of its own: no other process, no new limit.
    own_limit = [_Argument(_low(0), 0), _Argument(_low(2), 0), _Argument(_high(2), 0)]
    return {
        syscalls.number("kill", machine): _allow_if(itself),
        syscalls.number("tgkill", machine): _allow_if(itself),
        syscalls.number("clone", machine): _allow_if(one_more_thread),
        syscalls.number("prlimit64", machine): _allow_if(own_limit),
        # Its flags are in memory, where a filter cannot look; libc falls back to clone when it is not there.
        syscalls.number("clone3", machine): _refuse(errno.ENOSYS),
    }


def _bisect(decisions: list[tuple[int, list[Instruction]]]) -> list[Instruction]:
    if len(decisions) == 1:
        return decisions[0][1]
    half = len(decisions) // 2
    below, from_there = _bisect(decisions[:half]), _bisect(decisions[half:])
    return [(_JUMP_IF_AT_LEAST, len(below), 0, decisions[half][0]), *below, *from_there]


def _allow_if(tests: list[_Argument]) -> list[Instruction]:
    instructions: list[Instruction] = []
    for position, test in enumerate(tests):
        tests_left = len(tests) - position - 1
        instructions += [
            (_LOAD_WORD, 0, 0, test.offset),
            (_AND, 0, 0, test.mask),
            (_JUMP_IF_EQUAL, 0, 3 * tests_left + 1, test.value),
        ]
    return [*instructions, (_RETURN, 0, 0, _ALLOW), *_refuse(errno.EPERM)]


def _refuse(code: int) -> list[Instruction]:
    return [(_RETURN, 0, 0, _REFUSE | code)]


def _low(argument: int) -> int:
    return 16 + 8 * argument


def _high(argument: int) -> int:
    return _low(argument) + 4
