"""`grade FILE` without `--exercise`: which exercise is taken, and what is said of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from grader.cli import run_command_line
from grader.suite.course import find_course

if TYPE_CHECKING:
    from pathlib import Path

SET_BY_MACHINES = ("GRADE_COURSE", "GRADE_LANG", "GRADE_SECRET", "GRADE_SECRET_FILE", "CI", "FORCE_COLOR")
TWIN = "maxpool_twin"


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


class Grade(Protocol):
    def __call__(self, *arguments: object, lang: str = "en") -> Ran:
        """Run `grade` in this process on a course with two exercises about one class."""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Copy our own exercise twice: nothing in a file tells one from the other."""
    own = find_course(None, {})
    root = tmp_path / "course"
    for name in ("maxpool_backward", TWIN):
        shutil.copytree(own.exercise_folder("maxpool_backward"), root / "exercises" / name)
        cases = (own.root / "cases" / "maxpool_backward.yaml").read_text(encoding="utf-8")
        (root / "cases").mkdir(exist_ok=True)
        text = cases.replace("exercise: maxpool_backward", f"exercise: {name}")
        (root / "cases" / f"{name}.yaml").write_text(text, encoding="utf-8")
    shutil.copytree(own.root / "reference", root / "reference")
    return root


@pytest.fixture
def grade(
    course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Grade:
    for name in SET_BY_MACHINES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, lang: str = "en") -> Ran:
        capsys.readouterr()
        code = run_command_line([*map(str, arguments), "--course", str(course), "--lang", lang])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def right() -> Path:
    return find_course(None, {}).root / "examples" / "right.py"


def _default(course: Path, name: str) -> None:
    (course / "exercises" / "course.yaml").write_text(f"default: {name}\n", encoding="utf-8")


def _own_template(course: Path, name: str) -> None:
    """Make one of the two need another class, too."""
    path = course / "exercises" / name / "template.py"
    path.write_text(f"{path.read_text('utf-8')}\n\nclass Other:\n    pass\n", encoding="utf-8")


def test_the_report_says_which_exercise_was_found(grade: Grade, course: Path, right: Path) -> None:
    _own_template(course, TWIN)
    assert "exercise maxpool_backward, as the file shows (--exercise ID decides)" in grade(right).out
    assert "练习：maxpool_backward（根据文件内容判断" in grade(right, lang="zh").out


def test_the_exercise_that_was_named_is_named_in_commands_alone(
    grade: Grade, course: Path, right: Path
) -> None:
    ran = grade(right, "--exercise", TWIN)
    assert ran.code == 0
    assert "--exercise" not in ran.out
    ran = grade(right.with_name("overlap_assigned.py"), "--exercise", TWIN)
    assert f"overlap_assigned.py --exercise {TWIN} --course {course} --case overlap" in ran.out


def test_the_default_is_taken_of_several_that_fit(grade: Grade, course: Path, right: Path) -> None:
    _default(course, TWIN)
    ran = grade(right)
    assert ran.code == 0
    assert f"exercise {TWIN}, the course's default; the file fits maxpool_backward as well" in ran.out
    assert json.loads(grade(right, "--format", "json").out)["exercise"] == TWIN


def test_a_file_that_fits_nothing_is_graded_by_the_default(
    grade: Grade, course: Path, tmp_path: Path
) -> None:
    _default(course, TWIN)
    (tmp_path / "empty.py").write_text("", encoding="utf-8")
    ran = grade("empty.py")
    assert ran.code == 1
    assert f"exercise {TWIN}, the course's default; the file fits none" in ran.out


def test_without_a_default_several_that_fit_are_a_usage_error(grade: Grade, right: Path) -> None:
    ran = grade(right)
    assert (ran.code, ran.out) == (2, "")
    assert "the file fits several exercises: name one with --exercise (maxpool_backward, max" in ran.err


def test_without_a_default_none_that_fits_is_a_usage_error(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "empty.py").write_text("", encoding="utf-8")
    assert grade("empty.py").code == 2
    assert "（maxpool_backward, maxpool_twin）" in grade("empty.py", lang="zh").err


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are made by pty")
@pytest.mark.parametrize("arguments", [[], ["--format", "json"]])
def test_a_person_at_a_terminal_is_asked_unless_a_program_reads_the_report(
    course: Path, right: Path, tmp_path: Path, arguments: list[str]
) -> None:
    ours, theirs = os.openpty()
    os.write(ours, b"3\n2\n")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "grader", str(right), "--course", str(course), "-o", "out", *arguments],
        stdin=theirs,
        stderr=theirs,
        stdout=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "LANG": "zh_CN.UTF-8"},
        cwd=tmp_path,
        check=False,
        timeout=120,  # who asks once more than is answered would wait for ever
    )
    os.close(theirs)
    said = os.read(ours, 1 << 16).decode()
    os.close(ours)
    if arguments:
        assert (done.returncode, (tmp_path / "out").exists()) == (2, False)
        assert "--exercise" in said
    else:
        assert "  1  maxpool_backward  池化层的反向传播" in said
        assert "  2  maxpool_twin  " in said
        assert done.returncode == 0
        assert (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are made by pty")
def test_nobody_is_asked_where_the_submission_was_typed(course: Path, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    os.write(ours, b"class MaxPool:\n    pass\n\x04\x042\n")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "grader", "-", "--course", str(course)],
        stdin=theirs,
        stderr=theirs,
        stdout=subprocess.PIPE,
        env={"PATH": os.environ["PATH"]},
        cwd=tmp_path,
        check=False,
        timeout=120,  # who asks once more than is answered would wait for ever
    )
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, done.stdout) == (2, b"")


def test_commands_without_a_submission_take_the_default(grade: Grade, course: Path) -> None:
    assert "name one with --exercise" in grade("cases", "show", "sample").err
    _default(course, TWIN)
    assert grade("cases", "show", "sample").code == 0


def test_levels_are_listed_in_their_order(grade: Grade, course: Path) -> None:
    (course / "exercises" / "course.yaml").write_text(f"levels: [{TWIN}]\n", encoding="utf-8")
    assert [line.split()[0] for line in grade("list").out.splitlines()] == [TWIN, "maxpool_backward"]


def test_a_wrong_course_file_is_a_course_error(grade: Grade, course: Path, right: Path) -> None:
    _default(course, "maxpool_bakward")
    ran = grade(right)
    assert ran.code == 4
    assert "course.yaml:1:10" in ran.err


def test_checking_the_course_finds_it_too(grade: Grade, course: Path) -> None:
    assert grade("cases", "check").code == 0
    _default(course, "maxpool_bakward")
    ran = grade("cases", "check")
    assert ran.code == 4
    assert "course.yaml:1:10: error: unknown name" in ran.out
