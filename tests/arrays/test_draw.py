from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.arrays.draw import Undrawable, draw_input
from grader.arrays.stream import Stream
from grader.messages import LANGS, say
from grader.model.exercise import Draw

if TYPE_CHECKING:
    from grader.model.case import Array

FLOATS = ("float64", "float32", "float16")
INTEGERS = ("int64", "int32", "int16", "int8", "uint8")
SHAPE = (2, 3, 5)


def drawn(shape: tuple[int, ...] = SHAPE, *, seed: int = 90210, name: str = "x", **draw: Any) -> Array:  # noqa: ANN401 - the fields of a Draw
    return draw_input(seed=seed, name=name, shape=shape, draw=Draw(**draw))


def test_draw_has_shape_dtype_and_order_and_is_read_only() -> None:
    for dtype in FLOATS + INTEGERS:
        array = drawn(distribution="integers", dtype=dtype, low=0.0, high=9.0)
        assert type(array) is np.ndarray
        assert (array.shape, array.dtype, array.dtype.isnative) == (SHAPE, np.dtype(dtype), True)
        assert array.flags.c_contiguous
        assert not array.flags.writeable


@pytest.mark.parametrize("shape", [(), (1,), (1, 1, 1)])
@pytest.mark.parametrize("distribution", ["permutation", "uniform", "normal", "integers"])
def test_single_values_can_be_drawn(shape: tuple[int, ...], distribution: str) -> None:
    array = drawn(shape, distribution=distribution)
    assert array.shape == shape
    assert not array.flags.writeable


def test_same_seed_and_name_give_the_same_bits() -> None:
    assert drawn().tobytes() == drawn().tobytes()


def test_seed_name_and_only_they_decide_the_order() -> None:
    order = np.argsort(drawn().ravel()).tolist()
    assert order != np.argsort(drawn(seed=90211).ravel()).tolist()
    assert order != np.argsort(drawn(name="dout").ravel()).tolist()
    assert order == np.argsort(drawn(low=3.0, high=4.0).ravel()).tolist()


def test_inputs_of_one_case_share_no_words() -> None:
    x, dout = (drawn((1000,), name=name, distribution="uniform").tolist() for name in ("x", "dout"))
    assert not set(x) & set(dout)
    assert abs(np.corrcoef(x, dout)[0, 1]) < 0.1


@pytest.mark.parametrize("count", [1, 2, 3, 30, 31])
def test_permutation_holds_evenly_spaced_values(count: int) -> None:
    expected = [-1.0 + 2.0 * ((i + 0.25) / count) for i in range(count)]
    assert sorted(drawn((count,)).tolist()) == expected


@pytest.mark.parametrize("count", [5, 9, 101])
def test_permutation_shifts_its_steps_where_one_would_be_zero(count: int) -> None:
    # From -1 to 3 a value lies on zero whenever count = 4 i + 1.
    step = 4.0 / count
    values = sorted(drawn((count,), low=-1.0, high=3.0).tolist())
    assert values[0] == pytest.approx(-1.0 + 0.75 * step)
    assert min(map(abs, values)) == pytest.approx(step / 2)


def test_permutation_does_not_shift_its_steps_where_zero_is_out_of_range() -> None:
    # Zero would lie on a step of this range, were it continued below 1.
    assert min(drawn((3,), low=1.0, high=5.0).tolist()) == 1.0 + 4.0 * (0.25 / 3)


@given(
    count=st.integers(1, 400),
    low=st.floats(-100, 100),
    width=st.floats(0.1, 100),
    dtype=st.sampled_from(["float64", "float32"]),
    seed=st.integers(0, 2**70),
)
def test_permutation_has_no_ties_no_zeros_and_stays_in_range(
    count: int, low: float, width: float, dtype: str, seed: int
) -> None:
    array = drawn((count,), seed=seed, low=low, high=low + width, dtype=dtype)
    assert np.unique(array).size == count
    assert np.all(array != 0)
    slack = float(np.finfo(dtype).eps) * (abs(low) + width)
    assert array.min() >= low - slack
    assert array.max() <= low + width + slack
    if low < 0 < low + width:
        assert np.abs(array).min() >= width / count / 8 - slack


@given(count=st.integers(1, 100), low=st.integers(-120, 20))
def test_integer_permutation_has_no_ties_and_no_zero(count: int, low: int) -> None:
    values = sorted(drawn((count,), low=float(low), dtype="int16").tolist())
    assert values == [value for value in range(low, low + count + 1) if value != 0][:count]


def test_half_precision_holds_4096_distinct_values_and_refuses_more() -> None:
    assert np.unique(drawn((4096,), dtype="float16")).size == 4096
    with pytest.raises(Undrawable) as refused:
        drawn((5000,), dtype="float16")
    assert refused.value.told.key == "draws.not_distinct"


def test_uniform_is_the_double_of_each_word_in_the_range() -> None:
    words = Stream(90210, "x").words(30).tolist()
    expected = [-2.0 + 5.0 * ((word >> 11) / 2**53) for word in words]
    assert drawn(distribution="uniform", low=-2.0, high=3.0).ravel().tolist() == expected


