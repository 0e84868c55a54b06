"""The result.json of Classroom 50."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from grader.report.classroom50 import render_classroom50
from tests.report_formats.consumers import check_classroom50

if TYPE_CHECKING:
    from grader.model.report import Report
    from grader.report.formats import Run
    from tests.report.conftest import Build


def result(report: Report, run: Run) -> dict[str, Any]:
    return check_classroom50(render_classroom50(report, lang="en", run=run))


def test_identity_comes_from_the_environment(build: Build, run: Run) -> None:
    found = result(build.reports["wrong_answer"](), run)
    assert {
        key: found[key] for key in ("schema", "classroom", "assignment", "submission", "commit", "release")
    } == {
        "schema": "classroom50/result/v1",
        "classroom": "deep-learning",
        "assignment": "pooling",
        "submission": "submit/2026-06-01T14-32-05Z-a1b2c3d",
        "commit": "https://git.example/alice/commit/1",
        "release": "https://git.example/alice/releases/1",
    }
    assert found["review"] == "https://git.example/alice/compare/0...1"


def test_commit_is_reviewed_where_there_is_nothing_to_compare(build: Build, run: Run) -> None:
    environment = {name: value for name, value in run.environment.items() if name != "REVIEW_URL"}
    found = result(build.reports["right"](), run._replace(environment=environment))
    assert found["review"] == found["commit"]


def test_what_the_runner_stamps_is_taken_where_it_is_told(build: Build, run: Run) -> None:
    told = run._replace(environment={**run.environment, "OWNER": "alice", "ASSIGNMENT_TYPE": "individual"})
    found = result(build.reports["right"](), told)
    assert (found["owner"], found["assignment_type"]) == ("alice", "individual")
    assert "owner" not in result(build.reports["right"](), run)


def test_time_is_utc(build: Build, run: Run) -> None:
    there = datetime(2026, 6, 1, 22, 32, 5, tzinfo=timezone(timedelta(hours=8)))
    assert result(build.reports["right"](), run._replace(now=there))["datetime"] == "2026-06-01T14:32:05Z"


def test_tests_are_the_cases_with_whole_points(build: Build, run: Run) -> None:
    found = result(build.reports["wrong_answer"](), run)
    assert (found["score"], found["max-score"]) == (20, 60)
    assert found["tests"][1] == {"test-name": "sample", "passed": False, "score": 0, "max-score": 10}
    assert found["tests"][5] == {"test-name": "rectangular", "passed": True, "score": 10, "max-score": 10}


def test_failure_of_the_grader_is_no_zero(build: Build, run: Run) -> None:
    found = json.loads(render_classroom50(build.reports["internal_error"](), lang="en", run=run))
    assert "score" not in found
