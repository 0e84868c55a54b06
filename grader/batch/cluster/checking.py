"""Turns the workers of a cluster into ones that grade as this machine would, or says which do not and why.

Before any submission runs, versions are asked of Dask itself, which answers even where the grader is missing.
Then each worker is given an empty submission: it makes the exercise ready and opens its sandbox, and refuses
where it would come to other grades or holds submissions less tightly. A worker that joins later refuses at
its first task.
"""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any, Final

from grader.batch.cluster.shipping import new_key, pack, perform_packed, unpack
from grader.batch.task import NotGraded, task_of
from grader.errors import InternalError, IsolationError
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from distributed import Client, Future

    from grader.batch.task import Order
    from grader.messages import Lang, Message

_GRADER: Final = ("layergrade", "grader")
"""As it is installed and, since older versions of Dask ask the module itself, as it is imported."""
_ALIKE: Final = (*_GRADER, "numpy", "python")
_SHOWN_MAX: Final = 10
_LOOK_SECONDS: Final = 1.0
_READY_SECONDS: Final = 300.0
"""A worker may have to load numpy from a file system that it shares with a thousand others."""


def check_workers(client: Client, name: str, order: Order, *, seconds: float) -> int:
    """Wait for a worker, then check all that are there.

    Parameters
    ----------
    name : str
        Of the cluster, for messages.
    seconds : float
        How long to wait for the first worker.

    Returns
    -------
    int
        How many workers there are.

    Raises
    ------
    InternalError
        There is no worker, or some have other versions or other course files, or several threads.
    IsolationError
        Some isolate submissions less than is required.
    """
    _wait_for_one(client, name, seconds)
    _check_versions(client, order.lang)
    threads: dict[str, int] = client.nthreads()
    several = {worker: str(count) for worker, count in threads.items() if count > 1}
    _refuse("cluster.threads", several, order.lang)
    _check_grading(client, threads, order)
    return len(threads)


def _wait_for_one(client: Client, name: str, seconds: float) -> None:
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError as error:
        raise InternalError(message("cluster.no_workers", address=name, seconds=f"{seconds:g}")) from error


def _check_versions(client: Client, lang: Lang) -> None:
    versions: Mapping[str, Any] = client.get_versions(packages=list(_GRADER))
    here = versions["client"]["packages"]
    scheduler = _differences(here, versions["scheduler"]["packages"], _GRADER, lang)
    if scheduler:
        raise InternalError(message("cluster.scheduler_differs", detail=scheduler))
    differing = {
        worker: _differences(here, told["packages"], _ALIKE, lang)
        for worker, told in versions["workers"].items()
    }
    _refuse("cluster.workers_differ", {worker: told for worker, told in differing.items() if told}, lang)


def _differences(
    here: Mapping[str, str | None], there: Mapping[str, str | None], packages: Iterable[str], lang: Lang
) -> str:
    """Say which packages have another version there; nothing where all are alike."""
    different = [package for package in packages if there.get(package) != here.get(package)]
    told = (
        message(
            "cluster.version",
            package=package,
            there=_version(there.get(package)),
            here=_version(here.get(package)),
        )
        for package in different
    )
    return ", ".join(say(one, lang) for one in told)


def _version(version: str | None) -> Message:
    """Show a version as people write it; Python's own comes as `3.11.7.final.0`."""
    if version is None:
        return message("cluster.not_installed")
    return message("cluster.version_is", version=version.removesuffix(".final.0"))


def _check_grading(client: Client, workers: Iterable[str], order: Order) -> None:
    """Have each worker grade an empty submission, all at the same time."""
    probe = pack(order), pack(task_of(b"", notebook=False))
    asked = {
        worker: client.submit(perform_packed, *probe, workers=[worker], key=new_key(), pure=False)
        for worker in workers
    }
    failures = _failures(client, asked, order.lang)
    too_open = any(failure.exit_code == IsolationError.exit_code for failure in failures.values())
    told = {worker: failure.detail for worker, failure in failures.items()}
    _refuse("cluster.workers_refuse", told, order.lang, IsolationError if too_open else InternalError)


def _failures(client: Client, asked: Mapping[str, Future[bytes]], lang: Lang) -> dict[str, NotGraded]:
    """Hear from all workers, but for those that have gone meanwhile, and keep what is not well."""
    from distributed import wait  # noqa: PLC0415 - Dask, only where it is asked for

    failures: dict[str, NotGraded] = {}
    waiting = dict(asked)
    ends = time.monotonic() + _READY_SECONDS
    while waiting:
        with client.as_current(), contextlib.suppress(TimeoutError):
            wait(list(waiting.values()), timeout=_LOOK_SECONDS)
        there = client.nthreads()
        for worker, future in tuple(waiting.items()):
            if not future.done() and worker in there and time.monotonic() < ends:
                continue
            failure = _failure(future, lang) if future.done() or worker in there else None
            if failure is not None:
                failures[worker] = failure
            future.release()
            del waiting[worker]
    return failures


def _failure(future: Future[bytes], lang: Lang) -> NotGraded | None:
    """Say what is not well with a worker; None where all is."""
    if not future.done():
        return _not_graded(message("cluster.busy", seconds=f"{_READY_SECONDS:g}"), lang)
    try:
        answer = unpack(future.result()).answer
    except (CancelledError, OSError):  # the scheduler was lost, and not this worker alone
        raise
    except Exception as error:  # noqa: BLE001 - whatever the worker raised; it is told as the worker's
        told = message("cluster.worker_raised", type_name=type(error).__name__, text=str(error))
        return _not_graded(told, lang)
    return answer if isinstance(answer, NotGraded) else None


def _not_graded(told: Message, lang: Lang) -> NotGraded:
    return NotGraded(sha256="", detail=say(told, lang))


def _refuse(
    key: str,
    workers: Mapping[str, str],
    lang: Lang,
    kind: type[InternalError | IsolationError] = InternalError,
) -> None:
    """Stop, and name the workers with what is wrong with each; do nothing where there are none."""
    if not workers:
        return
    shown = sorted(workers.items())[:_SHOWN_MAX]
    lines = [say(message("cluster.worker", worker=worker, detail=detail), lang) for worker, detail in shown]
    if len(workers) > len(shown):
        lines.append(say(message("cluster.more_workers", count=len(workers) - len(shown)), lang))
    raise kind(message(key, count=len(workers), workers="\n".join(f"  {line}" for line in lines)))
