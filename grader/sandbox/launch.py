"""Starts the zygote, before anything heavy is imported: it warms up while the grader does.

This module is imported first of all by the command line; it must stay light.
"""

from __future__ import annotations

import json
import os
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
}
"""All that the zygote, and so a submission, sees of the environment."""

_BOOT = """
import json, sys
order = json.loads(sys.argv[1])
sys.path[:0] = order["paths"]
from inside import {entry}
del sys.path[: len(order["paths"])]
{entry}.main(**{{name: value for name, value in order.items() if name != "paths"}})
"""


class Zygote(NamedTuple):
    """A started zygote: its process and our end of the control socket."""

    pid: int
    control: socket.socket


def start_zygote(*, warm: bool = False, without: Iterable[str] = (), extra: Iterable[str] = ()) -> Zygote:
    """Start the process that workers are forked from; returns at once, long before it is ready."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    order = {
        "control_descriptor": theirs.fileno(),
        "warm": warm,
        "without": sorted(without),
        "extra": sorted(extra),
    }
    null = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
    quiet = [] if os.environ.get("GRADE_DEBUG_ZYGOTE") else [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_WRONLY, 0) for n in (1, 2)]
    os.set_inheritable(theirs.fileno(), True)  # noqa: FBT003 - positional only
    with theirs:
        pid = os.posix_spawn(
            sys.executable, boot_arguments("zygote", order), ENVIRONMENT, file_actions=[null, *quiet]
        )
    return Zygote(pid, ours)


def boot_arguments(entry: str, order: dict[str, object]) -> list[str]:
    """Arguments for a Python that runs `inside.<entry>.main` and knows the standard library and numpy alone."""
    told = json.dumps({"paths": [HERE, _numpy_folder()], **order})
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", _BOOT.format(entry=entry), told]


def _numpy_folder() -> str:
    found = find_spec("numpy")
    if found is None or found.origin is None:
        told = "numpy is not installed"
        raise ImportError(told)
    return os.path.dirname(os.path.dirname(found.origin))  # noqa: PTH120 - pathlib is not loaded yet
