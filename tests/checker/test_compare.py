from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checker.compare import SHOWN_POSITIONS, compare
from grader.errors import InternalError
from grader.messages import LANGS
from grader.model.judgement import NotFinite, Position, WrongShape, WrongType, WrongValues
from grader.model.observation import ReturnedArray, ReturnedNothing, ReturnedOther, ReturnedTooLarge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model.case import Array
    from grader.model.judgement import Difference

ATOL = 1e-5
INTEGER_DTYPES = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64")
REAL_DTYPES = ("bool", *INTEGER_DTYPES, "float16", "float32", "float64", "longdouble")


def compared(
    actual: object, expected: object, *, atol: float = ATOL, scalar: bool = False
) -> Difference | None:
    return compare(
        actual=ReturnedArray(array=np.asarray(actual)),
        expected=np.asarray(expected),
        atol=atol,
        scalar=scalar,
    )


def wrong_values(actual: object, expected: object, **options: Any) -> WrongValues:  # noqa: ANN401 - those of compared
    difference = compared(actual, expected, **options)
    assert isinstance(difference, WrongValues)
    return difference


def indices(positions: Sequence[Position]) -> list[tuple[int, ...]]:
    return [position.index for position in positions]


# Type


def test_none_is_a_wrong_type() -> None:
    difference = compare(actual=ReturnedNothing(), expected=np.zeros(3), atol=ATOL, scalar=False)
    assert difference == WrongType(actual_type="NoneType")


def test_list_is_a_wrong_type_whatever_it_holds() -> None:
    difference = compare(
        actual=ReturnedOther(type_name="list"), expected=np.zeros(3), atol=ATOL, scalar=False
    )
    assert difference == WrongType(actual_type="list")


@pytest.mark.parametrize("dtype", ["object", "complex128", "<U3", "datetime64[s]"])
def test_array_of_another_kind_is_a_wrong_type_with_its_dtype(dtype: str) -> None:
    actual = ReturnedOther(type_name="ndarray", dtype=dtype, shape=(3,))
    difference = compare(actual=actual, expected=np.zeros(3), atol=ATOL, scalar=False)
    assert difference == WrongType(actual_type="ndarray", dtype=dtype)


def test_shape_is_told_before_the_kind_of_dtype() -> None:
    actual = ReturnedOther(type_name="ndarray", dtype="complex128", shape=(4,))
    difference = compare(actual=actual, expected=np.zeros(3), atol=ATOL, scalar=False)
    assert difference == WrongShape(actual=(4,), expected=(3,))


@pytest.mark.parametrize(
    "array", [np.zeros(3, dtype=complex), np.array(["0", "0", "0"]), np.zeros(3, dtype="m8[s]")]
)
def test_array_that_is_not_real_is_refused_here_too(array: Array) -> None:
    assert compared(array, np.zeros(3)) == WrongType(actual_type="ndarray", dtype=str(array.dtype))


def test_bare_number_passes_only_where_the_exercise_says_so() -> None:
    number = ReturnedArray(array=np.array(0.5), scalar=True)
    assert compare(actual=number, expected=np.array(0.5), atol=ATOL, scalar=True) is None
    difference = compare(actual=number, expected=np.array(0.5), atol=ATOL, scalar=False)
    assert difference == WrongType(actual_type="float64")
    difference = compare(actual=number, expected=np.zeros((2, 2)), atol=ATOL, scalar=False)
    assert difference == WrongType(actual_type="float64")


def test_scalar_may_be_an_array_without_axes_but_not_of_one_element() -> None:
    assert compared(np.array(0.5), np.array(0.5), scalar=True) is None
    assert compared([0.5], np.array(0.5), scalar=True) == WrongShape(actual=(1,), expected=())


def test_wrong_number_is_told_with_an_index_of_no_axes() -> None:
    number = ReturnedArray(array=np.array(2.0), scalar=True)
    difference = compare(actual=number, expected=np.array(0.5), atol=ATOL, scalar=True)
    assert isinstance(difference, WrongValues)
    assert difference.first == (Position(index=(), actual=2.0, expected=0.5),)


# Shape


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ((1,), ()),
        ((), (1,)),
        ((3, 1), (3,)),
        ((3,), (3, 1)),
        ((1, 3), (3,)),
        ((1,), (3,)),
        ((), (3,)),
        ((2, 3), (3, 2)),
        ((6,), (2, 3)),
        ((0,), (3,)),
        ((3,), (0,)),
        ((0, 3), (3, 0)),
        ((0,), (0, 1)),
    ],
)
def test_shapes_must_be_equal_even_where_they_would_broadcast(
    actual: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    difference = compared(np.zeros(actual), np.zeros(expected))
    assert difference == WrongShape(actual=actual, expected=expected)


def test_empty_arrays_of_equal_shape_agree() -> None:
    assert compared(np.zeros((0, 3)), np.zeros((0, 3))) is None


def test_result_too_large_to_send_has_a_wrong_shape() -> None:
    actual = ReturnedTooLarge(shape=(10**6, 10**6))
    difference = compare(actual=actual, expected=np.zeros(3), atol=ATOL, scalar=False)
    assert difference == WrongShape(actual=(10**6, 10**6), expected=(3,))


def test_unseen_values_of_the_right_shape_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="too large to be sent"):
        compare(actual=ReturnedTooLarge(shape=(3,)), expected=np.zeros(3), atol=ATOL, scalar=False)


