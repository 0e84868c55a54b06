"""What `exercises/course.yaml` says, and what is said of its mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.errors import CourseError
from grader.suite.course import find_course
from grader.suite.unit import load_unit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.choosing.small_unit import MakeUnit

IDS = ("loss_backward", "scale_backward", "scale_forward", "two_classes")


def test_without_the_file_exercises_stand_in_the_order_of_the_alphabet(make_unit: MakeUnit) -> None:
    unit = load_unit(make_unit())
    assert (unit.levels, unit.title, unit.default) == (IDS, None, None)


def test_levels_come_in_their_order_and_others_after_them(make_unit: MakeUnit) -> None:
    unit = load_unit(make_unit("title: {zh: 单元, en: A unit}\nlevels: [two_classes, scale_forward]\n"))
    assert unit.levels == ("two_classes", "scale_forward", "loss_backward", "scale_backward")
    assert unit.title is not None
    assert unit.title.en == "A unit"


@pytest.mark.parametrize(
    ("text", "line", "column", "told"),
    [
        ("levels: [scale_forward, scale_bakward]", 1, 25, "did you mean 'scale_backward'?"),
        ("levels:\n  - two_classes\n  - two_classes", 3, 5, "stands here again, after line 2"),
        ("levels: two_classes", 1, 9, "list"),
        ("default: scale", 1, 10, "expected one of loss_backward"),
        ("defualt: two_classes", 1, 1, "did you mean 'default'?"),
        ("title: A unit", 1, 8, ""),
        ("levels: [../two_classes]", 1, 10, ""),
        ("[]", 1, 1, ""),
    ],
)
def test_mistakes_are_told_with_their_place(
    make_unit: MakeUnit, text: str, line: int, column: int, told: str
) -> None:
    with pytest.raises(CourseError) as caught:
        load_unit(make_unit(text))
    problem = caught.value.problems[0]
    assert problem.path.name == "course.yaml"
    assert (problem.line, problem.column) == (line, column)
    assert told in caught.value.text("en")


def test_all_mistakes_are_told_at_once(make_unit: MakeUnit) -> None:
    with pytest.raises(CourseError) as caught:
        load_unit(make_unit("levels: [nothing, two_classes, two_classes]\ndefault: nowhere\n"))
    assert [problem.line for problem in caught.value.problems] == [1, 1, 2]


def test_the_file_is_no_link_out_of_the_course(make_unit: MakeUnit, tmp_path: Path) -> None:
    course = make_unit()
    (tmp_path / "elsewhere.yaml").write_text("levels: []\n", encoding="utf-8")
    (course.root / "exercises" / "course.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(CourseError) as caught:
        load_unit(course)
    assert caught.value.problems[0].told.key == "suite.outside_course"


def test_the_own_course_says_the_order_of_all_its_exercises() -> None:
    course = find_course(None, {})
    unit = load_unit(course)
    assert sorted(unit.levels) == course.exercise_ids()
    assert unit.default == "maxpool_backward"
    text = (course.root / "exercises" / "course.yaml").read_text(encoding="utf-8")
    assert all(name in text for name in unit.levels)
