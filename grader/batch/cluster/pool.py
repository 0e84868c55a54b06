"""Turns a connection to a scheduler into a pool: each task is answered, whatever is lost on the way.

All that knows of tasks runs in the thread of Dask's event loop; the thread of the run hands them over and
waits at a queue. A task whose workers were lost sets out again; so does one whose connection was lost, once
that is back.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
from collections import deque
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from grader.batch.cluster.believing import believed
from grader.batch.cluster.shipping import new_key, pack, perform_packed, unpack
from grader.batch.task import Graded, NotGraded
from grader.messages import message, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from distributed import Client

    from grader.batch.cluster.shipping import Delivery
    from grader.batch.task import Answer, Order, Task
    from grader.messages import Message

_AHEAD: Final = 3
"""Tasks for each worker: the one that it is at, and what it need not wait for then."""
_JOURNEYS_MAX: Final = 3
"""Dask itself tries several times in each, as `distributed.scheduler.allowed-failures` says."""
_LOOK_SECONDS: Final = 1.0
_RETRY_SECONDS: Final = 0.1
_CLOSE_SECONDS: Final = 10.0
_ALONE_SECONDS: Final = 300.0


class Opened(NamedTuple):
    """A cluster that is ready.

    Parameters
    ----------
    client : Client
        Connected, and with an event loop in a thread of its own.
    name : str
        Of the cluster, for messages.
    lanes : int
        How many workers there are to begin with.
    close : callable
        What ends all that was opened.
    """

    client: Client
    name: str
    lanes: int
    close: Callable[[], None]


class _Wanted(NamedTuple):
    """A task, and how many journeys it has been on from which it did not come back."""

    task: Task
    lost: int = 0


class ClusterPool:
    """Performs tasks on the workers of a cluster.

    Parameters
    ----------
    opened : Opened
        The cluster; closed with the pool.
    order : Order
        How everything is graded.
    alone_seconds : float
        After so long without any worker the run is over.
    """

    def __init__(self, opened: Opened, order: Order, *, alone_seconds: float = _ALONE_SECONDS) -> None:
        self._client, self._name, self._lanes, self._close = opened
        self._order = order
        self._packed = pack(order)
        self._alone_seconds = alone_seconds
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._waiting: deque[_Wanted] = deque()
        self._journeys: dict[asyncio.Task[None], _Wanted] = {}
        self._over: Message | None = None
        self._loop: asyncio.AbstractEventLoop = self._client.loop.asyncio_loop
        self._watch = asyncio.run_coroutine_threadsafe(self._watch_workers(), self._loop)

    @property
    def lanes(self) -> int:
        """How many tasks are performed at the same time; it follows the workers that come and go."""
        return max(1, self._lanes)

    def submit(self, task: Task) -> None:
        """Hand a task over; returns at once."""
        self._loop.call_soon_threadsafe(self._take, _Wanted(task))

    def wait(self, seconds: float) -> list[Answer]:
        """Wait for answers, at most so long; may give none."""
        answers: list[Answer] = []
        with contextlib.suppress(queue.Empty):
            answers.append(self._answers.get(timeout=seconds))
            while True:
                answers.append(self._answers.get_nowait())
        return answers

    def close(self) -> None:
        """Let go of the cluster: workers of ours are ended, others hear that nobody waits for them."""
        ended = asyncio.run_coroutine_threadsafe(self._end(), self._loop)
        try:
            with contextlib.suppress(TimeoutError):
                ended.result(_CLOSE_SECONDS)
        finally:
            self._close()

    async def _end(self) -> None:
        self._watch.cancel()
        self._waiting.clear()
        journeys = tuple(self._journeys)
        for journey in journeys:
            journey.cancel()
        await asyncio.gather(*journeys, return_exceptions=True)

    def _take(self, wanted: _Wanted) -> None:
        self._waiting.append(wanted)
        self._send()

    def _send(self) -> None:
        """Send what waits, as far as the workers' hands are free."""
        if self._over is not None:
            self._give_up(self._over)
        while self._waiting and len(self._journeys) < self.lanes * _AHEAD:
            wanted = self._waiting.popleft()
            journey = self._loop.create_task(self._travel(wanted))
            self._journeys[journey] = wanted
            journey.add_done_callback(self._arrived)

    def _arrived(self, journey: asyncio.Task[None]) -> None:
        self._journeys.pop(journey, None)
        if not journey.cancelled():
            self._send()

    async def _travel(self, wanted: _Wanted) -> None:
        """Have a task performed, whatever happens on the way: it is answered, or waits again."""
        from distributed.scheduler import KilledWorker  # noqa: PLC0415 - Dask, only where it is asked for

        try:
            delivery = await self._perform(wanted.task)
        except KilledWorker:
            self._lose(wanted)
        except (CancelledError, OSError):  # the scheduler, or the way to it, was lost
            await self._connection()
            self._lose(wanted)
        except Exception as error:  # noqa: BLE001 - one submission must not stop a batch
            self._fail(
                [wanted], message("cluster.worker_raised", type_name=type(error).__name__, text=str(error))
            )
        else:
            self._answers.put(self._placed(delivery, wanted.task))

    async def _perform(self, task: Task) -> Delivery:
        future = self._client.submit(perform_packed, self._packed, pack(task), key=new_key(), pure=False)
        try:
            return unpack(await future)
        finally:
            future.release()

    def _placed(self, delivery: Delivery, task: Task) -> Answer:
        """Say where no task can be graded, or what came is no answer, so that somebody can go there."""
        answer = believed(delivery.answer, task, self._order)
        if isinstance(answer, Graded) or (answer is delivery.answer and not answer.fatal):
            return answer
        told = message("cluster.worker", worker=delivery.worker, detail=answer.detail)
        return msgspec.structs.replace(answer, detail=say(told, self._order.lang))

    def _lose(self, wanted: _Wanted) -> None:
        """Send what was lost once more, before all others, but not for ever: workers may die of it."""
        again = wanted._replace(lost=wanted.lost + 1)
        if again.lost < _JOURNEYS_MAX:
            self._waiting.appendleft(again)
        else:
            self._fail([again], message("cluster.workers_lost"))

    def _fail(self, tasks: Iterable[_Wanted], told: Message, *, fatal: bool = False) -> None:
        detail = say(told, self._order.lang)
        for wanted in tasks:
            self._answers.put(NotGraded(sha256=wanted.task.sha256, detail=detail, fatal=fatal))

    def _give_up(self, told: Message) -> None:
        """Answer all that is on its way, waits or is still to come: nothing can be graded any more."""
        self._over = told
        self._fail(
            [wanted for journey, wanted in self._journeys.items() if journey.cancel()], told, fatal=True
        )
        self._journeys.clear()
        self._fail(self._waiting, told, fatal=True)
        self._waiting.clear()

    async def _connection(self) -> None:
        """Wait until the connection is back; where it never is, the watch gives up."""
        while self._client.status != "running":  # noqa: ASYNC110 - it has no event for that
            await asyncio.sleep(_RETRY_SECONDS)

    async def _watch_workers(self) -> None:
        """Follow the workers that come and go, and the connection."""
        last_seen = self._loop.time()
        while self._over is None:
            await asyncio.sleep(_LOOK_SECONDS)
            if self._client.status == "running":
                await self._count_workers()
            if self._lanes:
                last_seen = self._loop.time()
            if self._client.status in ("closing", "closed"):
                self._give_up(message("cluster.scheduler_lost", address=self._name))
            elif self._loop.time() - last_seen > self._alone_seconds:
                self._give_up(message("cluster.no_workers_left", address=self._name))
            self._send()

    async def _count_workers(self) -> None:
        with contextlib.suppress(
            Exception
        ):  # whatever Dask raises where a connection breaks; its state says more
            self._lanes = len(await self._client.scheduler.ncores())