# NaN and infinity


def test_nan_in_one_place_is_told_before_wrong_values() -> None:
    actual = np.array([[9.0, 1.0], [math.nan, 1.0]])
    difference = compared(actual, np.ones((2, 2)))
    assert isinstance(difference, NotFinite)
    assert (difference.size, difference.nan_count, difference.inf_count) == (4, 1, 0)
    assert indices(difference.first) == [(1, 0)]
    assert math.isnan(difference.first[0].actual)
    assert difference.first[0].expected == 1.0


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "longdouble"])
def test_nan_and_both_infinities_are_counted(dtype: str) -> None:
    actual = np.array([math.inf, 0.0, -math.inf, math.nan, 0.0], dtype=dtype)
    difference = compared(actual, np.zeros(5))
    assert isinstance(difference, NotFinite)
    assert (difference.nan_count, difference.inf_count) == (1, 2)
    assert indices(difference.first) == [(0,), (2,), (3,)]


def test_everything_not_finite_shows_only_the_first_few() -> None:
    difference = compared(np.full(99, math.nan), np.zeros(99))
    assert isinstance(difference, NotFinite)
    assert (difference.nan_count, len(difference.first)) == (99, SHOWN_POSITIONS)


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("actual", [0.0, math.inf, -math.inf, math.nan])
def test_reference_that_is_not_finite_is_our_failure(value: float, actual: float) -> None:
    with pytest.raises(InternalError) as failed:
        compared([1.0, actual], [1.0, value])
    assert failed.value.told.args == {"count": 1, "size": 2}
    assert all(failed.value.text(lang) for lang in LANGS)


# Values


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("expected", [0.0, 0.41, -1.0, 123.0])
def test_tolerance_lies_between_099_and_101_hundred_thousandths(expected: float, sign: int) -> None:
    wanted = np.full((2, 3), expected)
    near, far = wanted.copy(), wanted.copy()
    near[1, 1] += sign * 0.99e-5
    far[1, 1] += sign * 1.01e-5
    assert compared(near, wanted) is None
    assert indices(wrong_values(far, wanted).first) == [(1, 1)]


def test_tolerance_itself_passes() -> None:
    assert compared([ATOL, -ATOL], [0.0, 0.0]) is None
    assert compared([math.nextafter(ATOL, 1.0)], [0.0]) is not None


@pytest.mark.parametrize("sign", [1, -1])
def test_tolerance_holds_for_single_precision(sign: int) -> None:
    assert compared(np.array([0.5 + sign * 0.99e-5], dtype="f4"), [0.5]) is None
    assert compared(np.array([0.5 + sign * 1.01e-5], dtype="f4"), [0.5]) is not None
    assert compared([0.5 + sign * 0.99e-5], np.array([0.5], dtype="f4")) is None
    assert compared([0.5 + sign * 1.01e-5], np.array([0.5], dtype="f4")) is not None


def test_tolerance_is_absolute() -> None:
    assert compared([1e6 + 1.0], [1e6]) is not None
    assert compared([1e-9], [0.0]) is None


def test_no_tolerance_means_equal() -> None:
    assert compared([0.1], [0.1], atol=0.0) is None
    assert compared([5e-324], [0.0], atol=0.0) is not None


@pytest.mark.parametrize("atol", [-1e-5, math.nan, math.inf])
def test_tolerance_that_cannot_be_one_is_refused(atol: float) -> None:
    with pytest.raises(ValueError, match="atol must be"):
        compared([0.0], [0.0], atol=atol)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ([-0.0, 0.0], [0.0, -0.0]),
        ([5e-324, -5e-324], [0.0, 0.0]),
        (np.array([0.5, 1.5], dtype=">f4"), [0.5, 1.5]),
        ([0.5, 1.5], np.array([0.5, 1.5], dtype=">f8")),
        (np.array([1, 2], dtype=">i8"), [1.0, 2.0]),
        ([True, False], [1.0, 0.0]),
        ([True, False], [True, False]),
        ([1, 0], [True, False]),
        (np.array([255, 0], dtype="uint8"), np.array([255.0, 0.0])),
        ([2**63 - 1], np.array([2**63 - 1], dtype=np.int64)),
        (np.array([2**64 - 1], dtype=np.uint64), np.array([2.0**64])),
        ([1.7e308], [1.7e308]),
        (np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.arange(6.0).reshape(2, 3)),
        (np.arange(6.0).reshape(3, 2).T, np.array([[0.0, 2.0, 4.0], [1.0, 3.0, 5.0]])),
        (np.arange(12.0)[::-2], [11.0, 9.0, 7.0, 5.0, 3.0, 1.0]),
    ],
)
def test_equal_values_agree_in_any_form(actual: object, expected: object) -> None:
    assert compared(actual, expected) is None


