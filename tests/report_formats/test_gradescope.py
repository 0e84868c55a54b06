"""Gradescope's results.json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.messages import message
from grader.report.gradescope import render_gradescope, render_refusal
from tests.report_formats.consumers import check_gradescope

if TYPE_CHECKING:
    from grader.messages import Lang
    from grader.model.report import Report
    from tests.report.conftest import Build


def results(report: Report, lang: Lang = "en") -> dict[str, Any]:
    return check_gradescope(render_gradescope(report, lang=lang))


def test_scores_add_up(build: Build) -> None:
    found = results(build.reports["wrong_answer"]())
    assert found["score"] == sum(test["score"] for test in found["tests"]) == 20
    assert sum(test["max_score"] for test in found["tests"]) == 60


def test_failed_test_says_why(build: Build) -> None:
    test = results(build.reports["wrong_shape"]())["tests"][1]
    assert (test["status"], test["name"], test["number"]) == ("failed", "overlap", "2")
    assert test["output"].startswith("wrong answer\nLayer(size=3, stride=2)")
    assert test["output_format"] == "text"


def test_hidden_test_is_seen_and_says_nothing(build: Build) -> None:
    test = results(build.reports["wrong_answer"]())["tests"][4]
    assert test == {
        "score": 0,
        "max_score": 10,
        "status": "failed",
        "name": "leftover",
        "name_format": "text",
        "number": "5",
        "output": "wrong answer\nhidden cases show only name, tags and verdict",
        "output_format": "text",
        "tags": ["leftover", "padding"],
        "visibility": "visible",
    }


def test_reason_for_all_cases_stands_on_top(build: Build) -> None:
    found = results(build.reports["syntax"](), "zh")
    assert found["score"] == 0
    assert found["output"].startswith("无法编译或导入\n")
    assert "'(' was never closed" in found["output"]
    assert "^" in found["output"]


def test_failure_of_the_grader_is_no_zero(build: Build) -> None:
    found = results(build.reports["internal_error"]())
    assert "score" not in found
    assert all("score" not in test for test in found["tests"])
    assert found["output"].startswith("not scored")


def test_what_the_grader_prints_is_for_the_instructor(build: Build) -> None:
    assert results(build.reports["right"]())["stdout_visibility"] == "hidden"


def test_refusal_gives_no_points_and_says_why() -> None:
    found = check_gradescope(render_refusal(message("formats.no_submission", file="a\x1b.py"), lang="en"))
    assert (found["score"], found["tests"]) == (0, [])
    assert found["output"] == "nothing to grade was handed in: expected a\\x1b.py"