def test_normal_is_the_centred_sum_of_twelve_doubles() -> None:
    words = Stream(90210, "x").words(30 * 12).tolist()
    sums = [sum(Fraction(word >> 11, 2**53) for word in words[at : at + 12]) for at in range(0, 360, 12)]
    expected = [0.5 + 1.5 * float(total - 6) for total in sums]
    assert drawn(distribution="normal", low=-1.0, high=2.0).ravel().tolist() == expected


def test_normal_has_its_mean_in_the_middle_and_half_the_range_as_deviation() -> None:
    values = drawn((20_000,), distribution="normal", low=1.0, high=5.0).astype(np.float64)
    assert float(values.mean()) == pytest.approx(3.0, abs=0.05)
    assert float(values.std()) == pytest.approx(2.0, abs=0.05)
    within_one_deviation = float(np.mean(np.abs(values - 3.0) < 2.0))
    assert within_one_deviation == pytest.approx(0.68, abs=0.02)


@pytest.mark.parametrize("dtype", ["float16", "int64", "int8"])
def test_integers_reach_low_but_not_high(dtype: str) -> None:
    values = drawn((1000,), distribution="integers", low=-3.0, high=2.0, dtype=dtype)
    assert set(values.tolist()) == {-3, -2, -1, 0, 1}


def test_integers_round_fractional_bounds_up() -> None:
    values = drawn((1000,), distribution="integers", low=-1.5, high=1.5)
    assert set(values.tolist()) == {-1, 0, 1}


def test_integers_may_fill_their_dtype() -> None:
    values = drawn((5000,), distribution="integers", low=0.0, high=256.0, dtype="uint8")
    assert np.unique(values).size == 256
    widest = drawn((50,), distribution="integers", low=-(2.0**63), high=-(2.0**63) + 2**32, dtype="int64")
    assert widest.max() < -(2**63) + 2**32


@pytest.mark.parametrize("dtype", [*FLOATS, *INTEGERS])
def test_one_hot_rows_hold_a_single_one(dtype: str) -> None:
    array = drawn((40, 2, 3), distribution="one_hot", dtype=dtype)
    assert set(np.unique(array).tolist()) == {0, 1}
    assert np.all(array.sum(axis=-1) == 1)
    assert np.all(array.sum(axis=(0, 1)) > 10)


@pytest.mark.parametrize(
    ("shape", "draw", "key"),
    [
        ((2, 0), {}, "empty_shape"),
        ((2, -1), {}, "empty_shape"),
        ((3,), {"low": 1.0, "high": 1.0}, "range"),
        ((3,), {"low": 2.0, "high": 1.0}, "range"),
        ((3,), {"low": math.nan}, "range"),
        ((3,), {"high": math.inf}, "range"),
        ((3,), {"low": -math.inf, "dtype": "int8"}, "range"),
        ((3,), {"distribution": "uniform", "low": 2.0}, "range"),
        ((3,), {"distribution": "normal", "low": 2.0}, "range"),
        ((3,), {"distribution": "integers", "high": math.nan}, "range"),
        ((3,), {"distribution": "integers", "low": 1.0}, "integer_range"),
        ((3,), {"distribution": "integers", "low": 0.2, "high": 0.8}, "integer_range"),
        ((3,), {"distribution": "integers", "high": 2.0**33}, "integer_range"),
        ((3,), {"distribution": "integers", "high": 129.0, "dtype": "int8"}, "do_not_fit"),
        ((3,), {"distribution": "integers", "dtype": "uint8"}, "do_not_fit"),
        ((3,), {"distribution": "integers", "high": 2050.0, "dtype": "float16"}, "do_not_fit"),
        ((300,), {"dtype": "uint8", "low": 0.0}, "do_not_fit"),
        ((3,), {"low": 1e300, "dtype": "int64"}, "do_not_fit"),
        ((256,), {"dtype": "int8", "low": -128.0}, "do_not_fit"),
        ((3,), {"distribution": "uniform", "dtype": "int8"}, "needs_float"),
        ((3,), {"distribution": "normal", "dtype": "int64"}, "needs_float"),
        ((3,), {"low": -1e308, "high": 1.7e308}, "overflow"),
        ((3,), {"distribution": "uniform", "low": -1e308, "high": 1.7e308}, "overflow"),
        ((3,), {"distribution": "normal", "low": 1e308, "high": 1.7e308}, "overflow"),
        ((3,), {"high": 1e6, "dtype": "float16"}, "overflow"),
        ((3,), {"low": 0.0, "high": 1e-323}, "not_distinct"),
        ((2,), {"low": -1e-9, "high": 1e-9, "dtype": "float16"}, "not_distinct"),
        ((1,), {"low": -1e-9, "high": 1e-9, "dtype": "float16"}, "not_distinct"),
        ((), {"distribution": "one_hot"}, "one_hot_scalar"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_both_languages(
    shape: tuple[int, ...], draw: dict[str, Any], key: str
) -> None:
    with pytest.raises(Undrawable) as refused:
        drawn(shape, **draw)
    assert refused.value.told.key == f"draws.{key}"
    assert all(say(refused.value.told, lang) for lang in LANGS)


def test_documented_recipe_gives_the_default_draw() -> None:
    text = (Path(__file__).parents[2] / "docs" / "draws.md").read_text(encoding="utf-8")
    recipe = text.partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(recipe, names)  # noqa: S102 - our own documentation
    assert names["x"].tolist() == drawn((2, 3), seed=7).tolist()
