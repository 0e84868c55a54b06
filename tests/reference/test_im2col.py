"""The matrix of windows and its way back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.im2col import col2im, im2col

Layout = tuple[tuple[int, int, int, int], int, int, int, int]


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Draw an input shape, a window, a stride and a padding that fit together."""
    n, c, h, w, pad = (draw(st.integers(low, high)) for low, high in ((1, 3), (1, 3), (1, 7), (1, 7), (0, 2)))
    filter_h = draw(st.integers(1, h + 2 * pad))
    filter_w = draw(st.integers(1, w + 2 * pad))
    return (n, c, h, w), filter_h, filter_w, draw(st.integers(1, 4)), pad


def rows_cell_by_cell(x: np.ndarray[Any, Any], window: tuple[int, int], stride: int, pad: int) -> list[Any]:
    """Read each window from the unpadded images, a zero where it hangs over the edge."""
    (n, c, h, w), (filter_h, filter_w) = x.shape, window
    return [
        [
            x[image, channel, i, j] if 0 <= i < h and 0 <= j < w else 0
            for channel in range(c)
            for i in range(top, top + filter_h)
            for j in range(left, left + filter_w)
        ]
        for image in range(n)
        for top in range(-pad, h + pad - filter_h + 1, stride)
        for left in range(-pad, w + pad - filter_w + 1, stride)
    ]


@settings(derandomize=True, deadline=None)
@given(layouts())
def test_a_row_holds_the_cells_of_one_window(layout: Layout) -> None:
    shape, filter_h, filter_w, stride, pad = layout
    x = np.arange(1.0, 1 + np.prod(shape)).reshape(shape)
    col = im2col(x, filter_h, filter_w, stride, pad)
    np.testing.assert_array_equal(col, rows_cell_by_cell(x, (filter_h, filter_w), stride, pad))


@settings(derandomize=True, deadline=None)
@given(layouts(), st.integers(0, 2**32))
def test_col2im_is_the_adjoint_of_im2col(layout: Layout, seed: int) -> None:
    shape, *window = layout
    random = np.random.default_rng(seed)
    # Small whole numbers make both products exact.
    x = random.integers(-9, 10, shape).astype(float)
    col = im2col(x, *window)
    weights = random.integers(-9, 10, col.shape).astype(float)
    assert np.vdot(col, weights) == np.vdot(x, col2im(weights, shape, *window))


def test_rows_are_in_the_order_image_row_column_and_cells_channel_row_column() -> None:
    x = np.arange(24).reshape(2, 2, 2, 3)
    expected = [
        [0, 1, 3, 4, 6, 7, 9, 10],
        [1, 2, 4, 5, 7, 8, 10, 11],
        [12, 13, 15, 16, 18, 19, 21, 22],
        [13, 14, 16, 17, 19, 20, 22, 23],
    ]
    np.testing.assert_array_equal(im2col(x, 2, 2), expected)


def test_col2im_adds_up_where_windows_overlap() -> None:
    ones = np.ones((4, 4))
    np.testing.assert_array_equal(col2im(ones, (1, 1, 3, 3), 2, 2), [[[[1, 2, 1], [2, 4, 2], [1, 2, 1]]]])


def test_col2im_drops_what_falls_on_the_padding() -> None:
    col = np.arange(16.0).reshape(4, 4)
    np.testing.assert_array_equal(col2im(col, (1, 1, 2, 2), 2, 2, stride=2, pad=1), [[[[3, 6], [9, 12]]]])


def test_col2im_leaves_zero_where_no_window_reaches() -> None:
    ones = np.ones((1, 4))
    expected = [[[[1, 1, 0], [1, 1, 0], [0, 0, 0]]]]
    np.testing.assert_array_equal(col2im(ones, (1, 1, 3, 3), 2, 2, stride=2), expected)


