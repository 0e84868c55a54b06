"""How files become misconceptions, and misconceptions answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from grader.errors import CourseError
from grader.oracle.solutions import Failed

if TYPE_CHECKING:
    from tests.diagnosis.conftest import SmallCourse

DOCSTRING = '''"""The sign is wrong.

zh: 你的结果差一个
    负号，
    x 轴
    正常。
en: Your result has
    the wrong sign.
shows: any, overlap
"""
'''
OPPOSITE = f"""{DOCSTRING}
from ...layer import Layer as Reference

class Layer(Reference):
    def backward(self, dy):
        return -super().backward(dy)
"""


def test_docstring_is_read_part_by_part(small_course: SmallCourse) -> None:
    catalogue, _ = small_course({"opposite.py": OPPOSITE})
    (known,) = catalogue.misconceptions
    assert known.id == "opposite"
    assert known.explanation.zh == "你的结果差一个负号，x 轴正常。"
    assert known.explanation.en == "Your result has the wrong sign."
    assert known.shows == ("any", "overlap")


def test_misconceptions_are_in_the_order_of_their_ids(small_course: SmallCourse) -> None:
    catalogue, _ = small_course(dict.fromkeys(("c.py", "a.py", "b.py"), OPPOSITE))
    assert [one.id for one in catalogue.misconceptions] == ["a", "b", "c"]


def test_a_folder_is_not_needed(small_course: SmallCourse) -> None:
    catalogue, _ = small_course()
    assert catalogue.misconceptions == ()
    assert catalogue.course_clues() == ()


def test_files_with_an_underscore_are_no_misconceptions(small_course: SmallCourse) -> None:
    catalogue, _ = small_course({"_parts.py": "x = 1\n", "opposite.py": OPPOSITE})
    assert [one.id for one in catalogue.misconceptions] == ["opposite"]


def test_all_files_with_mistakes_are_told_at_once(small_course: SmallCourse) -> None:
    files = {
        "a.py": '"""Nothing."""\n',
        "b.py": "def (:\n",
        "c.py": DOCSTRING.replace("shows: any, overlap\n", ""),
    }
    with pytest.raises(CourseError) as caught:
        small_course(files)
    told = {problem.path.name: problem.text("en") for problem in caught.value.problems}
    assert "missing: zh, en, shows" in told["a.py"]
    assert "not valid Python" in told["b.py"]
    assert "missing: shows" in told["c.py"]


def test_files_are_not_executed_when_they_are_read(small_course: SmallCourse) -> None:
    catalogue, _ = small_course({"loud.py": f"{DOCSTRING}\nraise SystemExit\n"})
    assert [one.id for one in catalogue.misconceptions] == ["loud"]


def test_a_file_that_cannot_be_loaded_is_a_mistake_of_the_course(small_course: SmallCourse) -> None:
    catalogue, cases = small_course({"loud.py": f"{DOCSTRING}\nraise SystemExit\n"})
    with pytest.raises(CourseError, match="not_loaded") as caught:
        catalogue.answer(catalogue.misconceptions[0], cases[0])
    assert caught.value.problems[0].path.name == "loud.py"


def test_a_file_without_the_class_is_a_mistake_of_the_course(small_course: SmallCourse) -> None:
    catalogue, cases = small_course({"empty.py": DOCSTRING})
    with pytest.raises(CourseError, match="no_class"):
        catalogue.answer(catalogue.misconceptions[0], cases[0])


def test_answer_is_what_the_misconception_gives(small_course: SmallCourse) -> None:
    catalogue, cases = small_course({"opposite.py": OPPOSITE})
    answer = catalogue.answer(catalogue.misconceptions[0], cases[0])
    assert isinstance(answer, dict)
    np.testing.assert_array_equal(answer["y"], cases[0].expected["y"])
    np.testing.assert_array_equal(answer["dx"], np.negative(cases[0].expected["dx"]))


def test_answers_are_computed_once_for_each_case(small_course: SmallCourse) -> None:
    counting = f"""{DOCSTRING}
from ...layer import Layer as Reference

MADE = []

class Layer(Reference):
    def __init__(self, k):
        super().__init__(k)
        MADE.append(k)

    def backward(self, dy):
        return dy + len(MADE)
"""
    catalogue, cases = small_course({"counting.py": counting})
    (known,) = catalogue.misconceptions
    assert catalogue.answer(known, cases[0]) is catalogue.answer(known, cases[0])
    other = catalogue.answer(known, cases[1])
    assert isinstance(other, dict)
    np.testing.assert_array_equal(other["dx"], cases[1].inputs["dy"] + 2)


def test_another_draw_of_a_case_has_answers_of_its_own(small_course: SmallCourse) -> None:
    catalogue, cases = small_course({"opposite.py": OPPOSITE})
    redrawn = msgspec.structs.replace(cases[0], inputs={**cases[0].inputs, "dy": cases[0].inputs["dy"] + 1})
    one, other = (catalogue.answer(catalogue.misconceptions[0], case) for case in (cases[0], redrawn))
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    np.testing.assert_allclose(np.asarray(other["dx"]), np.asarray(one["dx"]) - cases[0].spec.params["k"])


def test_an_exception_is_an_answer_that_keeps_no_frames(small_course: SmallCourse) -> None:
    raising = OPPOSITE.replace("return -super().backward(dy)", "raise KeyError('k')")
    catalogue, cases = small_course({"raising.py": raising})
    answer = catalogue.answer(catalogue.misconceptions[0], cases[0])
    assert isinstance(answer, Failed)
    assert (answer.call, answer.type_name, str(answer.error)) == ("backward", "KeyError", "'k'")
    assert answer.error.__traceback__ is None


def test_inputs_are_handed_over_as_copies(small_course: SmallCourse) -> None:
    spoiling = OPPOSITE.replace("return -super().backward(dy)", "dy *= 0; self.x *= 0; return dy")
    catalogue, cases = small_course({"spoiling.py": spoiling})
    before = {name: array.copy() for name, array in cases[0].inputs.items()}
    catalogue.answer(catalogue.misconceptions[0], cases[0])
    for name, array in before.items():
        np.testing.assert_array_equal(cases[0].inputs[name], array)


def test_what_a_misconception_prints_stays_off_standard_output(
    small_course: SmallCourse, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue, cases = small_course({"loud.py": OPPOSITE.replace("return", "print('here'); return")})
    catalogue.answer(catalogue.misconceptions[0], cases[0])
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "here\n")
