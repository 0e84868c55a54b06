from __future__ import annotations

import pytest

from grader.model.case import Case, CaseSpec
from grader.model.judgement import Judgement, Verdict
from grader.model.report import CaseResult
from grader.score import points_of, score_of, verdict_of


def results(*verdicts: str) -> list[CaseResult]:
    """Give cases worth 10 points each."""
    return [result(Judgement(verdict=Verdict(verdict))) for verdict in verdicts]


def result(judgement: Judgement) -> CaseResult:
    spec = CaseSpec(
        name="one",
        target="Layer",
        construct=(),
        seed=None,
        params={},
        dims={},
        inputs={},
        steps=(),
        points=10,
    )
    case = Case(spec=spec, inputs={}, expected={})
    return CaseResult(case=case, judgement=judgement, points=points_of(judgement, max_points=10))


@pytest.mark.parametrize("verdict", Verdict)
def test_only_a_right_answer_earns_points(verdict: Verdict) -> None:
    earned = points_of(Judgement(verdict=verdict), max_points=7)
    assert earned == (7 if verdict is Verdict.AC else 0)


@pytest.mark.parametrize(
    ("verdicts", "whole", "score"),
    [
        (["AC", "AC"], "AC", 20),
        (["AC", "WA", "TLE"], "WA", 10),
        (["AC", "TLE", "SC", "WA"], "TLE", 10),
        (["CE", "CE"], "CE", 0),
        (["SC", "AC"], "SC", 10),
        ([], "AC", 0),
    ],
)
def test_the_whole_has_the_verdict_of_the_first_failure(verdicts: list[str], whole: str, score: int) -> None:
    assert verdict_of(results(*verdicts)) == whole
    assert score_of(results(*verdicts)) == score


@pytest.mark.parametrize("verdicts", [["IE"], ["AC", "IE"], ["WA", "AC", "IE"], ["IE", "WA"]])
def test_our_own_failure_gives_no_score_and_never_a_zero(verdicts: list[str]) -> None:
    assert verdict_of(results(*verdicts)) is Verdict.IE
    assert score_of(results(*verdicts)) is None
