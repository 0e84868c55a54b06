"""What is said of a failing submission: only what its public cases, or those that may be used, agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest

from grader.diagnosis import CLUES_MAX, diagnose
from grader.judge import judge
from grader.model.observation import (
    ExceptionInfo,
    Raised,
    Returned,
    ReturnedArray,
    ReturnedNothing,
    ReturnedOther,
    TimedOut,
)
from grader.model.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.diagnosis.catalogue import Catalogue
    from grader.model.case import Case, Visibility
    from grader.model.diagnosis import Diagnosis
    from grader.model.observation import Observation, ReturnedValue
    from tests.diagnosis.conftest import SmallCourse

ATOL: Final = 1e-5
HIDDEN: Final[tuple[Visibility, ...]] = ("hidden",)


def known(body: str) -> str:
    return f'''"""A misconception.

zh: 错。
en: wrong.
shows: any
"""
from ...layer import Layer as Reference

class Layer(Reference):
    def backward(self, dy):
        {body}
'''


FILES = {
    "opposite.py": known("return -dy * self.k"),
    "forgot_k.py": known("return dy"),
    "minus_for_two.py": known("return dy * self.k * (-1 if self.k == 2 else 1)"),
    "raising.py": known("raise ValueError('cannot reshape array of size 24 into shape (2,3)')"),
}


def seen(case: Case, observation: Observation) -> Seen:
    return Seen(case, observation, judge(case, observation, atol=ATOL))


def returned(case: Case, change: Callable[[np.ndarray[Any, Any]], np.ndarray[Any, Any]]) -> Seen:
    """A submission that does something to every dx."""
    values = {
        name: ReturnedArray(array=change(array) if name.startswith("dx") else array)
        for name, array in case.expected.items()
    }
    return seen(case, Returned(values=dict(values)))


def right(case: Case) -> Seen:
    return returned(case, lambda dx: dx)


def raised(case: Case, text: str, type_name: str = "ValueError") -> Seen:
    info = ExceptionInfo(type_name=type_name, text=text)
    return seen(case, Raised(call="backward", exception=info))


def names(catalogue: Catalogue, found: Sequence[Seen], **options: Any) -> list[str]:  # noqa: ANN401 - those of diagnose
    diagnosis = diagnose(catalogue, found, atol=ATOL, **options)
    return [] if diagnosis is None else [one.id for one in diagnosis.misconceptions]


def clue_ids(diagnosis: Diagnosis | None) -> list[str]:
    return [] if diagnosis is None else [clue.id for clue in diagnosis.clues]


def test_nothing_is_said_of_a_right_submission(small_course: SmallCourse) -> None:
    catalogue, cases = small_course(FILES)
    assert diagnose(catalogue, [right(case) for case in cases], atol=ATOL) is None


def test_misconception_with_the_same_results_is_named(small_course: SmallCourse) -> None:
    catalogue, cases = small_course(FILES)
    assert names(catalogue, [returned(case, lambda dx: -dx) for case in cases]) == ["opposite"]


def test_one_case_that_disagrees_is_enough_for_no_name(small_course: SmallCourse) -> None:
    catalogue, cases = small_course(FILES)
    found = [returned(case, lambda dx: -dx) for case in cases]
    found[0] = returned(cases[0], lambda dx: -dx + 1e-3)
    assert names(catalogue, found) == []


def test_misconception_that_fails_where_the_submission_passes_is_not_named(small_course: SmallCourse) -> None:
    catalogue, (one, three, unseen, again) = small_course(FILES)
    found = [returned(one, lambda dx: -dx), right(three), right(unseen), returned(again, lambda dx: -dx)]
    assert names(catalogue, found) == ["minus_for_two"]


def test_misconception_that_passes_where_the_submission_just_fails_is_not_named(
    small_course: SmallCourse,
) -> None:
    body = "return dy * self.k + (0.9e-5 if self.k == 3 else 1)"
    catalogue, (one, three, *_) = small_course({"nearly.py": known(body)})
    found = [returned(one, lambda dx: dx + 1), returned(three, lambda dx: dx + 1.5e-5)]
    assert names(catalogue, found[:1]) == ["nearly"]
    assert names(catalogue, found) == []


def test_misconceptions_that_cannot_be_told_apart_are_both_named(small_course: SmallCourse) -> None:
    catalogue, (one, *_) = small_course(FILES)
    assert names(catalogue, [returned(one, lambda dx: -dx)]) == ["minus_for_two", "opposite"]


def test_more_than_three_are_not_named(small_course: SmallCourse) -> None:
    catalogue, (one, *_) = small_course({f"{name}.py": FILES["opposite.py"] for name in "abcd"})
    assert names(catalogue, [returned(one, lambda dx: -dx)]) == []


def test_exception_is_matched_by_class_and_gist(small_course: SmallCourse) -> None:
    catalogue, cases = small_course(FILES)
    text = "cannot reshape array of size 24 into shape (6,)"
    assert names(catalogue, [raised(case, text) for case in cases]) == ["raising"]
    assert names(catalogue, [raised(case, "too bad") for case in cases]) == []
    assert names(catalogue, [raised(case, text, "TypeError") for case in cases]) == []


def test_what_is_no_array_is_matched_by_its_type(small_course: SmallCourse) -> None:
    catalogue, (one, *_) = small_course({"tuple.py": known("return dy * self.k, 1")})
    out = ReturnedArray(array=one.expected["y"])
    values = [ReturnedOther(type_name="tuple"), ReturnedOther(type_name="list")]
    found = [seen(one, Returned(values={"y": out, "dx": value})) for value in values]
    assert [names(catalogue, [each]) for each in found] == [["tuple"], []]


def test_advice_is_given_where_no_misconception_is_known(small_course: SmallCourse) -> None:
    catalogue, cases = small_course(FILES)
    known_text, other_text = (f"cannot reshape array of size {size} into shape (6,)" for size in (24, 25))
    assert clue_ids(diagnose(catalogue, [raised(case, known_text) for case in cases], atol=ATOL)) == []
    assert clue_ids(diagnose(catalogue, [raised(case, other_text) for case in cases], atol=ATOL)) == [
        "raised_reshape"
    ]


def test_a_case_that_timed_out_leaves_no_name(small_course: SmallCourse) -> None:
    catalogue, cases = small_course(FILES)
    found = [returned(case, lambda dx: -dx) for case in cases]
    assert names(catalogue, [*found[1:], seen(cases[0], TimedOut(limit_seconds=1.0))]) == []


def test_unfilled_body_is_given_no_name(small_course: SmallCourse) -> None:
    catalogue, (one, *_) = small_course(FILES)
    values: dict[str, ReturnedValue] = {"y": ReturnedArray(array=one.expected["y"]), "dx": ReturnedNothing()}
    assert diagnose(catalogue, [seen(one, Returned(values=values))], atol=ATOL) is None


def test_hidden_cases_are_not_used(small_course: SmallCourse) -> None:
    catalogue, (one, three, unseen, again) = small_course(FILES)
    found = [right(one), right(three), returned(unseen, lambda dx: -dx), right(again)]
    assert diagnose(catalogue, found, atol=ATOL) is None


def test_hidden_cases_may_be_allowed_to_give_a_name_but_never_a_clue(small_course: SmallCourse) -> None:
    catalogue, (one, three, unseen, again) = small_course({"k_twice.py": known(
        "return dy * self.k if dy.shape[2] < 5 else dy * self.k ** 2"
    )})  # fmt: skip
    found = [right(one), right(three), returned(unseen, lambda dx: 2 * dx), right(again)]
    diagnosis = diagnose(catalogue, found, atol=ATOL, visibilities=("public", "hidden"))
    assert diagnosis is not None
    assert [known.id for known in diagnosis.misconceptions] == ["k_twice"]
    assert diagnosis.clues == ()


def test_of_several_mistakes_that_of_one_case_is_told(small_course: SmallCourse) -> None:
    catalogue, (one, three, unseen, again) = small_course(FILES)
    found = [
        returned(one, lambda dx: dx + 1),
        returned(three, lambda dx: dx / 3),
        right(unseen),
        right(again),
    ]
    assert names(catalogue, found) == []
    assert clue_ids(diagnose(catalogue, found, atol=ATOL)) == []  # forgot_k is wrong in `again`, too
    found = [*found[:2], returned(again, lambda dx: dx + 2)]
    diagnosis = diagnose(catalogue, found, atol=ATOL)
    assert clue_ids(diagnosis) == ["as_forgot_k"]
    assert diagnosis is not None
    assert diagnosis.clues[0].told.en.endswith("three gives exactly what this mistake gives: wrong.")
    assert diagnosis.clues[0].told.zh == "单看测试集 three，结果与这种错误写法完全一致：错。"


def test_of_one_case_nothing_is_told_that_could_be_several_mistakes(small_course: SmallCourse) -> None:
    catalogue, (one, three, *_) = small_course(FILES)
    found = [returned(one, lambda dx: -dx), returned(three, lambda dx: dx + 1)]
    assert clue_ids(diagnose(catalogue, found, atol=ATOL)) == []


def test_of_one_case_nothing_is_told_where_a_clue_explains_all(small_course: SmallCourse) -> None:
    body = "return dy * (0 if self.k == 3 else self.k + 1)"
    catalogue, (one, three, *_) = small_course({"zero_for_three.py": known(body)})
    found = [returned(one, lambda dx: dx * 0), returned(three, lambda dx: dx * 0)]
    assert clue_ids(diagnose(catalogue, found, atol=ATOL)) == ["all_zeros"]


def test_of_one_case_nothing_is_told_where_public_cases_name_nothing(small_course: SmallCourse) -> None:
    catalogue, (_, three, unseen, again) = small_course(FILES)
    found = [returned(three, lambda dx: dx / 3), returned(again, lambda dx: dx + 2), right(unseen)]
    assert clue_ids(diagnose(catalogue, found, atol=ATOL, visibilities=HIDDEN)) == []


def test_what_explains_all_wrong_results_is_told_before_what_helps_with_a_later_case(
    small_course: SmallCourse,
) -> None:
    catalogue, (one, three, *_) = small_course(FILES)
    halved, refused = returned(one, lambda dx: dx / 5), raised(three, "axes don't match array")
    for found, told in (
        ([halved, refused], ["constant_factor", "raised_axes"]),
        ([refused, halved], ["raised_axes", "constant_factor"]),
    ):
        assert clue_ids(diagnose(catalogue, found, atol=ATOL)) == told


def test_what_helps_with_the_first_case_is_told_first(small_course: SmallCourse) -> None:
    catalogue, (one, three, _, again) = small_course(FILES)
    values: dict[str, ReturnedValue] = {name: ReturnedArray(array=a) for name, a in again.expected.items()}
    flat = ReturnedArray(array=again.expected["dx"].ravel())
    other = seen(again, Returned(values={**values, "dx": flat}))
    texts = raised(three, "truth value of an array"), raised(one, "axes don't match array")
    assert clue_ids(diagnose(catalogue, [other, *texts], atol=ATOL)) == ["form_same_size", "raised_truth"]
    assert clue_ids(diagnose(catalogue, texts[::-1], atol=ATOL)) == ["raised_axes", "raised_truth"]


@pytest.mark.parametrize("size", [1e300, -1.7e308])
def test_huge_numbers_are_no_trouble(small_course: SmallCourse, size: float) -> None:
    catalogue, cases = small_course(FILES)
    found = [returned(case, lambda dx: np.full(dx.shape, size)) for case in cases]
    assert names(catalogue, found) == []


def test_order_of_the_cases_makes_no_difference(small_course: SmallCourse) -> None:
    catalogue, cases = small_course(FILES)
    found = [returned(case, lambda dx: -dx) for case in cases]
    one, other = diagnose(catalogue, found, atol=ATOL), diagnose(catalogue, found[::-1], atol=ATOL)
    assert one is not None
    assert other is not None
    assert (one.misconceptions, one.clues) == (other.misconceptions, other.clues)
    assert clue_ids(one) == ["opposite_sign"]


@pytest.mark.parametrize("seed", range(3))
def test_clues_are_few(small_course: SmallCourse, seed: int) -> None:
    catalogue, cases = small_course({"_clues.py": "\n".join(
        f'def clue_{number}(actual):\n    """Yes.\n\n    zh: 是。\n    en: yes.\n    """\n    return True\n'
        for number in range(9)
    )})  # fmt: skip
    noise = np.random.default_rng(seed)
    found = [returned(case, lambda dx: dx + noise.normal(size=dx.shape)) for case in cases]
    assert len(clue_ids(diagnose(catalogue, found, atol=ATOL))) == CLUES_MAX
