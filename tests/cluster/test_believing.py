"""What a worker answers is looked at before it is anybody's grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dask
import msgspec
import pytest

from grader.batch.cluster import believing
from grader.batch.cluster import pool as cluster_pool
from grader.batch.cluster.believing import believed
from grader.batch.cluster.pool import ClusterPool, Opened
from grader.batch.cluster.shipping import Delivery
from grader.batch.performing import leave, perform
from grader.batch.task import Graded, NotGraded, task_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.batch.task import Answer, Order

TASK = task_of(b"# mine\n", notebook=False)
OTHER = task_of(b"# another's\n", notebook=False)
PATIENCE = 60.0


@pytest.fixture(scope="module")
def honest(order: Order) -> Graded:
    """What a worker that does its work answers to `TASK`."""
    answer = perform(order, TASK)
    leave(order)
    assert isinstance(answer, Graded), answer
    return answer


def changed(honest: Graded, **fields: object) -> Graded:
    """Change fields of the document; those of a part of it stand in a dict."""
    document: dict[str, Any] = msgspec.json.decode(honest.document)
    for name, value in fields.items():
        document[name] = {**document[name], **value} if isinstance(value, dict) else value
    return msgspec.structs.replace(honest, document=msgspec.json.encode(document))


def with_document(honest: Graded, document: bytes) -> Graded:
    return msgspec.structs.replace(honest, document=document)


def test_an_honest_answer_is_believed(honest: Graded, order: Order) -> None:
    assert believed(honest, TASK, order) is honest


def test_a_failure_is_believed_if_it_is_of_the_same_task(order: Order) -> None:
    failure = NotGraded(sha256=TASK.sha256, detail="no memory", fatal=True, exit_code=5)
    assert believed(failure, TASK, order) is failure


LIES: dict[str, Callable[[Graded], Answer]] = {
    "of another's submission": lambda honest: msgspec.structs.replace(honest, sha256=OTHER.sha256),
    "with another's document": lambda honest: changed(honest, submission={"sha256": "ab" * 32}),
    "a failure of another": lambda _: NotGraded(sha256=OTHER.sha256, detail="no memory"),
    "nothing": lambda honest: with_document(honest, b""),
    "no JSON": lambda honest: with_document(honest, b"\xff"),
    "no document": lambda honest: with_document(honest, b'{"verdict":"AC","score":10}'),
    "deep": lambda honest: with_document(honest, b'{"a":' + b"[" * 100_000),
    "for another exercise": lambda honest: changed(honest, exercise="another"),
    "more than there is": lambda honest: changed(honest, score=101, max_score=100),
    "less than nothing": lambda honest: changed(honest, score=-1),
    "no score": lambda honest: changed(honest, score=None),
    "our own failure": lambda honest: changed(honest, verdict="IE"),
    "too little isolation": lambda honest: changed(honest, isolation={"level": "N"}),
    "a path": lambda honest: changed(honest, submission={"path": "/etc/passwd"}),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_lie_is_a_failure_of_its_own_task(
    lie: Callable[[Graded], Answer], honest: Graded, order: Order
) -> None:
    answer = believed(lie(honest), TASK, order)
    assert isinstance(answer, NotGraded)
    assert (answer.sha256, answer.fatal) == (TASK.sha256, False)


def test_a_giant_document_is_not_read(honest: Graded, order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(believing, "DOCUMENT_BYTES_MAX", len(honest.document) - 1)
    assert isinstance(believed(honest, TASK, order), NotGraded)


def test_the_answers_of_workers_are_looked_at(
    honest: Graded, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import Client, LocalCluster  # noqa: PLC0415 - of this test alone

    def lying(*_: bytes) -> bytes:
        lie = msgspec.structs.replace(honest, sha256=OTHER.sha256)
        return msgspec.msgpack.encode(Delivery(worker="tls://there:1", answer=lie))

    monkeypatch.setattr(cluster_pool, "perform_packed", lying)
    with (
        dask.config.set({"distributed.scheduler.http.routes": []}),
        LocalCluster(
            n_workers=1, processes=False, dashboard_address="127.0.0.1:0", protocol="tcp"
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        pool = ClusterPool(Opened(client, "here", 1, lambda: None), order)
        pool.submit(TASK)
        heard = pool.wait(PATIENCE)
        pool.close()
    assert [(type(answer), answer.sha256) for answer in heard] == [(NotGraded, TASK.sha256)]
    assert all(isinstance(answer, NotGraded) and "tls://there:1" in answer.detail for answer in heard)
