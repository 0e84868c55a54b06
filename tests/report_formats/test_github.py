"""What a GitHub Actions job prints, and what it adds to the runner's files."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from grader.messages import message
from grader.model.judgement import Verdict
from grader.model.observation import Captured, TraceLine
from grader.model.submission import Submission, TemplateState
from grader.report.github import render_github, step_outputs
from tests.report.conftest import SOURCE
from tests.report_formats.runner import obeyed, read_outputs

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.report import Report
    from grader.report.formats import Run
    from tests.report.conftest import Build
    from tests.report_formats.runner import Command

FIRST_LINE_BETWEEN_BEGIN_AND_END = 14


def annotated(report: Report, run: Run) -> list[Command]:
    return obeyed(render_github(report, lang="en", run=run))[:-4]


def lines(report: Report, run: Run) -> list[str]:
    return [command.properties["line"] for command in annotated(report, run)]


def raised_at(build: Build, *numbers: int, name: str = "a") -> Report:
    trace = tuple(TraceLine(line=number, function="backward") for number in numbers)
    return build.report(build.result(name, Verdict.RTE, build.raised("boom"), trace=trace))


def test_exception_is_pinned_to_the_students_line(build: Build, run: Run) -> None:
    assert lines(raised_at(build, 12, 16), run) == ["16"]


def test_line_between_begin_and_end_comes_before_a_deeper_one(build: Build, run: Run) -> None:
    assert lines(raised_at(build, 12, 16, 10), run) == ["16"]


def test_other_line_stands_in_where_the_trace_knows_no_better(build: Build, run: Run) -> None:
    assert lines(raised_at(build, 6, 10), run) == ["10"]


def test_forged_line_is_not_taken(build: Build, run: Run) -> None:
    assert lines(raised_at(build, 15, 0, -3, 10**9), run) == ["15"]
    assert lines(raised_at(build, 0, -3, 10**9), run) == [str(FIRST_LINE_BETWEEN_BEGIN_AND_END)]


def test_wrong_answer_is_pinned_to_begin(build: Build, run: Run) -> None:
    (command,) = annotated(build.reports["wrong_shape"](), run)
    assert command.properties["line"] == str(FIRST_LINE_BETWEEN_BEGIN_AND_END)
    assert command.properties["file"] == "submission.py"


def test_file_without_markers_is_pinned_to_its_first_line(build: Build, run: Run) -> None:
    told = message("judge.unfilled", call="backward")
    plain = Submission(path="a.py", sha256="ab" * 32, source=SOURCE.replace("Begin", "here"))
    assert lines(build.report(build.result("a", Verdict.WA, told), submission=plain), run) == ["1"]


def test_notebook_is_pinned_as_a_whole(build: Build, run: Run) -> None:
    found = annotated(build.reports["notebook"](), run)
    assert {command.properties["line"] for command in found} == {"1"}
    assert "cell 3, line 10" in found[0].data


def test_standard_input_is_no_file(build: Build, run: Run) -> None:
    assert all("file" not in command.properties for command in annotated(build.reports["unreadable"](), run))


def test_syntax_error_has_line_and_column_and_is_told_once(build: Build, run: Run) -> None:
    first, *others = annotated(build.reports["syntax"](), run)
    assert (first.name, first.properties["line"], first.properties["col"]) == ("error", "14", "27")
    assert [command.name for command in others] == ["warning"]


def test_path_is_told_from_the_root_of_the_repository(
    build: Build, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work" / "fork").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    inside = run._replace(environment={"GITHUB_WORKSPACE": str(tmp_path / "work")})
    for path, shown in (
        ("fork/a.py", "fork/a.py"),
        (str(tmp_path / "work" / "fork" / "a.py"), "fork/a.py"),
        ("../outside.py", "../outside.py"),
    ):
        (command,) = annotated(_with_path(build, path), inside)
        assert command.properties["file"] == shown
    monkeypatch.chdir(tmp_path / "work" / "fork")
    (command,) = annotated(_with_path(build, "a.py"), inside)
    assert command.properties["file"] == "fork/a.py"


def _with_path(build: Build, path: str) -> Report:
    told = message("judge.unfilled", call="backward")
    return build.report(
        build.result("a", Verdict.WA, told), submission=Submission(path=path, sha256="ab" * 32, source=SOURCE)
    )


def test_same_reason_is_told_once(build: Build, run: Run) -> None:
    (command,) = annotated(build.reports["exception"](), run)
    assert command.properties["title"] == "case 2, 3, overlap, stride: runtime error"


def test_public_failures_come_before_hidden_ones(build: Build, run: Run) -> None:
    found = annotated(build.reports["wrong_answer"](), run)
    assert [command.name for command in found] == ["error", "error", "error", "warning"]
    assert found[2].data == "5 leftover: wrong answer"
    assert found[3].data.startswith("note: code outside Begin and End")


def test_what_is_not_the_students_doing_is_a_warning(build: Build, run: Run) -> None:
    found = annotated(build.reports["time_out"](), run)
    assert [command.name for command in found] == ["error", "warning"]
    assert [command.name for command in annotated(build.reports["internal_error"](), run)] == ["warning"]


@pytest.mark.parametrize(
    ("failures", "shown", "more"), [(10, 10, ""), (11, 10, "1 more"), (64, 10, "54 more")]
)
def test_ten_of_a_kind_are_shown_and_the_rest_is_counted(
    build: Build, run: Run, failures: int, shown: int, more: str
) -> None:
    results = [build.result(f"c{at}", Verdict.RTE, build.raised(f"boom {at}")) for at in range(failures)]
    found = annotated(build.report(*results), run)
    assert [command.properties["title"].split(",")[0] for command in found[:2]] == ["case 1", "case 2"]
    assert sum(command.name == "error" for command in found) == shown
    notices = [command.data for command in found if command.name == "notice"]
    assert len(notices) == bool(more)
    assert "".join(notices).startswith(more)


def test_right_submission_is_not_annotated(build: Build, run: Run) -> None:
    assert annotated(build.reports["right"](), run) == []


def test_missing_markers_are_pointed_out(build: Build, run: Run) -> None:
    report = build.report(build.result("a"), template=TemplateState(markers=False))
    (command,) = annotated(report, run)
    assert (command.name, command.properties["line"]) == ("warning", "1")


def test_percent_signs_and_line_ends_come_back_as_they_were(build: Build, run: Run) -> None:
    told = build.raised("50%0A, 100%25: a%2C b\nnext")
    (command,) = annotated(build.report(build.result("x:y,z%3A", Verdict.RTE, told)), run)
    assert "50%0A, 100%25: a%2C b" in command.data
    assert "\n| next" in command.data
    assert "x:y,z%3A" in command.properties["title"]


def test_text_report_is_printed_where_no_command_is_obeyed(build: Build, run: Run) -> None:
    printed = Captured(text="::error::x\n##[error]y\n")
    report = build.report(build.result("a", Verdict.RTE, build.raised("boom"), printed=printed))
    words = (f"token{number}" for number in count())
    log = render_github(report, lang="en", run=run, token=lambda: next(words)).split("\n")
    begin, end = log.index("::stop-commands::token0"), log.index("::token0::")
    inside = log[begin + 1 : end]
    assert any("case 1" in line for line in inside)
    assert [command.name for command in obeyed("\n".join(log))][-4:] == [
        "group",
        "stop-commands",
        "token0",
        "endgroup",
    ]


def test_word_that_resumes_commands_cannot_be_guessed(build: Build, run: Run) -> None:
    report = build.reports["right"]()
    words = {obeyed(render_github(report, lang="en", run=run))[-3].data for _ in range(20)}
    assert len(words) == 20
    assert all(len(word) >= 32 for word in words)


def test_last_line_is_the_score(build: Build, run: Run) -> None:
    assert render_github(build.reports["wrong_answer"](), lang="zh", run=run).endswith(
        "得分：20/60   结果：答案错误\n"
    )
    assert (
        render_github(build.reports["internal_error"](), lang="en", run=run)
        .split("\n")[-2]
        .startswith("not scored")
    )


def test_chosen_cases_alone_are_in_the_text(build: Build, run: Run) -> None:
    chosen = run._replace(names=("basic",))
    assert "of the chosen cases only" in render_github(build.reports["wrong_answer"](), lang="en", run=chosen)


def test_outputs_of_the_step(build: Build) -> None:
    assert read_outputs(step_outputs(build.reports["right"]())) == {
        "score": "100",
        "max-score": "100",
        "passed": "true",
        "verdict": "AC",
    }
    assert read_outputs(step_outputs(build.reports["internal_error"]()))["score"] == ""
    assert step_outputs(build.reports["right"]()) != step_outputs(build.reports["right"]())
