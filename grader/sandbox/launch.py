"""Starts the zygote, before anything heavy is imported: it warms up while the grader does.

This module is imported first of all by the command line; it must stay light.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib is not loaded yet
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    # One thread: a fork would lose the others. One arena: each further one takes 64 MiB of address space.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    # Blocks up to these sizes are used again: to ask for zeroed pages anew costs more than small layers take.
    "MALLOC_MMAP_THRESHOLD_": str(4 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
}
"""All that the zygote, and so a submission, sees of the environment."""
_NEEDED_ON_WINDOWS = ("SYSTEMROOT", "WINDIR")
"""Without these, Python does not start there at all."""

_BOOT = """
import json, sys
order = json.loads(sys.argv.pop())
here, libraries = order.pop("paths")
sys.path = [here, *sys.path, libraries]
from inside import {entry}
del sys.path[0]
{entry}.main(**order)
"""


class Zygote(NamedTuple):
    """A started zygote: its process and our end of the control socket."""

    pid: int
    control: socket.socket

    def end(self) -> None:
        """End it, if it has not ended: a process that was waited for may have left its number to another."""
        self.control.close()
        try:
            if os.waitpid(self.pid, os.WNOHANG) == (0, 0):
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        except ChildProcessError:
            return


def start_zygote(*, without: Iterable[str] = (), extra: Iterable[str] = ()) -> Zygote:
    """Start the process that workers are forked from; returns at once, long before it is ready."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    order = {
        "control_descriptor": theirs.fileno(),
        "without": sorted(without),
        "extra": sorted(extra),
    }
    null = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
    quiet = [(os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_WRONLY, 0) for descriptor in (1, 2)]
    os.set_inheritable(theirs.fileno(), True)  # noqa: FBT003 - positional only
    with theirs:
        pid = os.posix_spawn(
            sys.executable, boot_arguments("zygote", order), ENVIRONMENT, file_actions=[null, *quiet]
        )
    return Zygote(pid, ours)


def boot_arguments(entry: str, order: dict[str, object]) -> list[str]:
    """Make the arguments for a clean Python that runs `inside.<entry>.main`."""
    told = json.dumps({"paths": [HERE, numpy_folder()], **order})
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", _BOOT.format(entry=entry), told]


def spawned_environment() -> dict[str, str]:
    """Make the environment of a worker that is started and not forked."""
    inherited = {name: os.environ[name] for name in _NEEDED_ON_WINDOWS if name in os.environ}
    return {**ENVIRONMENT, **inherited}


def numpy_folder() -> str:
    """Find the folder that numpy is installed in. Raises `ImportError` when it is not."""
    found = find_spec("numpy")
    if found is None or found.origin is None:
        told = "numpy is not installed"
        raise ImportError(told)
    return os.path.dirname(os.path.dirname(found.origin))  # noqa: PTH120 - pathlib is not loaded yet
