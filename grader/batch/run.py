"""Turns entries into stored results: each submission once, and nothing that is already there.

The one writer. It reads a submission when there is room for it, hands it to a pool, and keeps an answer
before it counts as finished. What timed out beside others is run again alone; where the grader itself failed,
the task is tried again, and in the end left without a grade.
"""

from __future__ import annotations

from collections import Counter, deque
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from grader.batch.task import Graded, NotGraded, task_of
from grader.errors import InternalError, IsolationError, UsageError
from grader.intake.reading import read_entry
from grader.messages import message, say
from grader.model.observation import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.batch.results import Grade, Results
    from grader.batch.task import Pool, Task
    from grader.intake.entry import Entry
    from grader.messages import Lang

TRIES: Final = 3
_AHEAD: Final = 2
"""So many tasks a lane are read and handed over; all others wait on the disk."""
_WAIT_SECONDS: Final = 0.5
_TOLD_EVERY: Final = 256
"""So many submissions are looked at before it is told how far the run is."""
_OURS: Final = frozenset(
    ("intake.gone", "intake.member_broken", "submission.no_permission", "submission.unreadable")
)
"""Why a file could not be read, where that need not be its author's doing: no grade comes of it."""


class Progress(NamedTuple):
    """How far a run is, counted in students.

    Parameters
    ----------
    total : int
        With a submission.
    done : int
        Of them: graded before or now, or failed.
    reused : int
        Whose result was there already.
    failed : int
        That could not be graded.
    verdicts : Counter of str
        Of those that have one.
    alone : int
        Tasks that wait to be run again alone.
    """

    total: int
    done: int
    reused: int
    failed: int
    verdicts: Counter[str]
    alone: int


class Surroundings(NamedTuple):
    """What a run is given.

    Parameters
    ----------
    results : Results
        Where everything is kept.
    open_pool : callable
        Opens the pool, when there is something to do.
    watch : callable
        Is told how far the run is, every time that something happened and twice a second.
    stopped : callable
        Whether the run is to stop as soon as it can.
    lang : str
        Of what is noted of failures.
    """

    results: Results
    open_pool: Callable[[], Pool]
    watch: Callable[[Progress], None]
    stopped: Callable[[], bool]
    lang: Lang


class Numbered(NamedTuple):
    """A submission, and the place of its student in the class."""

    number: int
    entry: Entry


class _Open(msgspec.Struct):
    """A task that is not finished: who handed it in first, how many did, and how often it was tried."""

    entry: Entry
    copies: int = 1
    tries: int = 0


def grade_all(entries: Sequence[Numbered], around: Surroundings) -> Progress:
    """Grade what has no result yet, and give what came of it.

    The students of the class are listed in the results already.

    Raises
    ------
    GraderError
        No task can be graded: a lane found another course or grader, or too little isolation. What was
        finished before is kept.
    """
    run = _Run(entries, around)
    try:
        run.grade_side_by_side()
        run.grade_alone()
    finally:
        run.close()
    return run.progress()


