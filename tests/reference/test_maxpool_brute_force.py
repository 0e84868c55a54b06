"""The reference against the definition: every cell of every window looked at, one by one."""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.maxpool import MaxPool

Array = np.ndarray[Any, Any]


class Setting(NamedTuple):
    shape: tuple[int, int, int, int]
    pool_h: int
    pool_w: int
    stride: int
    pad: int


class Routed(NamedTuple):
    out: list[Any]
    arg_max: list[int]
    dx: Array


def starts(size: int, pool: int, stride: int, pad: int) -> list[int]:
    """List where windows begin, in cells of the image itself: a negative one begins in the padding."""
    return [
        start
        for start in range(-pad, size + pad)
        if (start + pad) % stride == 0 and start + pool <= size + pad
    ]


def route(setting: Setting, x: Array, dout: Array) -> Routed:
    """Give each window's gradient to its first largest cell; the padding is never built."""
    n, c, h, w = setting.shape
    tops = starts(h, setting.pool_h, setting.stride, setting.pad)
    lefts = starts(w, setting.pool_w, setting.stride, setting.pad)
    places = list(product(range(setting.pool_h), range(setting.pool_w)))
    result = Routed([], [], np.zeros(setting.shape))
    for image, row, column, channel in product(range(n), range(len(tops)), range(len(lefts)), range(c)):
        cells = [(tops[row] + i, lefts[column] + j) for i, j in places]
        inside = [0 <= i < h and 0 <= j < w for i, j in cells]
        values = [x[image, channel, *cell] if real else 0 for cell, real in zip(cells, inside, strict=True)]
        first = values.index(max(values))
        result.out.append(values[first])
        result.arg_max.append(first)
        if inside[first]:
            result.dx[image, channel, *cells[first]] += dout[image, channel, row, column]
    return result


def assert_routed_as_defined(setting: Setting, x: Array) -> None:
    layer = MaxPool(*setting[1:])
    out = layer.forward(x)
    # Quarters add up without rounding, in any order, so that equal can mean equal.
    dout = np.random.default_rng(7).integers(-40, 41, out.shape) / 4
    dx = layer.backward(dout)

    expected = route(setting, x, dout)
    assert layer.arg_max is not None
    assert layer.arg_max.tolist() == expected.arg_max
    assert out.transpose(0, 2, 3, 1).ravel().tolist() == expected.out
    np.testing.assert_array_equal(dx, expected.dx, strict=True)


SETTINGS = {
    "overlap": Setting((2, 3, 7, 7), 3, 3, stride=2, pad=0),
    "overlap at every cell": Setting((2, 2, 6, 6), 3, 3, stride=1, pad=0),
    "padding": Setting((2, 2, 5, 5), 3, 3, stride=1, pad=1),
    "padding wider than the window": Setting((1, 2, 3, 3), 2, 2, stride=1, pad=3),
    "rectangular window": Setting((2, 2, 6, 6), 2, 3, stride=1, pad=0),
    "rectangular everything": Setting((2, 3, 5, 8), 3, 2, stride=2, pad=1),
    "h is not w": Setting((1, 2, 4, 9), 2, 2, stride=2, pad=0),
    "leftover row": Setting((2, 2, 5, 4), 2, 2, stride=2, pad=0),
    "leftover row and column": Setting((1, 3, 8, 8), 3, 3, stride=3, pad=0),
    "stride above window": Setting((2, 2, 8, 7), 2, 2, stride=3, pad=0),
    "one image, one channel": Setting((1, 1, 4, 4), 2, 2, stride=2, pad=0),
    "one window": Setting((2, 2, 3, 4), 3, 4, stride=1, pad=0),
    "window of one cell": Setting((1, 2, 3, 3), 1, 1, stride=1, pad=0),
    "only padding in the corners": Setting((1, 1, 2, 2), 1, 1, stride=2, pad=1),
}


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_distinct_values_are_routed_as_defined(setting: Setting) -> None:
    count = int(np.prod(setting.shape))
    x = np.random.default_rng(1).permutation(count).reshape(setting.shape) - count / 2 + 0.25
    assert_routed_as_defined(setting, x)


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_ties_are_routed_as_defined(setting: Setting) -> None:
    assert_routed_as_defined(setting, np.random.default_rng(2).integers(-1, 2, setting.shape).astype(float))


@pytest.mark.parametrize("dtype", ["int64", "int8", "uint8", "float16", "float32"])
@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_any_dtype_of_x_is_routed_as_defined(setting: Setting, dtype: str) -> None:
    assert_routed_as_defined(setting, np.random.default_rng(3).integers(0, 100, setting.shape).astype(dtype))


@st.composite
def settings_that_fit(draw: st.DrawFn) -> Setting:
    """Draw a setting with at least one window."""
    spans = [(1, 2), (1, 3), (1, 7), (1, 7), (1, 4), (0, 2)]
    n, c, h, w, stride, pad = (draw(st.integers(*span)) for span in spans)
    pool_h, pool_w = draw(st.integers(1, h + 2 * pad)), draw(st.integers(1, w + 2 * pad))
    return Setting((n, c, h, w), pool_h, pool_w, stride, pad)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(setting=settings_that_fit(), seed=st.integers(0, 2**32), distinct=st.integers(1, 300))
def test_any_setting_and_input_is_routed_as_defined(setting: Setting, seed: int, distinct: int) -> None:
    x = np.random.default_rng(seed).integers(-distinct, distinct, setting.shape) / 4
    assert_routed_as_defined(setting, x)
