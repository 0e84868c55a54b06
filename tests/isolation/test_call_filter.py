"""The program of the filter, run by an interpreter of our own: for this machine and for the other one."""

from __future__ import annotations

import errno
import functools
import re
import struct
from pathlib import Path
from typing import NamedTuple

import pytest

from grader.sandbox.inside import seccomp, syscalls
from tests.isolation.attempts import SURFACE

MACHINES = ("x86_64", "aarch64")
CONVENTIONS = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ARM_32_BIT = 0x40000028
X86_32_BIT = 0x40000003

ALLOW = 0x7FFF0000
KILL = 0x80000000
EPERM = 0x00050000 | errno.EPERM
ENOSYS = 0x00050000 | errno.ENOSYS
OWN_PID = 4711

HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}


class Call(NamedTuple):
    """What a filter is shown of a call."""

    number: int
    convention: int
    arguments: tuple[int, ...] = (0, 0, 0, 0, 0, 0)


@functools.cache
def program_of(machine: str) -> tuple[tuple[int, ...], ...]:
    prepared = seccomp.assemble(machine)
    for offset in prepared.pid_offsets:
        struct.pack_into("=I", prepared.program, offset, OWN_PID)
    return tuple(struct.iter_unpack("=HBBI", prepared.program.raw))


def decide(machine: str, call: Call) -> int:
    """Interpret the program as the kernel does."""
    return _interpret(
        program_of(machine), struct.pack("=IIQ6Q", call.number, call.convention, 0, *call.arguments)
    )


def _interpret(program: tuple[tuple[int, ...], ...], data: bytes) -> int:
    position = accumulator = 0
    while True:
        operation, if_true, if_false, constant = program[position]
        position += 1
        match operation:
            case 0x20:
                (accumulator,) = struct.unpack_from("=I", data, constant)
            case 0x54:
                accumulator &= constant
            case 0x15:
                position += if_true if accumulator == constant else if_false
            case 0x35:
                position += if_true if accumulator >= constant else if_false
            case 0x06:
                return constant
            case _:
                pytest.fail(f"unknown operation {operation:#x}")


def call(machine: str, name: str, *arguments: int) -> Call:
    padded = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    return Call(syscalls.number(name, machine), CONVENTIONS[machine], padded)


@pytest.mark.parametrize("machine", MACHINES)
def test_only_the_calls_of_the_list_are_allowed(machine: str) -> None:
    column = MACHINES.index(machine)
    names = {numbers[column]: name for name, numbers in syscalls.TABLE.items() if numbers[column] is not None}
    nothing = (OWN_PID + 1, 0, 1, 0, 0, 0)
    for number in (*range(600), 0x3FFFFFFF):
        decision = decide(machine, Call(number, CONVENTIONS[machine], nothing))
        name = names.get(number)
        assert decision == (ALLOW if name in seccomp.ALLOWED else ENOSYS if name == "clone3" else EPERM), name


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("convention", [X86_32_BIT, ARM_32_BIT, 0])
def test_a_foreign_calling_convention_kills(machine: str, convention: int) -> None:
    assert decide(machine, Call(0, convention)) == KILL


@pytest.mark.parametrize("number", [0x40000000, 0x40000027, 0xFFFFFFFF])
def test_x32_numbers_kill(number: int) -> None:
    assert decide("x86_64", Call(number, CONVENTIONS["x86_64"])) == KILL


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", ["kill", "tgkill"])
def test_signals_go_to_the_worker_itself_alone(machine: str, name: str) -> None:
    assert decide(machine, call(machine, name, OWN_PID)) == ALLOW
    for other in (1, 0, OWN_PID + 1, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF, (1 << 64) - OWN_PID, 0xFFFFFFFE):
        assert decide(machine, call(machine, name, other)) == EPERM


THREAD = 0x003D0F00
APART = {
    "CLONE_NEWNS": 0x00020000,
    "CLONE_NEWCGROUP": 0x02000000,
    "CLONE_NEWUTS": 0x04000000,
    "CLONE_NEWIPC": 0x08000000,
    "CLONE_NEWUSER": 0x10000000,
    "CLONE_NEWPID": 0x20000000,
    "CLONE_NEWNET": 0x40000000,
    "CLONE_PTRACE": 0x00002000,
    "CLONE_PARENT": 0x00008000,
    "CLONE_PIDFD": 0x00001000,
}


@pytest.mark.parametrize("machine", MACHINES)
def test_clone_makes_threads_alone(machine: str) -> None:
    clone_vfork, clone_vm, sigchld = 0x4000, 0x100, 17
    assert decide(machine, call(machine, "clone", THREAD)) == ALLOW
    for flags in (sigchld, clone_vfork | clone_vm | sigchld, 0, THREAD << 32):
        assert decide(machine, call(machine, "clone", flags)) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("flag", APART)
def test_no_thread_comes_with_a_namespace_or_a_tracer(machine: str, flag: str) -> None:
    assert decide(machine, call(machine, "clone", THREAD | APART[flag])) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_limits_can_be_read_and_not_set(machine: str) -> None:
    assert decide(machine, call(machine, "prlimit64", 0, 7, 0, 0x7FFF00001000)) == ALLOW
    for pid, new in ((OWN_PID, 0), (1, 0), (0, 0x7FFF00001000), (0, 0x7FFF00000000), (0, 0x1000)):
        assert decide(machine, call(machine, "prlimit64", pid, 7, new, 0)) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    "name", ["fcntl", "ioctl", "socket", "execve", "prctl", "memfd_create", "shmget", "pidfd_open", "unshare"]
)
def test_calls_that_are_traps_are_refused(machine: str, name: str) -> None:
    assert decide(machine, call(machine, name)) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    header = next((path for path in map(Path, HEADERS[machine]) if path.exists()), None)
    if header is None:
        pytest.skip("the kernel's headers are not installed")
    pattern = re.compile(r"#define __NR(?:3264)?_(\w+)\s+(\d+)")
    theirs = {name: int(number) for name, number in pattern.findall(header.read_text(encoding="ascii"))}
    column = MACHINES.index(machine)
    ours = {name: numbers[column] for name, numbers in (syscalls.TABLE | SURFACE).items()}
    assert ours == {name: theirs.get(name) for name in ours}


def test_a_machine_without_a_table_has_no_filter() -> None:
    with pytest.raises(syscalls.UnknownCallError):
        seccomp.assemble("riscv64")


@pytest.mark.parametrize("machine", MACHINES)
def test_the_program_is_short_and_jumps_within_itself(machine: str) -> None:
    program = program_of(machine)
    assert len(program) < 200
    jumps = [(position, *each[1:3]) for position, each in enumerate(program) if each[0] in {0x15, 0x35}]
    assert all(position + 1 + max(skipped) < len(program) for position, *skipped in jumps)
