"""A scheduler and workers that somebody else has started: who is let in, and what is lost with whom."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from grader.batch.cluster import Certificates, connecting, open_cluster
from grader.batch.task import Graded, NotGraded, task_of
from grader.errors import InternalError, UsageError
from tests.cluster.dask_processes import FILES, started, tls_options, write_certificates

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from distributed.security import Security

    from grader.batch.task import Order

PATIENCE = 60.0
WORKER = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--memory-limit", "0")


class Cluster:
    """A scheduler in a folder with certificates, and the workers that were started so far."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack = stack
        self._folder = folder
        scheduler = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *tls_options())
        self.scheduler, self.address = stack.enter_context(started(scheduler, folder))
        self.certificates = Certificates(*(str(folder / name) for name in FILES))

    def start_worker(self, *options: str, **environment: str) -> tuple[subprocess.Popen[str], str]:
        """Start a worker; it has joined."""
        command = ("worker", self.address, *(options or WORKER), *tls_options())
        return self._stack.enter_context(started(command, self._folder, environment))


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def cluster(stack: ExitStack, tmp_path: Path, ours: Security) -> Cluster:
    write_certificates(tmp_path, ours)
    return Cluster(stack, tmp_path)


def test_a_run_survives_workers_and_ends_with_the_scheduler(
    cluster: Cluster, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "_CONNECT_SECONDS", 2.0)  # so soon it gives up a scheduler that is gone
    worker, _ = cluster.start_worker()
    pool = open_cluster(cluster.address, order, certificates=cluster.certificates)
    try:
        assert not logging.getLogger("distributed.client").isEnabledFor(logging.CRITICAL)
        pool.submit(task_of(b"# first", notebook=False))
        (first,) = pool.wait(PATIENCE)
        worker.kill()
        pool.submit(task_of(b"# second", notebook=False))
        cluster.start_worker()
        (second,) = pool.wait(PATIENCE)
        cluster.scheduler.kill()
        pool.submit(task_of(b"# third", notebook=False))
        (third,) = pool.wait(PATIENCE)
        pool.submit(task_of(b"# fourth", notebook=False))
        (fourth,) = pool.wait(PATIENCE)
    finally:
        pool.close()
    assert isinstance(first, Graded)
    assert isinstance(second, Graded)
    for lost in (third, fourth):
        assert isinstance(lost, NotGraded)
        assert lost.fatal
        assert cluster.address in lost.detail


def test_workers_that_differ_are_named_with_what_differs(
    cluster: Cluster, order: Order, tmp_path: Path
) -> None:
    """One after another: what is found first is told first."""
    _, secretive = cluster.start_worker(GRADE_SECRET="another secret than ours")  # noqa: S106 - of a test
    assert secretive in refusal(cluster, order)
    assert "secret" in refusal(cluster, order)

    _, busy = cluster.start_worker("--nthreads", "3", *WORKER[2:])
    assert refusal(cluster, order).splitlines()[1:] == [f"  {busy}: 3"]

    other = tmp_path / "layergrade-99.9.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Name: layergrade\nVersion: 99.9\n", encoding="ascii")
    _, newer = cluster.start_worker(PYTHONPATH=str(tmp_path))
    assert f"  {newer}: layergrade is 99.9 there and " in refusal(cluster, order)


def refusal(cluster: Cluster, order: Order) -> str:
    with pytest.raises(InternalError) as refused:
        open_cluster(cluster.address, order, certificates=cluster.certificates)
    return refused.value.text("en")


def test_a_worker_is_no_scheduler(cluster: Cluster, order: Order) -> None:
    _, address = cluster.start_worker()
    with pytest.raises(UsageError) as refused:
        open_cluster(address, order, certificates=cluster.certificates)
    assert refused.value.told.key == "cluster.no_scheduler"


def test_others_are_not_let_in(cluster: Cluster, order: Order, tmp_path: Path, others: Security) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    write_certificates(theirs, others)
    files = Certificates(cluster.certificates.ca_file, *(str(theirs / name) for name in FILES[1:]))
    with pytest.raises(UsageError) as refused:
        open_cluster(cluster.address, order, certificates=files)
    assert refused.value.told.key == "cluster.not_accepted"
