"""What mostly lies behind a wrong type or shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.diagnosis import HELPING_MAX
from grader.diagnosis.clues import first_of
from grader.diagnosis.forms import form_clue
from grader.model.judgement import Judgement, Mismatch, Verdict, WrongShape, WrongType
from grader.model.observation import Returned
from grader.model.seen import Seen

if TYPE_CHECKING:
    from grader.model.judgement import Difference
    from tests.diagnosis.conftest import SmallCourse

KNOWN: list[tuple[Difference, str]] = [
    (WrongType(actual_type="tuple"), "form_tuple"),
    (WrongType(actual_type="list"), "form_list"),
    (WrongType(actual_type="ndarray", dtype="|O"), "form_objects"),
    (WrongType(actual_type="method"), "form_not_called"),
    (WrongType(actual_type="float64"), "form_number"),
    (WrongType(actual_type="int"), "form_number"),
    (WrongShape(actual=(2, 0, 0), expected=(2, 4, 4)), "form_empty"),
    (WrongShape(actual=(3,), expected=()), "form_no_number"),
    (WrongShape(actual=(1, 3), expected=(3,)), "form_ones"),
    (WrongShape(actual=(3, 2), expected=(3, 2, 1)), "form_ones"),
    (WrongShape(actual=(3, 2), expected=(2, 3)), "form_order"),
    (WrongShape(actual=(6,), expected=(2, 3)), "form_same_size"),
]
UNKNOWN: list[Difference] = [
    WrongType(actual_type="str"),
    WrongType(actual_type="ndarray", dtype="<c16"),
    WrongType(actual_type="NoneType"),
    WrongShape(actual=(2, 4), expected=(2, 3)),
]


def clue_ids(small_course: SmallCourse, *differences: Difference) -> list[str]:
    _, cases = small_course()
    seen = [
        Seen(
            case,
            Returned(values={}),
            Judgement(verdict=Verdict.WA, mismatch=Mismatch(value="dx", given=False, difference=difference)),
        )
        for case, difference in zip(cases, differences, strict=False)
    ]
    return [one.id for one in first_of(map(form_clue, seen), HELPING_MAX)]


@pytest.mark.parametrize(("difference", "clue"), KNOWN)
def test_known_forms(difference: Difference, clue: str, small_course: SmallCourse) -> None:
    assert clue_ids(small_course, difference) == [clue]


@pytest.mark.parametrize("difference", UNKNOWN)
def test_nothing_is_said_of_other_forms(difference: Difference, small_course: SmallCourse) -> None:
    assert clue_ids(small_course, difference) == []


def test_each_is_said_once_and_no_more_than_two(small_course: SmallCourse) -> None:
    first, second = KNOWN[0][0], KNOWN[1][0]
    assert clue_ids(small_course, first, first, second, KNOWN[4][0]) == ["form_tuple", "form_list"]


def test_the_value_is_named(small_course: SmallCourse) -> None:
    _, (case, *_) = small_course()
    mismatch = Mismatch(value="dW", given=False, difference=WrongType(actual_type="tuple"))
    judgement = Judgement(verdict=Verdict.WA, mismatch=mismatch)
    one = form_clue(Seen(case, Returned(values={}), judgement))
    assert one is not None
    assert "dW" in one.told.en
    assert "dW" in one.told.zh
