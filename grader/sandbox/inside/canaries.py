"""Turns a sealed process into a proof: tries, harmlessly, everything that the layers must stop.

Every attempt is one that succeeds on a machine without the layers, does no harm there and takes back what it
did. What counts is the kernel's refusal, not our belief in a layer. A level is what was proved:

    A   every attempt was stopped, and files were out of reach before the calls were filtered: two barriers
    B   every attempt was stopped
    C   files and the parent's memory are out of reach; something else is not
    N   less than that
"""

from __future__ import annotations

import _thread
import ctypes
import errno
import os
import resource
import struct
from typing import TYPE_CHECKING, Literal

from . import seal, syscalls

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from collections.abc import Set as AbstractSet

_READABLE = ("/proc/version", "/etc/passwd", os.__file__)
_WRITABLE = ("/tmp", "/dev/shm", "/var/tmp")  # noqa: S108 - to see that it cannot be written to
_PROGRAMS = ("/bin/true", "/usr/bin/true", "/bin/sh")

_REFUSALS = frozenset({
    errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ENOMEM, errno.EROFS, errno.ENETUNREACH, errno.EAFNOSUPPORT,
})  # fmt: skip
_DESCRIPTORS_TRIED = 256
_THREADS_TRIED = 8

_AF_UNIX, _AF_INET = 1, 2
_STREAM, _DATAGRAM = 1, 2
_NON_BLOCKING = 0o4000
_DISCARD_PORT = struct.pack("=HBBBBBBQ", _AF_INET, 0, 9, 127, 0, 0, 1, 0)
"""sockaddr_in of 127.0.0.1:9, where nobody listens nowadays; being turned away by it is having reached it."""

_F_SETOWN, _F_GETOWN = 8, 9
_TERMINAL_SIZE = 0x5413
_NO_ACCESS, _PRIVATE_ANONYMOUS_UNRESERVED = 0, 0x4022
_IPC_PRIVATE, _IPC_REMOVE = 0, 0
_EXIT_NOT_EXECUTED = 77


def prove(
    plan: seal.Plan, *, keep: AbstractSet[int], memory_bytes: int, cpu_seconds: int
) -> tuple[tuple[str, ...], dict[str, bool]]:
    """Seal this process, a probe that runs nothing else, and try everything; parameters as for `seal.seal`.

    Returns
    -------
    layers : tuple of str
        The layers in force.
    blocked : dict of str to bool
        What was tried, and whether it was stopped. `read_file_before_filter` is the proof of Landlock: files
        were out of reach when seccomp was not in force yet.

    Raises
    ------
    SealError
        When a layer failed; `seal.prepare` can leave it out.
    """
    confined = seal.confine(plan, keep=keep, memory_bytes=memory_bytes, cpu_seconds=cpu_seconds)
    before_filter = _is_stopped(_read_file)
    layers = (*confined, *seal.filter_calls(plan))
    blocked = run_canaries(keep=keep, memory_bytes=memory_bytes)
    return layers, {**blocked, "read_file_before_filter": before_filter}


def run_canaries(*, keep: Collection[int], memory_bytes: int) -> dict[str, bool]:
    """Try everything, in this process; True for what was stopped.

    Parameters
    ----------
    keep : collection of int
        Descriptors that are meant to be open, beside 0, 1 and 2.
    memory_bytes : int
        Memory that this process may add.
    """
    parent = os.getppid()
    attempts: dict[str, Callable[[], object]] = {
        "read_file": _read_file,
        "stat_file": lambda: os.stat("/"),  # noqa: PTH116 - pathlib would do more than the call
        "list_folder": lambda: os.listdir("/"),  # noqa: PTH208 - pathlib would do more than the call
        "write_file": _write_file,
        "connect_tcp": _connect_tcp,
        "send_udp": _send_udp,
        "unix_socket": lambda: _close(syscalls.call("socket", _AF_UNIX, _STREAM, 0)),
        "fork": _fork,
        "execute": _execute,
        "signal_parent": lambda: os.kill(parent, 0),
        "signal_parent_by_fcntl": lambda: _own_signals_of(1, parent),
        "signal_parent_by_pidfd": lambda: _signal_by_pidfd(parent),
        "parent_memory": lambda: _read_memory(parent),
        "parent_environment": lambda: _close(os.open(f"/proc/{parent}/environ", os.O_RDONLY)),
        "terminal": lambda: _ioctl_terminal(0),
        "memory_file": lambda: _close(syscalls.call("memfd_create", b"canary", 0)),
        "shared_memory": _share_memory,
        "raise_limit": _raise_limit,
        "memory_beyond_limit": lambda: _map_memory(memory_bytes + (64 << 20)),
        "threads_beyond_limit": lambda: _start_threads(memory_bytes),
        "inherited_descriptors": lambda: _find_descriptor({0, 1, 2, *keep}),
        "environment": _find_variable,
    }
    return {name: _is_stopped(attempt) for name, attempt in attempts.items()}


def level_of(blocked: Mapping[str, bool], layers: Collection[str]) -> Literal["A", "B", "C", "N"]:
    """Name what was proved; see the head of this module."""
    two_barriers = "landlock" in layers and blocked["read_file_before_filter"]
    tried = (stopped for name, stopped in blocked.items() if name != "read_file_before_filter")
    if "seccomp" in layers and all(tried):
        return "A" if two_barriers else "B"
    if blocked["read_file"] and blocked["parent_memory"] and blocked["parent_environment"]:
        return "C"
    return "N"


def _is_stopped(attempt: Callable[[], object]) -> bool:
    """Whether an attempt was refused; one that returns, or that failed for another reason, got through."""
    try:
        attempt()
    except syscalls.UnknownCallError:
        return False
    except OSError as error:
        return error.errno in _REFUSALS
    return False