class _Run:
    """The state of a run."""

    def __init__(self, entries: Sequence[Numbered], around: Surroundings) -> None:
        self._around = around
        self._entries = entries
        self._next = 0
        self._pool: Pool | None = None
        self._open: dict[str, _Open] = {}
        self._flying: set[str] = set()
        self._again: deque[str] = deque()
        self._alone: deque[str] = deque()
        self._failed: dict[str, str] = {}
        self._new: set[str] = set()  # graded in this run, of which a later copy was not graded before
        self._done = self._reused = self._failures = 0
        self._verdicts: Counter[str] = Counter()

    def progress(self) -> Progress:
        return Progress(
            total=len(self._entries),
            done=self._done,
            reused=self._reused,
            failed=self._failures,
            verdicts=self._verdicts,
            alone=len(self._alone),
        )

    def grade_side_by_side(self) -> None:
        """Keep every lane busy until all is graded but what has to run alone."""
        while True:
            self._fill()
            if not self._flying or self._around.stopped():
                return
            self._hear(alone=False)

    def grade_alone(self) -> None:
        """Run again, one at a time, what timed out while others ran."""
        while self._alone and not self._around.stopped():
            if self._submit_again(self._alone.popleft()):
                while self._flying and not self._around.stopped():
                    self._hear(alone=True)

    def close(self) -> None:
        """End the lanes, and note what was read."""
        if self._pool is not None:
            self._pool.close()
        self._around.results.flush()

    def _fill(self) -> None:
        """Hand over as much as the pool should have; it is opened for the first task."""
        while not self._around.stopped() and not self._is_full():
            if self._next < len(self._entries):
                self._look_at(*self._entries[self._next])
                self._next += 1
            elif self._again:
                self._submit_again(self._again.popleft())
            else:
                break
        self._tell()

    def _is_full(self) -> bool:
        return self._pool is not None and len(self._flying) >= _AHEAD * self._pool.lanes

    def _look_at(self, number: int, entry: Entry) -> None:
        """Read a student's submission, and grade it unless its like was or is being graded."""
        data = read_entry(entry)
        if isinstance(data, Unreadable) and data.told.key in _OURS:
            self._around.results.fail_student(number, say(data.told, self._around.lang))
            self._count_failure(1)
            return
        task = task_of(data, notebook=entry.notebook)
        sha256 = None if isinstance(data, Unreadable) else _digest(data)
        self._around.results.read(number, sha256, task.sha256)
        if not self._next % _TOLD_EVERY:
            self._tell()
        self._take_on(entry, task)

    def _take_on(self, entry: Entry, task: Task) -> None:
        name = task.sha256
        if name in self._open:
            self._open[name].copies += 1
        elif name in self._failed:
            self._around.results.fail(name, self._failed[name])
            self._count_failure(1)
        elif (grade := self._around.results.grade_of(name)) is not None:
            self._reused += name not in self._new
            self._count(grade, 1)
        else:
            self._open[name] = _Open(entry)
            self._submit(task)

    def _submit(self, task: Task) -> None:
        if self._pool is None:
            self._pool = self._around.open_pool()
        self._open[task.sha256].tries += 1
        self._flying.add(task.sha256)
        self._pool.submit(task)

    def _submit_again(self, name: str) -> bool:
        """Read a submission again, for its bytes were not kept; whether it is still the same."""
        entry = self._open[name].entry
        task = task_of(read_entry(entry), notebook=entry.notebook)
        if task.sha256 != name:
            self._fail(name, say(message("batch.changed"), self._around.lang))
            return False
        self._submit(task)
        return True

    def _hear(self, *, alone: bool) -> None:
        """Take what has been answered."""
        if self._pool is None:
            return
        answers = self._pool.wait(_WAIT_SECONDS)
        for answer in answers:
            self._flying.discard(answer.sha256)
        doubtful = self._pool.lanes > 1 and not alone
        self._keep([answer for answer in answers if isinstance(answer, Graded)], doubtful=doubtful)
        for answer in answers:
            if isinstance(answer, NotGraded):
                self._try_again(answer, self._alone if alone else self._again)
        self._tell()

    def _keep(self, graded: Sequence[Graded], *, doubtful: bool) -> None:
        """Store results, all in one step, but for time-outs that others may have caused."""
        late = [answer.sha256 for answer in graded if answer.timed_out and doubtful]
        self._alone.extend(late)
        for name in late:
            self._open[name].tries = 0
        sure = [answer for answer in graded if answer.sha256 not in late]
        if not sure:
            return
        for answer, grade in zip(sure, self._around.results.add(sure), strict=True):
            self._new.add(answer.sha256)
            self._count(grade, self._open.pop(answer.sha256).copies)

    def _try_again(self, answer: NotGraded, later: deque[str]) -> None:
        if answer.fatal:
            raise _refusal(answer)
        if self._open[answer.sha256].tries < TRIES:
            later.append(answer.sha256)
        else:
            told = message("batch.failed", tries=TRIES, detail=answer.detail)
            self._fail(answer.sha256, say(told, self._around.lang))

    def _fail(self, name: str, error: str) -> None:
        self._failed[name] = error
        self._around.results.fail(name, error)
        self._count_failure(self._open.pop(name).copies)

    def _count(self, grade: Grade, students: int) -> None:
        self._done += students
        self._verdicts[grade.verdict] += students

    def _count_failure(self, students: int) -> None:
        self._done += students
        self._failures += students

    def _tell(self) -> None:
        self._around.watch(self.progress())


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _refusal(answer: NotGraded) -> Exception:
    """Turn a lane's refusal into our own, with its exit code."""
    told = message("batch.told", text=answer.detail)
    kind = {UsageError.exit_code: UsageError, IsolationError.exit_code: IsolationError}
    return kind.get(answer.exit_code, InternalError)(told)
