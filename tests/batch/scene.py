"""A class in a folder, an order for it, and pools for tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter, deque
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from grader.batch.results import Results, Student
from grader.batch.run import Numbered, Progress, Surroundings, grade_all
from grader.batch.task import Graded, NotGraded, Order
from grader.intake.entry import Entry
from grader.pipeline.preparing import Wishes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    import pytest

    from grader.batch.task import Answer, Task
    from grader.messages import Lang

    Script: TypeAlias = Callable[[Task, int], Answer]
    """Takes a task and how often it was asked for, and gives its answer."""
else:
    Script = object

ROOT: Final = Path(__file__).resolve().parents[2]
RIGHT: Final = (ROOT / "examples" / "right.py").read_text(encoding="utf-8")
WRONG: Final = (ROOT / "examples" / "transpose_missing.py").read_text(encoding="utf-8")
HANGING: Final = f"{RIGHT}\nimport time\ntime.sleep(1000)\n"
PATIENCE_SECONDS: Final = 60.0
_ENVIRONMENT: Final = ("CI", "GRADE_COURSE", "GRADE_LANG", "GRADE_SECRET", "GRADE_SECRET_FILE", "FORCE_COLOR")


def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


def entries_of(folder: Path, sources: Mapping[str, str]) -> list[Numbered]:
    """Write a class and give its entries, in the order of the mapping."""
    folder.mkdir(exist_ok=True)
    entries = []
    for number, (name, source) in enumerate(sources.items()):
        path = folder / f"{name}.py"
        path.write_text(source, encoding="utf-8")
        entries.append(Numbered(number, Entry(id=name, path=path)))
    return entries


def bare_order(digest: str = "d") -> Order:
    """An order that no process could carry out: enough for a pool that does nothing."""
    return Order(
        course=None, exercise="x", wishes=Wishes(), lang="en", digest=digest, parts=(("cases", digest),)
    )


def shipped_order(*names: str, lang: Lang = "en", timeout_seconds: float | None = None) -> Order:
    """An order for the shipped exercise, which lacks its digest."""
    wishes = Wishes(names=names, examples=False, timeout_seconds=timeout_seconds)
    return Order(course=None, exercise="maxpool_backward", wishes=wishes, lang=lang, digest="")


def graded(task: Task, verdict: str = "AC", *, score: int = 10, timed_out: bool = False) -> Graded:
    """A result with as much of a document as the database looks at."""
    document = {"verdict": verdict, "score": score, "isolation": {"level": "A", "layers": []}}
    return Graded(sha256=task.sha256, document=msgspec.json.encode(document), timed_out=timed_out)


def failed(task: Task) -> NotGraded:
    return NotGraded(sha256=task.sha256, detail="no memory")


class ScriptedPool:
    """Answers tasks by a script, one at a time, and notes how many it was given at once."""

    def __init__(self, script: Script, lanes: int) -> None:
        self.lanes = lanes
        self.asked: list[str] = []
        self.most_at_once = 0
        self.alone: list[str] = []
        self._script = script
        self._waiting: deque[Task] = deque()

    def submit(self, task: Task) -> None:
        self._waiting.append(task)
        self.most_at_once = max(self.most_at_once, len(self._waiting))

    def wait(self, seconds: float) -> list[Answer]:
        del seconds
        if len(self._waiting) == 1:
            self.alone.append(self._waiting[0].sha256)
        task = self._waiting.popleft()
        self.asked.append(task.sha256)
        return [self._script(task, self.asked.count(task.sha256))]

    def close(self) -> None:
        self._waiting.clear()


class Bench:
    """Runs over one database."""

    def __init__(self, connection: sqlite3.Connection, script: Script) -> None:
        self._connection = connection
        self._script = script
        self.told: list[Progress] = []

    def run(
        self,
        entries: Sequence[Numbered],
        *,
        order: Order | None = None,
        lanes: int = 2,
        stop_after: int | None = None,
    ) -> tuple[Progress, Results, ScriptedPool]:
        results = Results(self._connection, order or bare_order(), ("A",))
        results.begin(Student(id=one.entry.id, shown=one.entry.shown) for one in entries)
        pool = ScriptedPool(self._script, lanes)
        around = Surroundings(
            results=results,
            open_pool=lambda: pool,
            watch=self.told.append,
            stopped=lambda: stop_after is not None and len(pool.asked) >= stop_after,
            lang="en",
        )
        return grade_all(entries, around), results, pool


def errors_of(results: Results) -> dict[str, str | None]:
    """By student, why there is no grade."""
    return {outcome.id: outcome.error for outcome in results.outcomes("not yet")}


def batch_command(*arguments: object) -> list[str]:
    """Give the words of a `grade batch`."""
    return [sys.executable, "-P", "-m", "grader", "batch", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    """Give an environment without what a machine may have set."""
    kept = {name: value for name, value in os.environ.items() if name not in _ENVIRONMENT}
    return {**kept, "GRADE_LANG": "en", **more}


def batch(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `grade batch` to its end."""
    return subprocess.run(
        batch_command(*arguments), env=environment(**more), capture_output=True, text=True, check=False
    )


def children_of(pid: int) -> list[int]:
    """Find the processes that a process has started and that still run."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    return [int(word) for word in told.split()]


def descendants_of(pid: int) -> list[int]:
    found = children_of(pid)
    return found + [other for child in found for other in descendants_of(child)]


def is_alive(pid: int) -> bool:
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def until(holds: Callable[[], bool]) -> None:
    """Look again and again, until it holds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def verdicts(folder: Path) -> Counter[str]:
    """Count the verdicts in the table of a run."""
    lines = (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()
    reports = [msgspec.json.decode(line).get("report") for line in lines]
    return Counter(report["verdict"] if report else "none" for report in reports)


def without_times(folder: Path) -> list[str]:
    """Give the rows of the grades, without what is measured."""
    import csv  # noqa: PLC0415 - of this question alone

    with (folder / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        repr(sorted((name, cell) for name, cell in row.items() if name != "wall_seconds")) for row in rows
    ]
