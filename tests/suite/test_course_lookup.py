from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import grader
from grader.errors import CourseError, UsageError
from grader.suite.course import Course, find_course, suite_paths
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from tests.suite.conftest import MakeCourse

CHECKOUT = Path(__file__).resolve().parents[2]


def test_explicit_course_goes_before_the_environment(make_course: MakeCourse, tmp_path: Path) -> None:
    course = make_course()
    assert find_course(str(course.root), {"GRADE_COURSE": str(tmp_path)}) == course


def test_environment_names_a_course(make_course: MakeCourse) -> None:
    course = make_course()
    assert find_course(None, {"GRADE_COURSE": str(course.root)}) == course


def test_without_a_name_the_checkout_itself_is_the_course() -> None:
    assert find_course(None, {}) == Course(CHECKOUT)
    assert find_course(None, {"GRADE_COURSE": ""}) == Course(CHECKOUT)


def test_the_course_inside_an_installed_package_is_found(
    make_course: MakeCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course()
    package = tmp_path.resolve() / "site-packages" / "grader"
    package.mkdir(parents=True)
    course.root.rename(package / "course")
    monkeypatch.setattr(grader, "__file__", str(package / "__init__.py"))
    assert find_course(None, {}) == Course(package / "course")


def test_a_package_without_a_course_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grader, "__file__", str(tmp_path / "grader" / "__init__.py"))
    with pytest.raises(UsageError) as caught:
        find_course(None, {})
    assert caught.value.told.key == "suite.no_own_course"


def test_the_current_folder_is_never_the_course(
    make_course: MakeCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_course().root)
    assert find_course(None, {}).root == CHECKOUT


def test_a_folder_that_is_no_course_says_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    with pytest.raises(UsageError) as caught:
        find_course(str(tmp_path), {})
    assert caught.value.text("en") == f"--course: {str(tmp_path)!r} is no course: it lacks reference/, cases/"


@pytest.mark.parametrize("name", ["nowhere", "a\0b", "", "x" * 5000])
def test_no_folder_at_all_is_a_usage_error(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        find_course(name, {})
    assert caught.value.told.key in {"suite.course_no_folder", "suite.no_course"}


def test_exercises_are_listed_by_their_ids(make_course: MakeCourse) -> None:
    make_course(exercise_id="second_layer")
    make_course(exercise_id="Not An Id")
    course = make_course(exercise_id="first", files={"exercises/empty/statement.md": ""})
    assert course.exercise_ids() == ["first", "second_layer"]


@pytest.mark.parametrize("name", ["windowwed", "../exercises/windowed", "", "no_such", "a\0b"])
def test_unknown_exercise_is_a_usage_error(make_course: MakeCourse, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_exercise(make_course(), name)
    assert caught.value.told.key == "suite.unknown_exercise"


def test_unknown_exercise_gets_a_guess(make_course: MakeCourse) -> None:
    with pytest.raises(UsageError) as caught:
        load_exercise(make_course(), "windowwed")
    assert caught.value.text("en") == "there is no exercise 'windowwed': did you mean 'windowed'?"
    assert caught.value.text("zh") == "没有名为 'windowwed' 的练习，您是不是想写 'windowed'？"


def test_hidden_cases_come_after_public_ones(make_course: MakeCourse) -> None:
    course = make_course(files={"cases/windowed.hidden.yaml": "", "cases/windowed.yaml": ""})
    names = [path.name for path in suite_paths(course, "windowed")]
    assert names == ["windowed.yaml", "windowed.hidden.yaml"]


def test_an_exercise_without_cases_is_a_course_error(make_course: MakeCourse) -> None:
    with pytest.raises(CourseError) as caught:
        suite_paths(make_course(), "windowed")
    assert caught.value.problems[0].told.key == "suite.no_suite"


def test_case_files_are_no_links_out_of_the_course(make_course: MakeCourse, tmp_path: Path) -> None:
    course = make_course()
    (tmp_path / "elsewhere.yaml").write_text("")
    (course.root / "cases" / "windowed.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(CourseError) as caught:
        suite_paths(course, "windowed")
    assert caught.value.problems[0].told.key == "suite.outside_course"
