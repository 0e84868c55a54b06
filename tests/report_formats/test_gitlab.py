"""GitLab's code quality issues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.messages import message
from grader.model.judgement import Verdict
from grader.model.observation import TraceLine
from grader.model.submission import Submission, TemplateState
from grader.report.gitlab import render_gitlab
from tests.report.conftest import SOURCE
from tests.report_formats.consumers import check_gitlab

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.report import Report
    from grader.report.formats import Run
    from tests.report.conftest import Build


def issues(report: Report, run: Run) -> list[dict[str, Any]]:
    return check_gitlab(render_gitlab(report, lang="en", run=run))


def raised_at(build: Build, line: int, source: str = SOURCE) -> Report:
    return build.report(
        build.result(
            "a", Verdict.RTE, build.raised("boom"), trace=(TraceLine(line=line, function="backward"),)
        ),
        submission=Submission(path="a.py", sha256="cd" * 32, source=source),
    )


def test_fingerprint_stays_when_the_line_moves(build: Build, run: Run) -> None:
    (before,), (after,) = (
        issues(raised_at(build, 16), run),
        issues(raised_at(build, 18, f"\n\n{SOURCE}"), run),
    )
    assert (before["location"]["lines"]["begin"], after["location"]["lines"]["begin"]) == (16, 18)
    assert before["fingerprint"] == after["fingerprint"]


def test_fingerprint_stays_when_the_reason_changes(build: Build, run: Run) -> None:
    other = build.report(
        build.result("a", Verdict.WA, message("judge.unfilled", call="backward")),
        submission=Submission(path="a.py", sha256="ef" * 32, source=SOURCE),
    )
    (before,), (after,) = issues(raised_at(build, 16), run), issues(other, run)
    assert before["description"] != after["description"]
    assert before["fingerprint"] == after["fingerprint"]


def test_cases_files_and_exercises_have_fingerprints_of_their_own(build: Build, run: Run) -> None:
    results = [build.result(name, Verdict.RTE, build.raised("boom")) for name in ("a", "b")]
    here = build.report(*results)
    there = build.report(*results, submission=Submission(path="other.py", sha256="cd" * 32, source=SOURCE))
    prints = {issue["fingerprint"] for report in (here, there) for issue in issues(report, run)}
    assert len(prints) == 4


@pytest.mark.parametrize(
    ("verdict", "severity"),
    [
        (Verdict.CE, "blocker"),
        (Verdict.RTE, "critical"),
        (Verdict.TLE, "critical"),
        (Verdict.MLE, "critical"),
        (Verdict.OLE, "critical"),
        (Verdict.WA, "major"),
        (Verdict.SC, "minor"),
        (Verdict.IE, "info"),
    ],
)
def test_severity(build: Build, run: Run, verdict: Verdict, severity: str) -> None:
    (issue,) = issues(build.report(build.result("a", verdict, message("judge.not_run"))), run)
    assert issue["severity"] == severity


def test_file_that_cannot_be_imported_is_one_issue(build: Build, run: Run) -> None:
    first, *others = issues(build.reports["syntax"](), run)
    assert first["check_name"] == "layer_backward/import"
    assert first["location"]["lines"]["begin"] == 14
    assert [issue["check_name"] for issue in others] == ["layer_backward/template"]


def test_right_submission_has_no_issue(build: Build, run: Run) -> None:
    assert render_gitlab(build.reports["right"](), lang="en", run=run) == "[]\n"


def test_changed_template_is_information(build: Build, run: Run) -> None:
    changed = TemplateState(markers=True, modified_outside_markers=True)
    (issue,) = issues(build.report(build.result("a"), template=changed), run)
    assert (issue["severity"], issue["location"]["lines"]["begin"]) == ("info", 1)


def test_path_is_told_from_the_root_of_the_project(
    build: Build, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    inside = run._replace(environment={"CI_PROJECT_DIR": str(tmp_path)})
    for path in ("./a.py", str(tmp_path / "a.py")):
        report = build.report(
            build.result("a", Verdict.RTE, build.raised("boom")),
            submission=Submission(path=path, sha256="cd" * 32, source=SOURCE),
        )
        assert issues(report, inside)[0]["location"]["path"] == "a.py"
