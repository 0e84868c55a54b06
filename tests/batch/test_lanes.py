"""Lanes on this machine: what becomes of tasks, processes and descriptors when something is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from grader.batch.local import LocalPool
from grader.batch.performing import perform, with_digest
from grader.batch.task import Graded, NotGraded, task_of
from tests.batch.scene import (
    HANGING,
    RIGHT,
    WRONG,
    children_of,
    descendants_of,
    is_alive,
    shipped_order,
    until,
)

if sys.platform != "linux":
    pytest.skip("processes are looked at as Linux shows them", allow_module_level=True)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.batch.task import Answer, Order, Task

SLOW = f"{RIGHT}\nimport time\ntime.sleep(0.3)\n"
RUN = """
import sys
from grader.batch.local import LocalPool
from grader.batch.performing import with_digest
from grader.batch.task import task_of
from tests.batch.scene import HANGING, shipped_order
pool = LocalPool(with_digest(shipped_order("sample", timeout_seconds=1000.0)), 2)
for number in range(4):
    pool.submit(task_of(f"{HANGING}# {number}".encode(), notebook=False))
print("begun", flush=True)
while True:
    pool.wait(1.0)
"""


@pytest.fixture(scope="module")
def order() -> Order:
    return with_digest(shipped_order("sample"))


@pytest.fixture
def pool(order: Order) -> Iterator[LocalPool]:
    made = LocalPool(order, 2)
    yield made
    made.close()


def tasks(source: str, count: int) -> list[Task]:
    return [task_of(f"{source}\n# {number}\n".encode(), notebook=False) for number in range(count)]


def all_answers(pool: LocalPool, count: int) -> list[Answer]:
    answers: list[Answer] = []
    until(lambda: len(answers.__iadd__(pool.wait(0.1))) >= count)
    return answers


def whole(answer: Answer) -> dict[str, Any]:
    assert isinstance(answer, Graded)
    found: dict[str, Any] = msgspec.json.decode(answer.document)
    return found


def verdict(answer: Answer) -> str:
    return str(whole(answer)["verdict"])


def lanes_of_this_process() -> list[int]:
    return children_of(os.getpid())


def test_every_task_is_answered_once(pool: LocalPool) -> None:
    given = [*tasks(RIGHT, 5), *tasks(WRONG, 4)]
    for task in given:
        pool.submit(task)
    answers = all_answers(pool, len(given))
    assert sorted(answer.sha256 for answer in answers) == sorted(task.sha256 for task in given)
    assert sorted(map(verdict, answers)) == ["AC"] * 5 + ["WA"] * 4


def test_lanes_that_are_spawned_do_the_same(order: Order) -> None:
    pool = LocalPool(order, 1, start="spawn")
    for task in (*tasks(RIGHT, 1), *tasks(WRONG, 1)):
        pool.submit(task)
    assert sorted(map(verdict, all_answers(pool, 2))) == ["AC", "WA"]
    pool.close()


def test_a_document_has_no_path(order: Order) -> None:
    assert whole(perform(order, tasks(RIGHT, 1)[0]))["submission"]["path"] == ""


def test_a_lane_gives_the_same_twice(order: Order) -> None:
    task = tasks(WRONG, 1)[0]
    first, second = (whole(perform(order, task)) for _ in range(2))
    assert first["results"][0]["mismatch"] == second["results"][0]["mismatch"]
    assert first["misconception"] == second["misconception"] == "transpose_missing"


def test_a_lane_that_is_killed_is_replaced(pool: LocalPool) -> None:
    given = tasks(HANGING, 2)
    before = set(lanes_of_this_process())
    for task in given:
        pool.submit(task)
    started = set(lanes_of_this_process()) - before
    assert len(started) == 2
    for lane in started:
        os.kill(lane, signal.SIGKILL)
    answers = all_answers(pool, 2)
    assert all(isinstance(answer, NotGraded) and not answer.fatal for answer in answers)
    task = tasks(RIGHT, 1)[0]
    pool.submit(task)
    assert [verdict(answer) for answer in all_answers(pool, 1)] == ["AC"]
    assert not any(map(is_alive, started))


def test_what_a_dead_lane_had_not_begun_is_graded_by_another(order: Order) -> None:
    pool = LocalPool(order, 1)
    before = set(lanes_of_this_process())
    hanging, right = tasks(HANGING, 1)[0], tasks(RIGHT, 1)[0]
    pool.submit(hanging)
    pool.submit(right)
    (lane,) = set(lanes_of_this_process()) - before
    until(lambda: len(descendants_of(lane)) == 2)
    os.kill(lane, signal.SIGKILL)
    answers = {answer.sha256: answer for answer in all_answers(pool, 2)}
    pool.close()
    assert isinstance(answers[hanging.sha256], NotGraded)
    assert verdict(answers[right.sha256]) == "AC"


def test_a_zygote_that_is_killed_costs_no_task(order: Order) -> None:
    pool = LocalPool(order, 1)
    before = set(lanes_of_this_process())
    given = tasks(RIGHT, 6)
    for task in given:
        pool.submit(task)
    (lane,) = set(lanes_of_this_process()) - before
    answers: list[Answer] = []
    until(lambda: len(children_of(lane)) == 1)
    for zygote in children_of(lane):
        os.kill(zygote, signal.SIGKILL)
    answers = all_answers(pool, len(given))
    pool.close()
    assert [verdict(answer) for answer in answers] == ["AC"] * 6


def test_a_worker_that_is_killed_costs_no_task(order: Order) -> None:
    pool = LocalPool(order, 1)
    before = set(lanes_of_this_process())
    task = tasks(SLOW, 1)[0]
    pool.submit(task)
    (lane,) = set(lanes_of_this_process()) - before
    until(lambda: len(descendants_of(lane)) == 2)
    os.kill(descendants_of(lane)[-1], signal.SIGKILL)
    (answer,) = all_answers(pool, 1)
    pool.close()
    assert verdict(answer) == "AC"


def test_nothing_outlives_a_parent_that_is_killed() -> None:
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": root}
    with subprocess.Popen([sys.executable, "-c", RUN], stdout=subprocess.PIPE, env=environment) as parent:
        try:
            until(lambda: len(descendants_of(parent.pid)) == 6)
            everyone = descendants_of(parent.pid)
        finally:
            parent.kill()
    until(lambda: not any(map(is_alive, everyone)))


def test_a_lane_holds_its_own_descriptors_alone(pool: LocalPool, tmp_path: Path) -> None:
    before = set(lanes_of_this_process())
    with (tmp_path / "secret").open("w", encoding="utf-8") as held:
        os.set_inheritable(held.fileno(), True)  # noqa: FBT003 - positional only
        for task in tasks(HANGING, 2):
            pool.submit(task)
        lanes = set(lanes_of_this_process()) - before
        until(lambda: all(len(descendants_of(lane)) == 2 for lane in lanes))
        for lane in lanes:
            (zygote,) = children_of(lane)
            for process in (lane, zygote):
                assert str(tmp_path / "secret") not in opened_by(process)
        sockets = [{name for name in opened_by(lane) if name.startswith("socket:")} for lane in lanes]
    assert not set.intersection(*sockets)


def opened_by(pid: int) -> set[str]:
    return {str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()}


def test_closing_ends_every_process(order: Order) -> None:
    pool = LocalPool(order, 2)
    before = set(lanes_of_this_process())
    for task in tasks(HANGING, 2):
        pool.submit(task)
    lanes = set(lanes_of_this_process()) - before
    until(lambda: all(len(descendants_of(lane)) == 2 for lane in lanes))
    everyone = [one for lane in lanes for one in (lane, *descendants_of(lane))]
    pool.close()
    until(lambda: not any(map(is_alive, everyone)))


def test_another_digest_is_refused_and_named(order: Order) -> None:
    parts = tuple((name, "1.0" if name == "numpy" else part) for name, part in order.parts)
    other = msgspec.structs.replace(order, digest="other", parts=parts)
    answer = perform(other, tasks(RIGHT, 1)[0])
    assert isinstance(answer, NotGraded)
    assert answer.fatal
    assert "numpy (1.0 / " in answer.detail
    assert "cases" not in answer.detail


def test_too_little_isolation_is_refused(order: Order) -> None:
    open_ = with_digest(msgspec.structs.replace(order, without=("seccomp", "landlock"), digest="", parts=()))
    answer = perform(open_, tasks(RIGHT, 1)[0])
    assert isinstance(answer, NotGraded)
    assert (answer.fatal, answer.exit_code) == (True, 5)


def test_a_large_submission_goes_through(pool: LocalPool) -> None:
    task = task_of((RIGHT + "\n#" + "x" * 900_000 + "\n").encode(), notebook=False)
    for _ in range(2):
        pool.submit(task)
    assert {verdict(answer) for answer in all_answers(pool, 2)} == {"AC"}
