"""Turns a number into a scheduler and as many workers on this machine, which end with this process."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
from contextlib import contextmanager
from multiprocessing import resource_tracker
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from grader.errors import UsageError
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import LocalCluster

_LOOPBACK: Final = "127.0.0.1"
_CLOSE_SECONDS: Final = 5.0

CONFIGURATION: Final[dict[str, Any]] = {
    # A notebook with its pictures is no large graph.
    "distributed.admin.large-graph-warning-threshold": "1 GiB",
    # A task of ours is idempotent: it goes round until a worker lives long enough.
    "distributed.scheduler.allowed-failures": 10,
    # Looking at the stack a hundred times a second costs what grading could use.
    "distributed.worker.profile.enabled": False,
    # So does watching itself fifty times a second, and looking for copies of data, of which there are none.
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.scheduler.active-memory-manager.start": False,
    # No pages for a browser: everyone on this machine could open them.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}
_ENVIRONMENT: Final = {
    # Python started with `-c` would import from the current folder, which may be a student's.
    "PYTHONSAFEPATH": "1",
    "DASK_LOGGING__DISTRIBUTED": "critical",
}
"""What is added to the environment of the processes that are started."""


@contextmanager
def started(workers: int) -> Iterator[LocalCluster]:
    """Start a scheduler in this process and workers in processes of their own; end them on leaving.

    Everything listens on loopback alone, with certificates that exist in memory only: without, whoever has an
    account on this machine could run code as its user. A worker ends when this process does, however it ends:
    each holds a pipe from it.

    Raises
    ------
    UsageError
        The library that makes certificates is not installed.
    """
    from distributed import LocalCluster  # noqa: PLC0415 - Dask, only where it is asked for
    from distributed.security import Security  # noqa: PLC0415 - as above

    try:
        security = Security.temporary()
    except ImportError as error:
        raise UsageError(message("cluster.not_there")) from error
    with _environment(), _folder() as folder:
        with _interrupts_held_back():
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                host=_LOOPBACK,
                security=security,
                # It listens for browsers in any case, but need not do so at a port that others want.
                scheduler_kwargs={"dashboard": False, "dashboard_address": f"{_LOOPBACK}:0"},
                memory_limit=None,
                local_directory=folder,
                silence_logs=logging.CRITICAL,
            )
        try:
            yield cluster
        finally:
            cluster.sync(_kill, cluster)
            # One that was just being restarted may not be waited for: it ends with this process.
            with contextlib.suppress(TimeoutError):
                cluster.close(timeout=_CLOSE_SECONDS)


@contextmanager
def _environment() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _ENVIRONMENT}
    os.environ.update(_ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _folder() -> Iterator[str]:
    """Make the folder that Dask keeps its files in, and imports from: nobody else can write to it."""
    import dask  # noqa: PLC0415 - only where it is asked for

    with TemporaryDirectory(prefix="layergrade-", ignore_cleanup_errors=True) as folder:
        before = sys.path.copy()
        with dask.config.set({"temporary-directory": folder}):
            yield folder
        sys.path[:] = before


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Keep Ctrl-C, which a terminal sends to all, from all processes that threads started here will start."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # where it is started, it lets interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


async def _kill(cluster: LocalCluster) -> None:
    """End workers that are at a task: asked in a friendly way, they would finish it."""
    for nanny in tuple(cluster.workers.values()):
        nanny.close_gracefully()  # it starts no other
        if nanny.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(nanny.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
