"""`--format` and `--report` on the command line: files whole or not at all, no word of hidden cases."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from grader.report.formats import FORMATS
from tests.cli.runs import ending, filled, grade_command, written
from tests.report_formats.conftest import ENVIRONMENT
from tests.report_formats.consumers import CONSUMERS, check_github, check_junit
from tests.report_formats.runner import read_outputs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HIDDEN = """\
exercise: maxpool_backward
cases:
  - name: seen
    seed: 5
    params: {pool_h: 2, pool_w: 2, stride: 2, pad: 0}
    x: {shape: [1, 1, 4, 4]}
    points: 1
  - name: unseen
    seed: 918273645
    params: {pool_h: 3, pool_w: 5, stride: 4, pad: 1}
    x: {shape: [2, 3, 17, 19], draw: {low: 31337.5, high: 31338.5}}
    visibility: hidden
    points: 3
    explain: {zh: CANARY, en: CANARY}
"""
SPIES = """\
        seen = ("CAN" + "ARY", self.x.shape, self.x.ravel()[:3])
        print(*seen)
        if self.x.size > 100:
            raise ValueError(*seen)
        return dout
"""
CANARIES = ("CANARY", "31337", "31338", "918273645", "17, 19", "pool_w=5")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Grade(Protocol):
    def __call__(self, *arguments: object, **environment: str) -> Ran:
        """Run `grade` in the test's folder; nothing but what is given is in the environment."""


