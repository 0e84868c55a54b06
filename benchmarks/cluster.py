"""What a cluster costs for each submission, and whether its workers can be killed without changing a result.

    python benchmarks/cluster.py [--submissions N] [--rounds N] [--kills N]

The same submissions are graded in turn by two lanes of the local pool and by two workers of `local:2`, both
with warm processes and prepared cases. Then once more on a cluster while its workers are killed at random
moments, and all that is in the results but times and memory is compared. Exits with 1 where a result differs.
"""

from __future__ import annotations

import argparse
import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # beside this script stands an `html.py`, which is not Python's own

import os
import random
import signal
import time
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import msgspec

from grader.batch.cluster import open_cluster
from grader.batch.local import LocalPool
from grader.batch.performing import with_digest
from grader.batch.task import Graded, NotGraded, Order, task_of
from grader.pipeline.preparing import Wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.batch.task import Pool, Task

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus" / "maxpool_backward"
LANES = 2
IN_HAND = 2 * LANES
OVERHEAD_MS_MAX = 5.0
KILL_SECONDS = 1.0
MEASURED = ("stdout", "seconds", "memory")
"""Parts of the names of what differs from run to run."""


def make_tasks(count: int) -> list[Task]:
    """Take right and wrong submissions and such that crash, in turn; each is another file."""
    slow = ("loop", "hang", "memory", "huge", "recursion", "sleep", "without_end")
    paths = [path for path in sorted(CORPUS.glob("*/*.py")) if not any(word in path.name for word in slow)]
    random.Random(0).shuffle(paths)  # noqa: S311 - an order, no secret
    sources = (path.read_bytes() for path in islice(cycle(paths), count))
    return [task_of(source + b"\n# %d\n" % number, notebook=False) for number, source in enumerate(sources)]


def perform(pool: Pool, tasks: Sequence[Task], between: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """Have tasks performed, a few at hand at a time; a task that failed goes again."""
    named = {task.sha256: task for task in tasks}
    results: dict[str, Any] = {}
    waiting, in_hand = list(reversed(tasks)), 0
    while len(results) < len(named):
        while waiting and in_hand < IN_HAND:
            pool.submit(waiting.pop())
            in_hand += 1
        for answer in pool.wait(0.05):
            in_hand -= 1
            match answer:
                case Graded(sha256=name, document=document):
                    results[name] = _without_measures(msgspec.json.decode(document))
                case NotGraded(sha256=name, fatal=False):
                    waiting.append(named[name])
                case NotGraded(detail=detail):
                    sys.exit(detail)
        between()
    return results


def milliseconds(pool: Pool, tasks: Sequence[Task]) -> float:
    """Measure what a submission takes."""
    started = time.perf_counter()
    perform(pool, tasks)
    return (time.perf_counter() - started) / len(tasks) * 1000


def compare_speed(order: Order, tasks: Sequence[Task], rounds: int) -> None:
    """Measure both pools in turn."""
    local, cluster = LocalPool(order, LANES), open_cluster(f"local:{LANES}", order)
    try:
        perform(local, tasks[:IN_HAND])
        pairs = [(milliseconds(local, tasks), milliseconds(cluster, tasks)) for _ in range(rounds)]
    finally:
        local.close()
        cluster.close()
    print(f"local pool -j {LANES}   median {median(one for one, _ in pairs):6.2f} ms a submission")
    print(f"local:{LANES}           median {median(other for _, other in pairs):6.2f} ms a submission")
    overhead = median(other - one for one, other in pairs)
    print(f"overhead          median {overhead:6.2f} ms   (at most {OVERHEAD_MS_MAX:g})")


def compare_results(order: Order, tasks: Sequence[Task], kills: int) -> bool:
    """Grade once without and once with workers killed, and compare."""
    local = LocalPool(order, LANES)
    try:
        undisturbed = perform(local, tasks)
    finally:
        local.close()
    killer = Killer(kills)
    cluster = open_cluster(f"local:{LANES}", order)
    try:
        disturbed = perform(cluster, tasks, killer.strike)
    finally:
        cluster.close()
    different = [name for name, document in undisturbed.items() if document != disturbed[name]]
    print(f"{killer.struck} workers killed, {len(disturbed)} results, {len(different)} different")
    return not different


class Killer:
    """Kills a worker every now and then."""

    def __init__(self, kills: int) -> None:
        self.struck = 0
        self._kills = kills
        self._next = time.monotonic() + KILL_SECONDS
        self._random = random.Random(0)  # noqa: S311 - moments, no secrets

    def strike(self) -> None:
        """Kill one, if it is time."""
        workers = _workers()
        if self.struck == self._kills or time.monotonic() < self._next or not workers:
            return
        os.kill(self._random.choice(workers), signal.SIGKILL)
        self.struck += 1
        self._next = time.monotonic() + self._random.uniform(0, 2 * KILL_SECONDS)


def _workers() -> list[int]:
    """Find the processes of workers among our children."""
    threads = Path("/proc/self/task").glob("*/children")
    children = [pid for path in threads for pid in path.read_text(encoding="ascii").split()]
    return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def _without_measures(part: Any) -> Any:  # noqa: ANN401 - JSON
    match part:
        case dict():
            return {
                key: _without_measures(value)
                for key, value in part.items()
                if not any(word in key for word in MEASURED)
            }
        case list():
            return [_without_measures(value) for value in part]
        case _:
            return part


def main() -> int:
    """Compare speed, then results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kills", type=int, default=20)
    asked = parser.parse_args()
    order = with_digest(
        Order(course=None, exercise="maxpool_backward", wishes=Wishes(), lang="en", digest="")
    )
    tasks = make_tasks(asked.submissions)
    compare_speed(order, tasks, asked.rounds)
    return int(not compare_results(order, tasks, asked.kills))


if __name__ == "__main__":
    sys.exit(main())
