"""Progress: a student's folder, graded level by level through the exercises of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from grader.model.judgement import Verdict

if TYPE_CHECKING:
    from grader.model.exercise import Exercise, Text
    from grader.model.report import Report


class UnitLevel(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One exercise of the course, as far as the student has come with it.

    Parameters
    ----------
    number : int
        Its place in the course, from 1.
    max_score : int
        The points of all its cases.
    report : Report or None
        Of the best file; None where nothing was handed in.
    others : tuple of Report
        Of the other files for the same exercise, none of them better.
    """

    number: int
    exercise: Exercise
    max_score: int
    report: Report | None = None
    others: tuple[Report, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every case is right."""
        return self.report is not None and self.report.verdict is Verdict.AC

    @property
    def score(self) -> int | None:
        """The points earned; None where the grader itself failed."""
        return 0 if self.report is None else self.report.score


class Progress(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """How far a student has come.

    Parameters
    ----------
    folder : str
        As it was given.
    title : Text or None
        Of the course.
    levels : tuple of UnitLevel
        Every exercise of the course, in the order in which they are taught.
    left_over : tuple of str
        The paths of scripts and notebooks that are for no exercise.
    """

    folder: str
    title: Text | None
    levels: tuple[UnitLevel, ...]
    left_over: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every level is."""
        return all(level.passed for level in self.levels)

    @property
    def max_score(self) -> int:
        """The points of all levels."""
        return sum(level.max_score for level in self.levels)

    @property
    def score(self) -> int | None:
        """The points of all levels; None where the grader itself failed on one, for it is no zero."""
        scores = [level.score for level in self.levels]
        return None if None in scores else sum(score for score in scores if score is not None)

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports that count, in the order of the levels."""
        return tuple(level.report for level in self.levels if level.report is not None)
