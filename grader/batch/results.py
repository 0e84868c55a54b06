"""What a run knows and keeps: the students of the class, and the results of their submissions."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from grader.batch.outcome import Outcome
from grader.model.report import LEVELS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from grader.batch.task import Graded, Order
    from grader.model.report import Level

_STRENGTH: Final = "".join(LEVELS)
_BEST: Final = "digest = :digest AND instr(:levels, level) ORDER BY instr(:strength, level) LIMIT 1"
_PENDING_MOST: Final = 256
_GRADE: Final = "(SELECT {column} FROM results WHERE results.task = students.task AND {best})"


class Student(msgspec.Struct, frozen=True, kw_only=True):
    """One student as the run begins; `error` where it is known already that there is nothing to grade."""

    id: str
    name: str | None = None
    shown: str = ""
    roster: tuple[str, ...] = ()
    error: str | None = None


class Grade(NamedTuple):
    """The part of a result that is counted."""

    verdict: str
    score: int


class Tally(NamedTuple):
    """What came of a class: how many there are of each verdict, and the mean of their scores, if any."""

    verdicts: dict[str, int]
    mean: float | None
    without: int
    level: Level | None


class _Isolation(msgspec.Struct, frozen=True):
    level: str


class _Document(msgspec.Struct, frozen=True):
    """Of a report's document, what has a column of its own."""

    verdict: str
    score: int
    isolation: _Isolation


