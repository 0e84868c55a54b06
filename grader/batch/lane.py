"""One lane: a process that turns tasks from a pipe into answers, and ends with the one that made it."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, Final

from grader.batch.performing import leave, perform

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from grader.batch.task import Order

_PR_SET_PDEATHSIG: Final = 1
_STANDARD: Final = 3  # descriptors below are input, output and errors
_DESCRIPTORS_MAX: Final = 1 << 20


def serve(pipe: Connection, order: Order, parent: int) -> None:
    """Answer tasks until the pipe ends.

    Parameters
    ----------
    pipe : Connection
        Where tasks come from and answers go to.
    order : Order
        How everything is graded.
    parent : int
        The process that made this one: when it ends, this one does, and with it its zygote and workers.
    """
    for number in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # sent to all by a terminal or a scheduler; the parent decides
        signal.signal(number, signal.SIG_IGN)
    if sys.platform == "linux":
        _end_with(parent)
        _close_all_but(pipe.fileno())
        gc.freeze()  # what was made before the fork stays shared with the other lanes
    try:
        with contextlib.suppress(EOFError, OSError):  # the parent is gone
            while True:
                pipe.send(perform(order, pipe.recv()))
    finally:
        leave(order)
        os._exit(0)  # the parent's open files and exit handlers are not ours to finish


def _end_with(parent: int) -> None:
    import ctypes  # noqa: PLC0415 - only where the operating system is known to have the call

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the kernel was asked
        os._exit(0)


def _close_all_but(kept: int) -> None:
    """Close what the fork copied: the database, its lock, and the pipes of other lanes."""
    os.closerange(_STANDARD, kept)
    os.closerange(kept + 1, _DESCRIPTORS_MAX)
