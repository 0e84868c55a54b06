"""A cluster on this machine: the same results, whatever is killed; nothing said, and nothing left behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dask
import msgspec
import pytest

from grader.batch.cluster import Certificates, here, open_cluster
from grader.batch.cluster.pool import ClusterPool, Opened
from grader.batch.performing import leave, perform, with_digest
from grader.batch.task import Graded, NotGraded, task_of
from grader.errors import InternalError, IsolationError, UsageError
from tests.cluster.family import Watch, descendants, workers_of, zygotes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.batch.task import Answer, Order, Pool, Task
    from tests.cluster.family import Relative

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")

ROOT = Path(__file__).resolve().parents[2]
RIGHT = (ROOT / "examples" / "right.py").read_bytes()
WRONG = (ROOT / "examples" / "unfilled.py").read_bytes()
HANGING = b"while True:\n    pass\n"
SCRIPT = Path(__file__).parent / "grading_here.py"
MEASURED = re.compile(rb'"(\w*seconds|\w*memory\w*)":[\d.e-]+')
PATIENCE = 60.0


@pytest.fixture(scope="module")
def pool(order: Order) -> Iterator[Pool]:
    opened = open_cluster("local:2", order)
    yield opened
    opened.close()


def tasks(count: int) -> list[Task]:
    return [
        task_of((RIGHT, WRONG)[number % 2] + b"\n# %d" % number, notebook=False) for number in range(count)
    ]


def answers(pool: Pool, wanted: Sequence[Task]) -> list[Answer]:
    """Have tasks performed, until all are answered or nothing comes any more."""
    for task in wanted:
        pool.submit(task)
    heard: list[Answer] = []
    while len(heard) < len(wanted):
        came = pool.wait(PATIENCE)
        assert came, heard
        heard += came
    return heard


def documents(heard: Sequence[Answer]) -> dict[str, bytes]:
    """Give results without what was measured."""
    graded = [answer for answer in heard if isinstance(answer, Graded)]
    assert len(graded) == len(heard), heard
    return {answer.sha256: MEASURED.sub(b"", answer.document) for answer in graded}


def kill(worker: Relative) -> None:
    """Kill a worker, and see it gone."""
    watch = Watch([worker])
    os.kill(worker.pid, signal.SIGKILL)
    assert not watch.left_after(PATIENCE)


def test_results_are_those_of_this_machine(pool: Pool, order: Order) -> None:
    wanted = tasks(8)
    on_cluster = documents(answers(pool, wanted))
    alone = documents([perform(order, task) for task in wanted])
    leave(order)
    assert on_cluster == alone
    assert {b'"verdict":"AC"' in document for document in alone.values()} == {True, False}


def test_every_task_is_answered_once(pool: Pool) -> None:
    wanted = tasks(30)
    heard = answers(pool, wanted)
    assert sorted(answer.sha256 for answer in heard) == sorted(task.sha256 for task in wanted)
    assert pool.wait(0.0) == []


def test_a_lane_is_a_worker(pool: Pool) -> None:
    assert pool.lanes == 2


def test_a_large_notebook_travels(pool: Pool) -> None:
    picture = b'{"cells": [], "metadata": {"picture": "' + b"A" * (15 << 20) + b'"}, "nbformat": 4}'
    (answer,) = answers(pool, [task_of(picture, notebook=True)])
    assert isinstance(answer, Graded)


def test_workers_that_are_killed_lose_nothing(pool: Pool) -> None:
    wanted = tasks(60)
    for task in wanted:
        pool.submit(task)
    heard = pool.wait(PATIENCE)
    killed = 0
    while len(heard) < len(wanted):
        came = pool.wait(PATIENCE)
        assert came, heard
        heard += came
        if killed < 3 and len(heard) > killed * 10:
            killed += 1
            kill(workers_of(os.getpid())[0])
    assert killed == 3
    assert len(documents(heard)) == len(wanted)


def test_a_task_that_costs_worker_after_worker_is_given_up(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(here.CONFIGURATION, "distributed.scheduler.allowed-failures", 0)
    known = {worker.pid for worker in workers_of(os.getpid())}
    frail = open_cluster("local:1", order)
    try:
        frail.submit(task_of(HANGING, notebook=False))
        heard: list[Answer] = []
        killed = 0
        while not heard:
            heard = frail.wait(0.05)
            for worker in workers_of(os.getpid()):
                if worker.pid not in known and _is_grading(worker.pid):
                    kill(worker)
                    killed += 1
    finally:
        frail.close()
    assert killed == 3
    assert isinstance(heard[0], NotGraded)
    assert not heard[0].fatal


def _is_grading(worker: int) -> bool:
    return any(descendants(zygote.pid) for zygote in zygotes_of(worker))


def test_an_interrupt_at_the_terminal_is_the_grader_s_alone(pool: Pool) -> None:
    assert pool.lanes == len(workers_of(os.getpid()))
    for worker in workers_of(os.getpid()):
        status = Path(f"/proc/{worker.pid}/status").read_text(encoding="ascii")
        (blocked,) = re.findall(r"^SigBlk:\s*(\w+)$", status, re.MULTILINE)
        assert int(blocked, 16) & 1 << (signal.SIGINT - 1)


def test_student_code_runs_under_a_zygote_that_has_nothing_of_dask(pool: Pool) -> None:
    answers(pool, tasks(4))
    zygotes = zygotes_of(os.getpid())
    assert zygotes
    for zygote in zygotes:
        sockets = [
            path
            for path in Path(f"/proc/{zygote.pid}/fd").iterdir()
            if path.readlink().name.startswith("socket:")
        ]
        assert len(sockets) == 1  # to the one that started it


def test_everything_listens_on_loopback(pool: Pool) -> None:  # noqa: ARG001 - it is there
    own = {f"socket:[{inode}]" for _, inode in _listening(everywhere=True)}
    relatives = [os.getpid(), *(one.pid for one in descendants(os.getpid()))]
    held = {
        path.readlink().name
        for pid in relatives
        for path in Path(f"/proc/{pid}/fd").iterdir()
        if path.is_symlink()
    }
    assert not own & held


def _listening(*, everywhere: bool) -> list[tuple[str, str]]:
    """Read which sockets listen, and not on loopback alone."""
    lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    fields = [line.split() for line in lines]
    listen = [(one[1], one[9]) for one in fields if one[3] == "0A"]
    return [(place, inode) for place, inode in listen if not everywhere or not place.startswith("0100007F")]


def test_workers_that_would_come_to_other_grades_are_refused(order: Order) -> None:
    parts = tuple((name, "other" if name == "secret" else value) for name, value in order.parts)
    other = msgspec.structs.replace(order, digest="0" * 64, parts=parts)
    with pytest.raises(InternalError) as refused:
        open_cluster("local:1", other)
    text = refused.value.text("en")
    assert re.search(r"tls://127\.0\.0\.1:\d+: .*secret", text)


def test_workers_that_hold_submissions_less_tightly_are_refused(order: Order) -> None:
    layers = ("namespaces", "descriptors", "rlimits", "privileges", "landlock", "seccomp")
    with pytest.raises(IsolationError) as refused:
        open_cluster("local:1", with_digest(msgspec.structs.replace(order, without=layers, required="B")))
    assert "tls://127.0.0.1:" in refused.value.text("en")


def test_dask_may_not_be_installed(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError) as refused:
        open_cluster("local:1", order)
    assert refused.value.told.key == "cluster.not_there"


def test_a_local_cluster_takes_no_certificates(order: Order) -> None:
    with pytest.raises(UsageError) as refused:
        open_cluster("local:1", order, certificates=Certificates(ca_file="ca.pem"))
    assert refused.value.told.key == "cluster.certificates_for_local"


def test_a_run_without_any_worker_comes_to_its_end(order: Order) -> None:
    from distributed import Client, LocalCluster  # noqa: PLC0415 - of this test alone

    with (
        dask.config.set({"distributed.scheduler.http.routes": []}),
        LocalCluster(
            n_workers=0, processes=False, dashboard_address="127.0.0.1:0", protocol="tcp"
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        pool = ClusterPool(Opened(client, "here", 1, lambda: None), order, alone_seconds=0.5)
        heard = answers(pool, tasks(3))
        heard += answers(pool, tasks(1))
        pool.close()
    assert all(isinstance(answer, NotGraded) and answer.fatal for answer in heard)


POISONED = (
    "dask",
    "distributed",
    "encodings",
    "grader",
    "multiprocessing",
    "numpy",
    "pickle",
    "runpy",
    "tornado",
)


@pytest.fixture
def grading(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that grades on a cluster of its own, in a student's folder; it has begun."""
    for name in POISONED:
        (tmp_path / f"{name}.py").write_text("open('imported', 'w'); raise SystemExit\n", "utf-8")
    with subprocess.Popen(
        [sys.executable, str(SCRIPT)],
        cwd=tmp_path,
        env={
            **{name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"},
            "TMPDIR": str(tmp_path),  # what a killed process leaves there goes with the rest
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        begun = process.stdout.readline()
        assert begun == "graded\n", process.communicate()
        yield process
        process.kill()


@pytest.mark.usefixtures("grading")
def test_nothing_is_imported_from_the_current_folder(tmp_path: Path) -> None:
    assert not (tmp_path / "imported").exists()


def test_nothing_is_left_of_a_run_that_was_killed(grading: subprocess.Popen[str]) -> None:
    relatives = descendants(grading.pid)
    assert {"spawn_main", "import zygote"} <= {
        name for one in relatives for name in ("spawn_main", "import zygote") if name in one.command
    }
    watch = Watch(relatives)
    grading.kill()
    assert not watch.left_after(PATIENCE)


def test_an_interrupt_of_all_ends_in_silence(grading: subprocess.Popen[Any]) -> None:
    watch = Watch(descendants(grading.pid))
    os.killpg(grading.pid, signal.SIGINT)
    out, err = grading.communicate(timeout=PATIENCE)
    assert out.splitlines()[-1] == "ended"
    assert err == ""
    assert grading.returncode == 0
    assert not watch.left_after(PATIENCE)