@pytest.mark.parametrize(
    ("actual", "expected", "error"),
    [
        (np.array([0], dtype="uint8"), np.array([1], dtype="uint8"), 1.0),
        (np.array([-128], dtype="int8"), np.array([127], dtype="int8"), 255.0),
        (np.array([-128], dtype="int8"), np.array([128], dtype="uint8"), 256.0),
        (np.array([-(2**63)]), np.array([2**63 - 1]), 2.0**64),
        (np.array([2**64 - 1], dtype="uint64"), np.array([-1]), 2.0**64),
        (np.array([0], dtype="uint64"), np.array([1.0]), 1.0),
        ([True], [False], 1.0),
        ([False], [True], 1.0),
        (np.array([65504.0], dtype="float16"), np.array([-65504.0], dtype="float16"), 131008.0),
        ([1.7e308], [-1.7e308], math.inf),
        ([1e308], [0.0], 1e308),
        ([1], [0.5], 0.5),
    ],
)
def test_no_difference_wraps_or_overflows_unseen(actual: object, expected: object, error: float) -> None:
    difference = wrong_values(actual, expected)
    assert difference.max_abs_error == error
    assert difference.differing == 1


@pytest.mark.skipif(
    np.finfo(np.longdouble).max == np.finfo(np.float64).max, reason="longdouble is a double here"
)
def test_number_beyond_the_range_of_a_double_counts_as_infinite() -> None:
    difference = compared(np.array([np.longdouble(10) ** 400]), [1.0])
    assert isinstance(difference, NotFinite)
    assert difference.inf_count == 1


def test_transposed_values_are_told_in_c_order_of_the_expected_array() -> None:
    expected = np.arange(9.0).reshape(3, 3)
    difference = wrong_values(expected.T, expected)
    assert (difference.size, difference.differing, difference.max_abs_error) == (9, 6, 4.0)
    assert indices(difference.first) == [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0)]
    assert difference.first[0] == Position(index=(0, 1), actual=3.0, expected=1.0)


def test_first_positions_are_few_while_the_count_is_of_all() -> None:
    difference = wrong_values(np.ones((4, 5)), np.zeros((4, 5)))
    assert (difference.differing, len(difference.first)) == (20, SHOWN_POSITIONS)
    assert difference.atol == ATOL


def test_positions_hold_plain_numbers() -> None:
    position = wrong_values(np.array([1.5], dtype="f4"), np.array([1])).first[0]
    assert (type(position.actual), type(position.expected)) == (float, float)
    assert type(position.index[0]) is int


def test_arrays_of_a_difference_are_whole_and_read_only() -> None:
    actual, expected = np.arange(6).reshape(2, 3), np.zeros((2, 3))
    difference = wrong_values(actual, expected)
    assert np.array_equal(difference.actual, actual)
    assert difference.actual.dtype == actual.dtype
    assert np.array_equal(difference.expected, expected)
    assert not difference.actual.flags.writeable
    assert not difference.expected.flags.writeable
    assert actual.flags.writeable


# Properties

shapes = st.lists(st.integers(1, 4), max_size=4).map(tuple)


def values(shape: tuple[int, ...], seed: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.random.default_rng(seed).uniform(-100.0, 100.0, shape)


@given(shape=shapes, seed=st.integers(0, 2**32), dtype=st.sampled_from(REAL_DTYPES))
def test_every_array_agrees_with_itself(shape: tuple[int, ...], seed: int, dtype: str) -> None:
    array = np.abs(values(shape, seed)).astype(dtype)
    assert compared(array, array) is None
    assert compared(array.astype(array.dtype.newbyteorder()), array, atol=0.0) is None


@given(shape=shapes, seed=st.integers(0, 2**32), data=st.data())
def test_one_value_beyond_the_tolerance_is_found_where_it_is(
    shape: tuple[int, ...], seed: int, data: st.DataObject
) -> None:
    expected = values(shape, seed)
    index = tuple(data.draw(st.integers(0, size - 1)) for size in shape)
    error = data.draw(st.floats(1.001e-5, 1e300) | st.floats(-1e300, -1.001e-5))
    actual = expected.copy(order=data.draw(st.sampled_from(["C", "F"])))
    actual[index] += error
    difference = wrong_values(actual, expected)
    assert indices(difference.first) == [index]
    assert difference.differing == 1
    assert difference.max_abs_error == pytest.approx(abs(error))


@given(shape=shapes, seed=st.integers(0, 2**32), size=st.floats(0, 0.999))
def test_noise_within_the_tolerance_agrees(shape: tuple[int, ...], seed: int, size: float) -> None:
    expected = values(shape, seed)
    noise = values(shape, seed + 1) / 100.0 * ATOL * size
    assert compared(expected + noise, expected) is None