@pytest.fixture
def grade(tmp_path: Path) -> Grade:
    def run(*arguments: object, **environment: str) -> Ran:
        clean = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environment}
        done = subprocess.run(
            [*grade_command(), *map(str, arguments)],
            cwd=tmp_path,
            env=clean,
            capture_output=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    return written(tmp_path, "wrong.py", ending("return dx + 1")).name


@pytest.fixture
def right(tmp_path: Path) -> str:
    return written(tmp_path, "right.py", filled()).name


def reports(folder: Path, names: Mapping[str, object] = FORMATS) -> list[str]:
    return [f"--report={name}={folder / name}" for name in names]


def test_all_formats_come_of_one_run(grade: Grade, wrong: str, tmp_path: Path) -> None:
    ran = grade(wrong, *reports(tmp_path), "--report", "text=report.txt", **ENVIRONMENT)
    assert ran.code == 1
    assert ran.err == ""
    for name in FORMATS:
        CONSUMERS[name]((tmp_path / name).read_bytes().decode())
    assert (tmp_path / "report.txt").read_text("utf-8").split("\n")[3:9] == ran.out.split("\n")[3:9]


@pytest.mark.parametrize("form", ["json", "csv", "github"])
def test_format_goes_to_standard_output_and_to_a_file(
    grade: Grade, wrong: str, form: str, tmp_path: Path
) -> None:
    printed = grade(wrong, "--format", form, **ENVIRONMENT)
    assert printed.err == ""
    CONSUMERS[form](printed.out)
    silent = grade(wrong, "--format", form, "-o", "out", **ENVIRONMENT)
    assert silent == (1, "", "")
    CONSUMERS[form]((tmp_path / "out").read_bytes().decode())


def test_hidden_case_is_in_no_output_of_any_format(grade: Grade, tmp_path: Path) -> None:
    written(tmp_path, "cases.yaml", HIDDEN)
    spy = written(tmp_path, "spy.py", filled(SPIES)).name
    out = tmp_path / "out"
    out.mkdir()
    ran = grade(
        spy, "--cases", "cases.yaml", "--format", "github", "-v", *reports(out), "--report", "text=out/text",
        GITHUB_STEP_SUMMARY=str(out / "summary.md"), GITHUB_OUTPUT=str(out / "outputs"), **ENVIRONMENT,
    )  # fmt: skip
    assert ran.code == 1
    outputs = {path.name: path.read_bytes().decode() for path in out.iterdir()}
    outputs |= {"standard output": ran.out, "standard error": ran.err}
    assert set(outputs) == {*FORMATS, "text", "summary.md", "outputs", "standard output", "standard error"}
    said = outputs["json"].count("CANARY")
    assert said, "what the public case printed is there"
    for name, text in outputs.items():
        # The public case's own line is the only one that may say it: `CANARY (1, 1, 4, 4) ...`.
        rest = text.replace("CANARY (1, 1, 4, 4)", "")
        assert not [canary for canary in CANARIES if canary in rest], name


def test_unknown_format_is_refused_with_a_guess(grade: Grade, right: str, tmp_path: Path) -> None:
    ran = grade(right, "--report", "jnit=out.xml")
    assert ran.code == 2
    assert ran.out == ""
    assert "'jnit' is not one of text, json" in ran.err
    assert "did you mean 'junit'?" in ran.err
    assert not (tmp_path / "out.xml").exists()


@pytest.mark.parametrize("value", ["junit", "junit=", "=out.xml", ""])
def test_report_without_name_or_file_is_refused(grade: Grade, right: str, value: str) -> None:
    ran = grade(right, "--report", value)
    assert ran.code == 2
    assert "expected NAME=FILE" in ran.err


def test_report_to_standard_output_is_refused(grade: Grade, right: str) -> None:
    ran = grade(right, "--report", "junit=-")
    assert ran.code == 2
    assert "--format" in ran.err


@pytest.mark.parametrize("second", ["--report=csv=out", "--report=csv=./out", "--output=out"])
def test_file_is_not_written_twice(grade: Grade, right: str, second: str, tmp_path: Path) -> None:
    ran = grade(right, "--report=junit=out", second)
    assert ran.code == 2
    assert "written twice" in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("target", ["right.py", "nowhere/out.xml", "."])
def test_file_that_cannot_be_written_is_refused_before_grading(
    grade: Grade, right: str, target: str, tmp_path: Path
) -> None:
    before = (tmp_path / right).read_bytes()
    ran = grade(right, "--report", "csv=out.csv", "--report", f"junit={target}")
    assert (ran.code, ran.out) == (2, "")
    assert (tmp_path / right).read_bytes() == before
    assert not (tmp_path / "out.csv").exists()


def test_file_name_may_hold_an_equals_sign(grade: Grade, right: str, tmp_path: Path) -> None:
    assert grade(right, "--report", "junit=a=b.xml").code == 0
    check_junit((tmp_path / "a=b.xml").read_text("utf-8"))


def test_classroom50_says_which_variables_it_lacks(grade: Grade, right: str) -> None:
    ran = grade(right, "--format", "classroom50", CLASSROOM="x", COMMIT_URL="y")
    assert (ran.code, ran.out) == (2, "")
    assert "ASSIGNMENT, SUBMISSION_TAG, RELEASE_URL" in ran.err


def test_exit_zero_goes_with_every_format(grade: Grade, wrong: str) -> None:
    assert grade(wrong, "--format", "classroom50", "--exit-zero", **ENVIRONMENT).code == 0


def test_github_files_are_added_to(grade: Grade, wrong: str, tmp_path: Path) -> None:
    written(tmp_path, "summary.md", "before\n\n")
    written(tmp_path, "outputs", "a=b\n")
    ran = grade(wrong, "--format", "github", GITHUB_STEP_SUMMARY="summary.md", GITHUB_OUTPUT="outputs")
    check_github(ran.out)
    assert (tmp_path / "summary.md").read_text("utf-8").startswith("before\n\n## <code>")
    values = read_outputs((tmp_path / "outputs").read_text("utf-8").removeprefix("a=b\n"))
    assert values == {"score": "0", "max-score": "100", "passed": "false", "verdict": "WA"}


def test_github_files_are_left_alone_where_they_are_not_named_or_not_asked_for(
    grade: Grade, wrong: str, tmp_path: Path
) -> None:
    before = set(tmp_path.iterdir())
    grade(wrong, "--format", "github", GITHUB_STEP_SUMMARY="", GITHUB_OUTPUT="")
    grade(wrong, "--format", "junit", GITHUB_STEP_SUMMARY="summary.md", GITHUB_OUTPUT="outputs")
    assert set(tmp_path.iterdir()) == before


def test_report_of_the_form_github_adds_to_the_files_too(grade: Grade, wrong: str, tmp_path: Path) -> None:
    ran = grade(wrong, "--report", "github=log", GITHUB_OUTPUT="outputs")
    assert "::error" not in ran.out
    check_github((tmp_path / "log").read_text("utf-8"))
    assert (tmp_path / "outputs").exists()


def test_full_summary_takes_no_more(grade: Grade, wrong: str, tmp_path: Path) -> None:
    written(tmp_path, "summary.md", b"x" * ((1 << 20) - 10))
    grade(wrong, "--format", "github", GITHUB_STEP_SUMMARY="summary.md")
    assert (tmp_path / "summary.md").stat().st_size == (1 << 20) - 10


def test_quiet_says_the_result_alone_beside_a_whole_report(grade: Grade, wrong: str, tmp_path: Path) -> None:
    ran = grade(wrong, "-q", "--report", "text=report.txt")
    assert ran.out.count("\n") == 1
    assert (tmp_path / "report.txt").read_text("utf-8").count("\n") > 10
