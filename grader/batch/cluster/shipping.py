"""Turns a task into bytes for a worker of the cluster, and there into the bytes of its answer.

The scheduler carries bytes from one side to the other and unpacks none of them. Towards a worker they are a
pickle, since whoever may use a cluster may run code on it anyway; the way back, where the text of a student's
program is among them, they are MessagePack with a type.
"""

from __future__ import annotations

import pickle
import threading
import uuid
from collections import deque
from typing import TYPE_CHECKING, Any, Final

import msgspec

from grader.batch.task import Graded, NotGraded  # noqa: TC001 - msgspec reads the types of a record

if TYPE_CHECKING:
    from grader.batch.task import Order, Task


_ORDERS_MAX: Final = 4
"""So many runs may take turns on a worker without its starting anew for each."""
_recent: deque[bytes] = deque()
_one_at_a_time = threading.Lock()


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, and the worker that gave it."""

    worker: str
    answer: Graded | NotGraded


def pack(what: Order | Task) -> bytes:
    """Pack a task, or what all tasks share."""
    return pickle.dumps(what)


def perform_packed(order: bytes, task: bytes) -> bytes:
    """Perform a packed task; what a worker is asked for."""
    from distributed import get_worker  # noqa: PLC0415 - Dask, on its own worker

    from grader.batch.performing import perform  # noqa: PLC0415 - the scheduler imports this module, too

    with _one_at_a_time:
        _make_room_for(order)
        answer = perform(_unpickled(order), _unpickled(task))
    return msgspec.msgpack.encode(Delivery(worker=get_worker().address, answer=answer))


def new_key() -> str:
    """Make a name for what is asked of a worker, which no other run on the same cluster has."""
    return f"layergrade-{uuid.uuid4().hex}"


def unpack(data: bytes) -> Delivery:
    """Unpack what `perform_packed` gave."""
    return msgspec.msgpack.decode(data, type=Delivery)


def _unpickled(data: bytes) -> Any:  # noqa: ANN401 - an order or a task
    return pickle.loads(data)  # noqa: S301 - from the client, which may run any code here


def _make_room_for(order: bytes) -> None:
    """End the sandbox of the run that was quiet longest, where there are many: a worker may live long."""
    from grader.batch.performing import leave  # noqa: PLC0415 - as above

    if order in _recent:
        _recent.remove(order)
    elif len(_recent) == _ORDERS_MAX:
        leave(_unpickled(_recent.popleft()))
    _recent.append(order)