@pytest.mark.parametrize("shape", [(72, 2), (12, 12), (144,), (2, 2, 3, 2, 3, 2), (3, 48)])
def test_col2im_takes_any_shape_of_the_right_size(shape: tuple[int, ...]) -> None:
    values = np.arange(144.0)
    expected = col2im(values.reshape(12, 12), (2, 2, 4, 4), 3, 2)
    np.testing.assert_array_equal(col2im(values.reshape(shape), (2, 2, 4, 4), 3, 2), expected)


def test_col2im_reads_a_strided_col_in_its_logical_order() -> None:
    col = np.arange(144.0).reshape(12, 12)
    expected = col2im(col, (2, 2, 4, 4), 3, 2)
    np.testing.assert_array_equal(col2im(np.asfortranarray(col), (2, 2, 4, 4), 3, 2), expected)
    np.testing.assert_array_equal(col2im(np.repeat(col, 2, axis=1)[:, ::2], (2, 2, 4, 4), 3, 2), expected)


def test_im2col_reads_a_transposed_input_in_its_logical_order() -> None:
    x = np.arange(60.0).reshape(1, 3, 4, 5).transpose(0, 1, 3, 2)
    np.testing.assert_array_equal(im2col(x, 2, 3), im2col(x.copy(), 2, 3))


def test_changing_one_row_changes_no_other_row_and_not_the_input() -> None:
    x = np.arange(3.0).reshape(1, 1, 1, 3)
    col = im2col(x, 1, 2)
    col[0] = -1
    np.testing.assert_array_equal(col, [[-1, -1], [1, 2]])
    np.testing.assert_array_equal(x, [[[[0, 1, 2]]]])


def test_inputs_are_left_as_they_were() -> None:
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    col = im2col(x, 2, 2)
    x.flags.writeable = col.flags.writeable = False
    im2col(x, 2, 2, pad=1)
    col2im(col, (1, 1, 4, 4), 2, 2)


@pytest.mark.parametrize(
    ("given_dtype", "dtype"),
    [
        ("float16", "float16"),
        ("float32", "float32"),
        ("float64", "float64"),
        ("int8", "float64"),
        ("bool", "float64"),
    ],
)
def test_a_floating_dtype_is_kept_and_others_become_float64(given_dtype: str, dtype: str) -> None:
    x = np.ones((1, 1, 2, 2), given_dtype)
    assert im2col(x, 2, 2).dtype == dtype
    assert col2im(x, (1, 1, 2, 2), 2, 2).dtype == dtype


def test_an_empty_batch_gives_no_rows_and_back() -> None:
    col = im2col(np.empty((0, 3, 4, 4)), 2, 2)
    assert col.shape == (0, 12)
    assert col2im(col, (0, 3, 4, 4), 2, 2).shape == (0, 3, 4, 4)


@pytest.mark.parametrize(
    ("shape", "window", "sentence"),
    [
        ((3, 4, 4), (2, 2, 1, 0), r"must have shape \(n, c, h, w\), not \(3, 4, 4\)"),
        ((1, 1, 4, 4), (5, 2, 1, 0), "window of 5x2 does not fit in 4x4"),
        ((1, 1, 4, 4), (2, 7, 1, 1), "window of 2x7 does not fit in 6x6"),
        ((1, 1, 4, 4), (0, 2, 1, 0), "at least 1, not window 0x2"),
        ((1, 1, 4, 4), (2, 2, 0, 0), "stride 0"),
        ((1, 1, 4, 4), (2, 2, 1, -1), "pad must be at least 0, not -1"),
    ],
)
def test_im2col_refuses_sizes_that_do_not_fit(
    shape: tuple[int, ...], window: tuple[int, int, int, int], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        im2col(np.zeros(shape), *window)


def test_col2im_refuses_another_number_of_values() -> None:
    with pytest.raises(ValueError, match=r"col has shape \(4, 3\), 12 values; .* need 16"):
        col2im(np.zeros((4, 3)), (1, 1, 3, 3), 2, 2)
