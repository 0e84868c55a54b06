"""What the reference promises beyond right numbers: order, ties, padding, dtypes, reuse, refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reference.im2col import im2col
from reference.maxpool import MaxPool

if TYPE_CHECKING:
    from collections.abc import Callable

Array = np.ndarray[Any, Any]

SAMPLE_X = [
    [
        [
            [0.79, 0.36, 0.41, 0.16],
            [0.94, 0.56, 0.26, 0.89],
            [0.82, 0.5, 0.81, 0.47],
            [0.95, 0.99, 0.38, 0.94],
        ],
        [
            [0.46, 0.74, 0.32, 0.22],
            [0.18, 0.05, 0.98, 0.39],
            [0.81, 0.9, 0.5, 0.57],
            [0.16, 0.18, 0.73, 0.06],
        ],
    ],
    [
        [
            [0.51, 0.48, 0.8, 0.57],
            [0.64, 0.05, 0.64, 0.28],
            [0.01, 0.65, 0.03, 0.21],
            [0.24, 0.3, 0.72, 0.89],
        ],
        [
            [0.14, 0.43, 0.98, 0.6],
            [0.79, 0.42, 0.42, 0.39],
            [0.04, 0.29, 0.55, 0.32],
            [0.38, 0.26, 0.39, 0.97],
        ],
    ],
]
SAMPLE_DOUT = [
    [[[0.41, 0.71], [0.28, 0.74]], [[0.39, 0.43], [0.58, 0.25]]],
    [[[0.07, 0.55], [0.4, 0.15]], [[0.42, 0.83], [0.59, 0.38]]],
]
SAMPLE_DX = [
    [
        [[0, 0, 0, 0], [0.41, 0, 0, 0.71], [0, 0, 0, 0], [0, 0.28, 0, 0.74]],
        [[0, 0.39, 0, 0], [0, 0, 0.43, 0], [0, 0.58, 0, 0], [0, 0, 0.25, 0]],
    ],
    [
        [[0, 0, 0.55, 0], [0.07, 0, 0, 0], [0, 0.4, 0, 0], [0, 0, 0, 0.15]],
        [[0, 0, 0.83, 0], [0.42, 0, 0, 0], [0, 0, 0, 0], [0.59, 0, 0, 0.38]],
    ],
]


def drawn(*shape: int) -> Array:
    return np.random.default_rng(sum(shape)).normal(size=shape)


def test_the_sample_of_the_exercise_comes_out() -> None:
    layer = MaxPool(2, 2, 2)
    layer.forward(np.array(SAMPLE_X))
    np.testing.assert_array_equal(layer.backward(np.array(SAMPLE_DOUT)), SAMPLE_DX)


def test_forward_keeps_x_and_an_arg_max_in_the_order_image_row_column_channel() -> None:
    x = drawn(2, 3, 5, 6)
    layer = MaxPool(3, 2, stride=2, pad=1)
    out = layer.forward(x)
    by_rows = im2col(x, 3, 2, stride=2, pad=1).reshape(-1, 6)
    assert layer.x is x
    assert layer.arg_max is not None
    np.testing.assert_array_equal(layer.arg_max, by_rows.argmax(axis=1), strict=True)
    np.testing.assert_array_equal(out.transpose(0, 2, 3, 1).ravel(), by_rows.max(axis=1), strict=True)


def test_a_tie_goes_to_the_first_cell_of_the_window() -> None:
    layer = MaxPool(2, 3, stride=2)
    layer.forward(np.array([[[[1.0, 5, 5], [5, 0, 5]]]]))
    np.testing.assert_array_equal(layer.backward(np.array([[[[2.0]]]])), [[[[0, 2, 0], [0, 0, 0]]]])


def test_zeros_of_the_padding_win_over_negative_cells() -> None:
    layer = MaxPool(2, 2, stride=1, pad=1)
    out = layer.forward(np.full((1, 1, 2, 2), -1.0))
    np.testing.assert_array_equal(out, [[[[0, 0, 0], [0, -1, 0], [0, 0, 0]]]])
    np.testing.assert_array_equal(layer.backward(np.ones((1, 1, 3, 3))), [[[[1, 0], [0, 0]]]])


def test_a_nan_in_a_window_is_its_maximum() -> None:
    x = np.array([[[[1.0, np.nan, 0, 3], [4, 2, 1, 2]]]])
    np.testing.assert_array_equal(MaxPool(2, 2, 2).forward(x), [[[[np.nan, 3]]]])


def test_minus_infinity_is_a_value_like_any_other() -> None:
    layer = MaxPool(1, 2, 2)
    out = layer.forward(np.array([[[[-np.inf, -np.inf, -np.inf, -9]]]]))
    np.testing.assert_array_equal(out, [[[[-np.inf, -9]]]])
    np.testing.assert_array_equal(layer.backward(np.array([[[[3.0, 5.0]]]])), [[[[3, 0, 0, 5]]]])


@pytest.mark.parametrize("x_dtype", ["int64", "uint8", "float32", "float64"])
@pytest.mark.parametrize(
    ("dout_dtype", "dx_dtype"),
    [("float64", "float64"), ("float32", "float32"), ("float16", "float16"), ("int32", "float64")],
)
def test_dx_has_the_floating_dtype_of_dout_whatever_x_has(
    x_dtype: str, dout_dtype: str, dx_dtype: str
) -> None:
    layer = MaxPool(2, 2)
    layer.forward(np.arange(9).reshape(1, 1, 3, 3).astype(x_dtype))
    assert layer.backward(np.ones((1, 1, 2, 2), dout_dtype)).dtype == dx_dtype


def test_dx_of_an_integer_x_keeps_the_fractions_of_dout() -> None:
    layer = MaxPool(2, 2)
    layer.forward(np.array([[[[3, 1, 2], [0, 1, 4]]]]))
    dx = layer.backward(np.array([[[[0.25, 0.5]]]]))
    np.testing.assert_array_equal(dx, [[[[0.25, 0, 0], [0, 0, 0.5]]]])


def test_forward_keeps_the_dtype_of_x() -> None:
    for dtype in ("float32", "float64", "int64"):
        assert MaxPool(2, 2).forward(np.ones((1, 1, 2, 2), dtype)).dtype == dtype


@pytest.mark.parametrize(
    "strided",
    [
        pytest.param(np.asfortranarray, id="Fortran order"),
        pytest.param(lambda array: np.repeat(array, 2, axis=3)[..., ::2], id="every second value"),
        pytest.param(lambda array: array[:, :, ::-1].copy()[:, :, ::-1], id="backwards in memory"),
    ],
)
def test_strided_arrays_give_what_plain_ones_give(strided: Callable[[Array], Array]) -> None:
    x, dout = drawn(2, 2, 6, 5), drawn(2, 2, 5, 4)
    layer = MaxPool(2, 2)
    out = layer.forward(x)
    dx = layer.backward(dout)
    np.testing.assert_array_equal(layer.forward(strided(x)), out)
    np.testing.assert_array_equal(layer.backward(strided(dout)), dx)


def test_a_second_backward_gives_the_same() -> None:
    layer = MaxPool(3, 3, stride=1, pad=1)
    dout = drawn(2, 2, 5, 5)
    layer.forward(drawn(2, 2, 5, 5))
    first = layer.backward(dout)
    kept = first.copy()
    np.testing.assert_array_equal(layer.backward(dout), kept)
    np.testing.assert_array_equal(first, kept)


def test_an_object_used_again_gives_what_a_new_one_gives() -> None:
    used = MaxPool(2, 2, stride=2, pad=1)
    for shape in ((2, 3, 6, 6), (1, 1, 3, 5), (2, 3, 6, 6)):
        fresh = MaxPool(2, 2, stride=2, pad=1)
        x = drawn(*shape)
        out = used.forward(x)
        np.testing.assert_array_equal(out, fresh.forward(x))
        dout = drawn(*out.shape)
        np.testing.assert_array_equal(used.backward(dout), fresh.backward(dout))


def test_inputs_are_left_as_they_were() -> None:
    x, dout = drawn(1, 2, 4, 4), drawn(1, 2, 5, 5)
    x.flags.writeable = dout.flags.writeable = False
    layer = MaxPool(2, 2, stride=1, pad=1)
    layer.forward(x)
    layer.backward(dout)


def test_an_empty_batch_gives_empty_results() -> None:
    layer = MaxPool(2, 2)
    assert layer.forward(np.empty((0, 3, 4, 4))).shape == (0, 3, 3, 3)
    assert layer.backward(np.empty((0, 3, 3, 3))).shape == (0, 3, 4, 4)


def test_a_window_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="window of 3x3 does not fit in 2x4"):
        MaxPool(3, 3).forward(np.zeros((1, 1, 2, 4)))


def test_an_x_without_four_axes_is_refused() -> None:
    with pytest.raises(ValueError, match=r"must have shape \(n, c, h, w\), not \(4, 4\)"):
        MaxPool(2, 2).forward(np.zeros((4, 4)))


@pytest.mark.parametrize("shape", [(1, 1, 4, 4), (9,), (1, 1, 3, 1), ()])
def test_a_dout_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    layer = MaxPool(2, 2)
    layer.forward(np.zeros((1, 1, 4, 4)))
    with pytest.raises(ValueError, match=r"dout has shape .*, but forward returned \(1, 1, 3, 3\)"):
        layer.backward(np.zeros(shape))


def test_a_backward_without_a_forward_is_refused() -> None:
    with pytest.raises(RuntimeError, match="needs a forward"):
        MaxPool(2, 2).backward(np.zeros((1, 1, 3, 3)))
