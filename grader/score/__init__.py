"""Turns judged cases into points, a score and one verdict for the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model.judgement import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.judgement import Judgement
    from grader.model.report import CaseResult


def points_of(judgement: Judgement, *, max_points: int) -> int:
    """Give all the points of a case for a right answer, else none."""
    return max_points if judgement.verdict is Verdict.AC else 0


def verdict_of(results: Sequence[CaseResult]) -> Verdict:
    """Give IE when the grader failed on any case, else the verdict of the first case that is not right."""
    verdicts = [result.judgement.verdict for result in results]
    if Verdict.IE in verdicts:
        return Verdict.IE
    return next((verdict for verdict in verdicts if verdict is not Verdict.AC), Verdict.AC)


def score_of(results: Sequence[CaseResult]) -> int | None:
    """Add up the points; None when the grader failed on any case, which must never be taken for a zero."""
    if verdict_of(results) is Verdict.IE:
        return None
    return sum(result.points for result in results)