def _close(descriptor: int) -> None:
    os.close(descriptor)


def _read_file() -> None:
    """Read any file that everyone may read."""
    _first_that_works(_READABLE, lambda path: _close(os.open(path, os.O_RDONLY)))


def _write_file() -> None:
    """Make a file where everyone may, and remove it."""
    _first_that_works(_WRITABLE, _make_and_remove)


def _make_and_remove(folder: str) -> None:
    path = f"{folder}/.canary-{os.getpid()}"
    _close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    os.unlink(path)  # noqa: PTH108 - pathlib is not loaded


def _first_that_works(paths: tuple[str, ...], attempt: Callable[[str], None]) -> None:
    refused = OSError()
    for path in paths:
        try:
            return attempt(path)
        except OSError as error:
            if error.errno != errno.ENOENT:
                refused = error
    raise refused


def _connect_tcp() -> None:
    descriptor = syscalls.call("socket", _AF_INET, _STREAM | _NON_BLOCKING, 0)
    try:
        syscalls.call("connect", descriptor, _DISCARD_PORT, len(_DISCARD_PORT))
    finally:
        os.close(descriptor)


def _send_udp() -> None:
    descriptor = syscalls.call("socket", _AF_INET, _DATAGRAM, 0)
    try:
        syscalls.call("sendto", descriptor, b"\n", 1, 0, _DISCARD_PORT, len(_DISCARD_PORT))
    finally:
        os.close(descriptor)


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _execute() -> None:
    """Run a program that does nothing, in a child; where there can be no child, one that does not exist."""
    try:
        pid = os.fork()
    except OSError:
        os.execve("/nonexistent", ["/nonexistent"], {})  # noqa: S606 - to see that it cannot be done
    if pid == 0:
        _execute_in_child()
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) == _EXIT_NOT_EXECUTED:
        raise PermissionError(errno.EACCES, "not executed")


def _execute_in_child() -> None:
    for program in _PROGRAMS:
        try:
            os.execve(program, [program, "-c", ":"], {})  # noqa: S606 - to see that it cannot be done
        except OSError:
            continue
    os._exit(_EXIT_NOT_EXECUTED)


def _own_signals_of(descriptor: int, process: int) -> None:
    """Name a process that is to be signalled when a pipe is ready, a way round kill(2); take it back."""
    before = syscalls.call("fcntl", descriptor, _F_GETOWN, 0)
    syscalls.call("fcntl", descriptor, _F_SETOWN, process)
    syscalls.call("fcntl", descriptor, _F_SETOWN, before)


def _signal_by_pidfd(process: int) -> None:
    pidfd = syscalls.call("pidfd_open", process, 0)
    try:
        syscalls.call("pidfd_send_signal", pidfd, 0, None, 0)
    finally:
        os.close(pidfd)


def _read_memory(process: int) -> None:
    """Ask for a byte at address 0: where memory may be read at all, there is none at that address."""
    here = syscalls.memory(bytes(1))
    to, source = struct.pack("QQ", ctypes.addressof(here), 1), struct.pack("QQ", 0, 1)
    syscalls.call("process_vm_readv", process, to, 1, source, 1, 0)


def _ioctl_terminal(descriptor: int) -> None:
    syscalls.call("ioctl", descriptor, _TERMINAL_SIZE, syscalls.memory(bytes(8)))


def _share_memory() -> None:
    segment = syscalls.call("shmget", _IPC_PRIVATE, resource.getpagesize(), 0o600)
    syscalls.call("shmctl", segment, _IPC_REMOVE, None)


def _raise_limit() -> None:
    infinite = resource.RLIM_INFINITY
    try:
        resource.setrlimit(resource.RLIMIT_AS, (infinite, infinite))
    except ValueError as error:  # that is how `resource` says EPERM
        raise PermissionError(errno.EPERM, str(error)) from error


def _map_memory(size_bytes: int) -> None:
    """Reserve address space without touching it."""
    address = syscalls.call("mmap", 0, size_bytes, _NO_ACCESS, _PRIVATE_ANONYMOUS_UNRESERVED, -1, 0)
    syscalls.call("munmap", address, size_bytes)


def _start_threads(memory_bytes: int) -> None:
    """Start more threads than have room for their stacks: a few, with large ones."""
    stack_before = _thread.stack_size(memory_bytes // (_THREADS_TRIED - 2) // 4096 * 4096)
    gate = _thread.allocate_lock()
    gate.acquire()
    ended = []
    try:
        for _ in range(_THREADS_TRIED):
            mine = _thread.allocate_lock()
            mine.acquire()
            _thread.start_new_thread(_pass_through, (gate, mine))
            ended.append(mine)
    except RuntimeError as error:
        raise PermissionError(errno.EPERM, str(error)) from error
    finally:
        gate.release()
        for each in ended:
            each.acquire()
        _thread.stack_size(stack_before)


def _pass_through(gate: _thread.LockType, ended: _thread.LockType) -> None:
    with gate:
        pass
    ended.release()


def _find_descriptor(meant: AbstractSet[int]) -> None:
    """Succeed when one is open that is not meant to be."""
    status = syscalls.memory(bytes(256))
    for descriptor in range(_DESCRIPTORS_TRIED):
        if descriptor not in meant:
            try:
                syscalls.call("fstat", descriptor, status)
            except OSError:
                continue
            return
    raise PermissionError(errno.EPERM, "none")


def _find_variable() -> None:
    if not os.environ:
        raise PermissionError(errno.EPERM, "none")
