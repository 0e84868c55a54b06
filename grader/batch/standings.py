"""Turns the results of a run, as they lie on the disk, into what a comparison needs of each student."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import msgspec

from grader.batch.outputs.facts import read_run
from grader.batch.outputs.lines import RESULTS_NAME
from grader.errors import UsageError
from grader.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.batch.outputs.facts import RunEntry


class CaseMark(msgspec.Struct, frozen=True, kw_only=True):
    """What a student has of a case."""

    case: str
    verdict: str
    points: int | None
    max_points: int


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """What a student has in all."""

    exercise: str
    score: int | None
    max_score: int
    results: tuple[CaseMark, ...]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A student in a run: what is compared of a line of `results.jsonl`. `report` is None if ungraded."""

    format_version: Literal[1]
    id: str
    name: str | None
    sha256: str | None
    error: str | None
    digest: str
    report: Marks | None

    @property
    def score(self) -> int | None:
        """What was earned; None where there is no score."""
        return None if self.report is None else self.report.score


class Standings(NamedTuple):
    """A run as it lies on the disk.

    Parameters
    ----------
    students : dict of str to Standing
        By their ids, in the order of the run.
    worth : dict of str to int
        The cases, in the order of the suite, and what each is worth.
    exercise, digest : str or None
        None where nobody was graded, or where there is nobody.
    run : RunEntry or None
        What is known of the run as a whole, where that lies beside the results.
    """

    students: dict[str, Standing]
    worth: dict[str, int]
    exercise: str | None
    digest: str | None
    run: RunEntry | None


_decoder: Final = msgspec.json.Decoder(Standing)


def read_standings(path: Path) -> Standings:
    """Read the results of a run: of the folder that was written, or its file of results.

    Raises
    ------
    UsageError
        There are none, or they are not of our form.
    """
    file = path / RESULTS_NAME if path.is_dir() else path
    if file != path and not file.is_file():  # a pipe is read where it was named itself
        raise UsageError(message("diff.no_results", path=str(path)))
    students = {one.id: one for one in _read(file, path)}
    graded = [one.report for one in students.values() if one.report is not None]
    worth = {mark.case: mark.max_points for report in graded[:1] for mark in report.results}
    digest = next((one.digest for one in students.values()), None)
    run = read_run(file.parent)
    return Standings(
        students=students,
        worth=worth,
        exercise=graded[0].exercise if graded else None,
        digest=digest,
        # Beside results that were copied there, it may be that of another run.
        run=run if run is not None and run.digest == digest else None,
    )


def _read(file: Path, path: Path) -> Iterator[Standing]:
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                yield _decoded(line, file, number)
    except (OSError, ValueError) as error:
        raise UsageError(message("diff.no_results", path=str(path))) from error


def _decoded(line: bytes, file: Path, number: int) -> Standing:
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        told = message("diff.bad_line", path=str(file), line=number, detail=str(error))
        raise UsageError(told) from error
