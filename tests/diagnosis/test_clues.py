"""What all wrong results have in common: each clue where it holds, and where it nearly does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
import pytest

from grader.diagnosis.clues import call_clues, decisive_clues, supporting_clues
from grader.diagnosis.wrongs import Wrong, wrongs_of
from grader.judge import judge
from grader.model.observation import ExceptionInfo, Raised, Returned, ReturnedArray
from grader.model.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from grader.diagnosis.catalogue import Catalogue
    from grader.model.case import Case
    from tests.diagnosis.conftest import SmallCourse

    Change = Callable[[NDArray[Any]], NDArray[Any]]

ATOL: Final = 1e-5
X = np.arange(1.0, 49.0).reshape(2, 2, 3, 4)
EXPECTED = np.random.default_rng(1).uniform(0.1, 0.9, size=(2, 2, 3, 4))
SQUARE = np.random.default_rng(2).uniform(0.1, 0.9, size=(2, 2, 4, 4))


def wrong(change: Change, expected: NDArray[Any] = EXPECTED) -> Wrong:
    inputs = {"x": np.resize(X, expected.shape)}
    return Wrong("dx", False, change(expected.copy()), expected, inputs, {}, ATOL)  # noqa: FBT003 - a record


def found(*changes: Change, expected: NDArray[Any] = EXPECTED) -> list[str]:
    wrongs = [wrong(change, expected) for change in changes]
    return [clue.id for clue in (*decisive_clues(wrongs), *supporting_clues(wrongs))]


def only(*index: Any) -> Change:  # noqa: ANN401 - whatever numpy takes
    """Spoil a part of an array."""

    def change(array: NDArray[Any]) -> NDArray[Any]:
        array[index] += 0.5
        return array

    return change


ALL = slice(None)
HOLDS: dict[str, tuple[Change, ...]] = {
    "all_zeros": (np.zeros_like,),
    "equal_to_input": (lambda dx: np.resize(X, dx.shape),),
    "opposite_sign": (np.negative,),
    "constant_factor": (lambda dx: dx * 0.25,),
    "transposed_axes": (lambda dx: dx.transpose(1, 0, 2, 3),),
    "whole_numbers": (lambda dx: np.rint(dx * 9),),
    "same_numbers_elsewhere": (lambda dx: dx[:, :, ::-1],),
    "only_first_right": (only(ALL, ALL, slice(1, None)),),
    "only_last_right": (only(ALL, slice(-1)),),
    "only_first_wrong": (only(ALL, ALL, ALL, 0),),
    "only_last_wrong": (only(ALL, ALL, -1),),
    "border_only": (only(ALL, ALL, [0, -1], 1),),
}
NEARLY: dict[str, tuple[Change, ...]] = {
    "all_zeros": (np.zeros_like, only(0, 0, 0, 0)),
    "equal_to_input": (lambda dx: np.resize(X, dx.shape) + 1e-3,),
    "opposite_sign": (np.negative, only(0, 0, 0, 0)),
    "constant_factor": (lambda dx: dx * 0.25, lambda dx: dx * 0.3),
    "transposed_axes": (lambda dx: dx.transpose(1, 0, 2, 3) + 1e-3,),
    "whole_numbers": (lambda dx: np.rint(dx * 9) + 0.5,),
    "same_numbers_elsewhere": (lambda dx: dx[:, :, ::-1] * 1.01,),
    "only_first_right": (only(ALL, ALL, 1),),
    "only_last_right": (only(0, 0, 0, 0),),
    "only_first_wrong": (only(0, 0, 0, 0),),
    "only_last_wrong": (only(ALL, ALL, -1), only(ALL, ALL, 0)),
    "border_only": (only(ALL, ALL, [0, -1], 1), only(ALL, ALL, 1, 1)),
}


@pytest.mark.parametrize("clue", HOLDS)
def test_clue_is_found_where_it_holds(clue: str) -> None:
    assert clue in found(*HOLDS[clue])


@pytest.mark.parametrize("clue", NEARLY)
def test_clue_is_not_found_where_it_holds_nearly_or_not_for_all(clue: str) -> None:
    assert clue not in found(*NEARLY[clue])


def test_nothing_is_found_in_nothing() -> None:
    assert found() == []


def test_noise_has_nothing_in_common() -> None:
    noise = np.random.default_rng(5)
    assert found(*[lambda dx: dx + noise.normal(size=dx.shape)] * 3) == []


def test_clues_are_told_in_both_languages_with_their_value() -> None:
    (clue,) = decisive_clues([wrong(lambda dx: dx * 0.25)])
    assert clue.told.en == "dx is 0.25 times what it should be, everywhere"
    assert clue.told.zh == "dx 处处都是应有值的 0.25 倍"


def test_arrays_without_axes_have_clues_too() -> None:
    assert found(np.negative, expected=np.array(0.5)) == ["opposite_sign"]


def test_a_single_number_is_a_multiple_of_any_other_by_chance() -> None:
    half = np.array(0.5)
    assert found(lambda dx: dx * 0.3, expected=half) == []
    assert found(lambda dx: dx * 0.3, lambda dx: dx * 0.3, expected=half) == ["constant_factor"]


def test_sides_swapped_are_seen_in_a_square() -> None:
    assert "transposed_axes" in found(lambda dx: dx.transpose(0, 1, 3, 2), expected=SQUARE)


@pytest.fixture
def small(small_course: SmallCourse) -> tuple[Catalogue, tuple[Case, ...]]:
    return small_course()


def seen(case: Case, **changed: Change) -> Seen:
    values = {
        name: ReturnedArray(array=changed[name](array) if name in changed else array)
        for name, array in case.expected.items()
    }
    observation = Returned(values=dict(values))
    return Seen(case, observation, judge(case, observation, atol=ATOL))


def raised(case: Case) -> Seen:
    observation = Raised(call="backward", exception=ExceptionInfo(type_name="KeyError", text="'k'"))
    return Seen(case, observation, judge(case, observation, atol=ATOL))


def ids(found: Sequence[Seen]) -> list[str]:
    return [clue.id for clue in call_clues(found)]


def test_second_call_is_to_blame_when_all_else_is_right(small: tuple[Catalogue, tuple[Case, ...]]) -> None:
    _, (one, three, _, again) = small
    assert ids([seen(one), seen(three), seen(again, dx_again=lambda dx: dx + 1)]) == ["second_call"]
    assert ids([seen(one), raised(again)]) == ["second_call"]


def test_second_call_is_not_to_blame_when_a_first_one_is_wrong(
    small: tuple[Catalogue, tuple[Case, ...]],
) -> None:
    _, (one, _, _, again) = small
    assert ids([seen(one), seen(again, dx=lambda dx: dx + 1)]) == []
    assert ids([seen(one, dx=lambda dx: dx + 1), seen(again, dx_again=lambda dx: dx + 1)]) == []
    assert ids([seen(again, dx_again=lambda dx: dx + 1)]) == []


def test_result_that_ignores_an_input_is_seen_in_two_calls(
    small: tuple[Catalogue, tuple[Case, ...]],
) -> None:
    _, (*_, again) = small
    first = again.expected["dx"]
    same = seen(again, dx_again=lambda _: first)
    assert "same_for_all" in ids([same])
    assert "same_for_all" not in ids([seen(again, dx_again=lambda _: first + 1)])
    (clue,) = [clue for clue in call_clues([same]) if clue.id == "same_for_all"]
    assert clue.told.en == "dx stays the same when dy changes"


def test_results_that_should_be_the_same_are_no_clue(small: tuple[Catalogue, tuple[Case, ...]]) -> None:
    _, (*_, again) = small
    alike = msgspec.structs.replace(again, expected={**again.expected, "dx_again": again.expected["dx"]})
    assert ids([seen(alike)]) == []


def test_wrong_results_carry_the_names_and_the_inputs_of_the_exercise(
    small: tuple[Catalogue, tuple[Case, ...]],
) -> None:
    catalogue, (*_, again) = small
    (one,) = wrongs_of(catalogue.exercise, [seen(again, dx_again=lambda dx: dx + 1)])
    assert one.value == "dx"
    assert one.params == {"k": 2}
    np.testing.assert_array_equal(one.inputs["dy"], again.inputs["dy_again"])
    np.testing.assert_array_equal(one.inputs["x"], again.inputs["x"])


def test_what_is_observed_first_goes_before_what_may_follow_from_it(
    small: tuple[Catalogue, tuple[Case, ...]],
) -> None:
    catalogue, (one, three, _, _) = small
    found = wrongs_of(catalogue.exercise, [seen(one, dx=lambda dx: dx + 1), seen(three, y=lambda y: y + 1)])
    assert [(wrong.value, wrong.given) for wrong in found] == [("y", True)]