class Results:
    """The database as one run sees it: results of other digests, or of other levels, are not there for it.

    Parameters
    ----------
    connection : sqlite3.Connection
        An open store.
    order : Order
        Of the run: its digest is part of the key of every result.
    levels : sequence of str
        The levels of isolation whose results count.
    """

    def __init__(self, connection: sqlite3.Connection, order: Order, levels: Sequence[Level]) -> None:
        self._connection = connection
        self._order = order
        self._levels = "".join(levels)
        self._digest = self._number()
        self._pending: list[tuple[str | None, str, int]] = []

    def begin(self, students: Iterable[Student]) -> None:
        """Put the class of this run in the place of that of the run before; numbers are from 0."""
        rows = (
            (
                number,
                _storable(one.id),
                None if one.name is None else _storable(one.name),
                _storable(one.shown),
                _storable(msgspec.json.encode(one.roster).decode()),
                one.error,
            )
            for number, one in enumerate(students)
        )
        insert = "INSERT INTO students (number, id, name, shown, roster, error) VALUES (?, ?, ?, ?, ?, ?)"
        parts = msgspec.json.encode(dict(self._order.parts)).decode()
        known = "INSERT OR IGNORE INTO digests (digest, parts) VALUES (?, ?)"
        with self._transaction():
            self._connection.execute(known, (self._order.digest, parts))
            self._connection.execute("DELETE FROM students")
            self._connection.executemany(insert, rows)
        self._digest = self._number()

    def read(self, number: int, sha256: str | None, task: str) -> None:
        """Note what was read of a student: the digest of the bytes, and the name of the task.

        It is written with what is kept next, as every commit waits for the disk; `flush` does so at once.
        """
        self._pending.append((sha256, task, number))
        if len(self._pending) >= _PENDING_MOST:
            self.flush()

    def flush(self) -> None:
        """Write what was noted and not written yet."""
        if self._pending:
            with self._transaction():
                pass  # every transaction does

    def grade_of(self, task: str) -> Grade | None:
        """Find the result of a task; None where it is still to be graded."""
        query = f"SELECT verdict, score FROM results WHERE task = :task AND {_BEST}"  # noqa: S608 - no value in it
        found = self._connection.execute(query, {"task": task, **self._of_run}).fetchone()
        return None if found is None else Grade(*found)

    def add(self, graded: Iterable[Graded]) -> list[Grade]:
        """Keep results: all of them are on the disk when this returns, or none is there."""
        told = [msgspec.json.decode(one.document, type=_Document) for one in graded]
        rows = [
            (one.sha256, self._digest, seen.isolation.level, seen.verdict, seen.score, one.document)
            for one, seen in zip(graded, told, strict=True)
        ]
        with self._transaction():
            self._connection.executemany("INSERT OR IGNORE INTO results VALUES (?, ?, ?, ?, ?, ?)", rows)
        return [Grade(seen.verdict, seen.score) for seen in told]

    def fail(self, task: str, error: str) -> None:
        """Note that a task could not be graded. That is not kept beyond the run."""
        with self._transaction():
            self._connection.execute("UPDATE students SET error = ? WHERE task = ?", (_storable(error), task))

    def fail_student(self, number: int, error: str) -> None:
        """Note that a student's submission could not be read."""
        with self._transaction():
            self._connection.execute(
                "UPDATE students SET error = ? WHERE number = ?", (_storable(error), number)
            )

    def parts_before(self, task: str) -> dict[str, str] | None:
        """Find what the newest other result of a task rests on; None where there is none."""
        query = (
            "SELECT parts FROM results JOIN digests ON digests.number = results.digest"
            " WHERE task = ? AND results.digest != ? ORDER BY results.digest DESC LIMIT 1"
        )
        found = self._connection.execute(query, (task, self._digest)).fetchone()
        return None if found is None else msgspec.json.decode(found[0], type=dict[str, str])

    def outcomes(self, unfinished: str) -> Iterator[Outcome]:
        """Give what came of every student, in the order of the class.

        Parameters
        ----------
        unfinished : str
            What to say where nothing is known yet.
        """
        columns = f"id, name, shown, roster, sha256, error, {_GRADE.format(column='document', best=_BEST)}"
        query = f"SELECT {columns} FROM students ORDER BY number"  # noqa: S608 - no value in it
        found = self._connection.execute(query, self._of_run)
        for id_, name, shown, roster, sha256, error, document in found:
            yield Outcome(
                id=id_,
                name=name,
                shown=shown,
                sha256=sha256,
                document=document,
                error=None if document is not None else error or unfinished,
                roster=msgspec.json.decode(roster, type=tuple[str, ...]),
            )

    def failures(self) -> Iterator[tuple[str, str]]:
        """Give the id of each student whose submission could not be graded, or is not there, and why."""
        query = "SELECT id, error FROM students WHERE error IS NOT NULL ORDER BY number"
        yield from self._connection.execute(query)

    def tally(self) -> Tally:
        """Count what came of the class."""
        columns = ", ".join(_GRADE.format(column=name, best=_BEST) for name in ("verdict", "score", "level"))
        query = f"SELECT {columns} FROM students"  # noqa: S608 - no value in it
        verdicts: dict[str, int] = {}
        scores = students = 0
        lowest = -1
        for verdict, score, level in self._connection.execute(query, self._of_run):
            students += 1
            if verdict is not None:
                verdicts[verdict] = verdicts.get(verdict, 0) + 1
                scores += score
                lowest = max(lowest, LEVELS.index(level))
        graded = sum(verdicts.values())
        mean = scores / graded if graded else None
        return Tally(verdicts, mean, students - graded, LEVELS[lowest] if graded else None)

    @property
    def _of_run(self) -> dict[str, object]:
        """What queries for results of this run are asked with."""
        return {"digest": self._digest, "levels": self._levels, "strength": _STRENGTH}

    def _number(self) -> int:
        """Find the number of the run's digest; 0 until it is there."""
        query = "SELECT number FROM digests WHERE digest = ?"
        found = self._connection.execute(query, (self._order.digest,)).fetchone()
        return 0 if found is None else int(found[0])

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.executemany(
                "UPDATE students SET sha256 = ?, task = ? WHERE number = ?", self._pending
            )
            yield
        except BaseException:
            if self._connection.in_transaction:  # SQLite has left it already where the disk is full
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        self._pending.clear()


def _storable(text: str) -> str:
    """Write out what a file name may hold and UTF-8 cannot."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
