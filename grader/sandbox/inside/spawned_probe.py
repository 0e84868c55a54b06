"""Turns a process that was confined from outside into a proof: tries, harmlessly, what must be stopped.

The counterpart of `canaries` for systems where a worker is started and not forked. Every attempt succeeds
where nothing stops it, does no harm and takes back what it did. Before that it does what a worker must be
able to do: load numpy and start a thread. When that fails it ends with an error: no worker could work.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

from . import policy, spawned

if TYPE_CHECKING:
    from collections.abc import Callable

_REFUSALS = frozenset({errno.EPERM, errno.EACCES, errno.ENOMEM, errno.EAGAIN})
_DISCARD = ("127.0.0.1", 9)
"""Where nobody listens nowadays; being turned away by it is having reached it."""
_SECONDS = 2.0
_PROGRAMS = ("/usr/bin/true", "/bin/true")
_BEYOND_BYTES = 256 << 20
"""More than the room that a limit leaves for the interpreter itself."""
_CTL_KERN, _KERN_PROCARGS2 = 1, 49
_ARGUMENTS_BYTES = 1 << 20


def main(*, secret: str, memory_bytes: int, cpu_seconds: int) -> NoReturn:
    """Try everything and write what was stopped, as JSON, to standard output.

    Parameters
    ----------
    secret : str
        A file that a worker must not be able to read, alone in its folder.
    memory_bytes, cpu_seconds : int
        As for a worker.
    """
    os.read(0, 1)
    import numpy  # noqa: F401, ICN001, PLC0415 - after the first byte, and only to see that it loads

    policy.load(policy.CORE)
    thread = threading.Thread(
        target=spawned.limit, kwargs={"memory_bytes": memory_bytes, "cpu_seconds": cpu_seconds}
    )
    thread.start()
    thread.join()
    blocked = {name: _is_stopped(attempt) for name, attempt in _attempts(secret, memory_bytes).items()}
    os.write(1, json.dumps(blocked).encode())
    os._exit(0)


def _attempts(secret: str, memory_bytes: int) -> dict[str, Callable[[], object]]:
    folder = os.path.dirname(secret)  # noqa: PTH120 - pathlib would do more than the calls
    everywhere: dict[str, Callable[[], object]] = {
        "read_file": lambda: _close(os.open(secret, os.O_RDONLY)),
        "stat_file": lambda: os.stat(secret),  # noqa: PTH116 - as above
        "list_folder": lambda: os.listdir(folder),  # noqa: PTH208 - as above
        "write_file": lambda: _make_and_remove(os.path.join(folder, "written")),  # noqa: PTH118 - as above
        "connect_tcp": _connect_tcp,
        "send_udp": _send_udp,
        "execute": _execute,
        "memory_beyond_limit": lambda: bytearray(memory_bytes + _BEYOND_BYTES),
        "environment": _find_variable,
    }
    if sys.platform != "win32":
        return everywhere | _attempts_of_posix(folder)
    return everywhere


def _is_stopped(attempt: Callable[[], object]) -> bool:
    """Whether an attempt was refused; one that returns, or that failed for another reason, got through."""
    try:
        attempt()
    except MemoryError:
        return True
    except OSError as error:
        return error.errno in _REFUSALS
    return False


def _close(descriptor: int) -> None:
    os.close(descriptor)


def _make_and_remove(path: str) -> None:
    _close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    os.unlink(path)  # noqa: PTH108 - as above


def _connect_tcp() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as here:
        here.settimeout(_SECONDS)
        here.connect(_DISCARD)


def _send_udp() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
        here.sendto(b"\n", _DISCARD)


def _execute() -> None:
    """Run a program that does nothing; one that was ended before it began did not run."""
    own = [sys.executable, "-I", "-S", "-c", ""]
    there = [[path] for path in _PROGRAMS if os.access(path, os.X_OK)]
    command = own if sys.platform == "win32" or not there else there[0]
    if subprocess.call(command, stdin=subprocess.DEVNULL) != 0:  # noqa: S603 - to see that it cannot be done
        raise PermissionError(errno.EACCES, "not run")


def _find_variable() -> None:
    if not os.environ:
        raise PermissionError(errno.EPERM, "none")


if sys.platform != "win32":

    def _attempts_of_posix(folder: str) -> dict[str, Callable[[], object]]:
        parent = os.getppid()
        return {
            "unix_socket": lambda: _bind(os.path.join(folder, "socket")),  # noqa: PTH118 - as above
            "fork": _fork,
            "signal_parent": lambda: os.kill(parent, 0),
            "parent_environment": lambda: _read_environment(parent),
            "raise_limit": _raise_limit,
        }

    def _bind(path: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as here:
            here.bind(path)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108 - as above

    def _fork() -> None:
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)

    def _read_environment(process: int) -> None:
        """Read what another process was started with: a file on Linux, a question to the kernel on macOS."""
        if sys.platform == "linux":
            _close(os.open(f"/proc/{process}/environ", os.O_RDONLY))
            return
        asked = (ctypes.c_int * 3)(_CTL_KERN, _KERN_PROCARGS2, process)
        told, size = ctypes.create_string_buffer(_ARGUMENTS_BYTES), ctypes.c_size_t(_ARGUMENTS_BYTES)
        library = ctypes.CDLL(None, use_errno=True)
        if library.sysctl(asked, 3, told, ctypes.byref(size), None, 0) != 0:
            # Whatever the error is, nothing was read.
            raise PermissionError(errno.EPERM, os.strerror(ctypes.get_errno()))

    def _raise_limit() -> None:
        import resource  # noqa: PLC0415 - not on Windows

        infinite = resource.RLIM_INFINITY
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (infinite, infinite))
        except ValueError as error:  # that is how `resource` says EPERM
            raise PermissionError(errno.EPERM, str(error)) from error
