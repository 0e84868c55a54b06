"""Average pooling against its definition, the slope of its forward, torch, and what else it promises."""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pytest

from reference.avgpool import AvgPool

Array = np.ndarray[Any, Any]

STEP = 1e-3


class Setting(NamedTuple):
    shape: tuple[int, int, int, int]
    pool_h: int
    pool_w: int
    stride: int = 1
    pad: int = 0


SETTINGS = {
    "side by side": Setting((2, 3, 6, 6), 2, 2, stride=2),
    "overlap": Setting((2, 2, 7, 7), 3, 3, stride=2),
    "overlap at every cell": Setting((2, 2, 5, 5), 3, 3),
    "padding": Setting((2, 2, 5, 5), 3, 3, stride=2, pad=1),
    "padding wider than the window": Setting((1, 2, 3, 3), 2, 2, pad=3),
    "rectangular": Setting((2, 2, 4, 7), 2, 3),
    "leftover": Setting((1, 2, 7, 5), 2, 2, stride=2),
    "stride above the window": Setting((1, 2, 8, 7), 2, 2, stride=3),
    "everything": Setting((2, 3, 6, 9), 3, 2, stride=2, pad=1),
    "one window": Setting((2, 2, 3, 4), 3, 4),
    "window of one cell": Setting((1, 2, 3, 3), 1, 1),
}
every_setting = pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)


class Drawn(NamedTuple):
    layer: AvgPool
    x: Array
    out: Array
    dout: Array


def drawn(setting: Setting) -> Drawn:
    random = np.random.default_rng(4)
    layer = AvgPool(*setting[1:])
    x = random.normal(size=setting.shape)
    out = layer.forward(x)
    return Drawn(layer, x, out, random.normal(size=out.shape))


def defined(setting: Setting, x: Array, dout: Array) -> tuple[Array, Array]:
    """Go through every cell of every window, one by one; the padding is never built, but it is counted."""
    out, dx = np.zeros(dout.shape), np.zeros(x.shape)
    window = setting.pool_h, setting.pool_w
    for (n, c, i, j), (p, q) in product(np.ndindex(*dout.shape), np.ndindex(*window)):
        row, column = i * setting.stride + p - setting.pad, j * setting.stride + q - setting.pad
        if 0 <= row < x.shape[2] and 0 <= column < x.shape[3]:
            out[n, c, i, j] += x[n, c, row, column] / np.prod(window)
            dx[n, c, row, column] += dout[n, c, i, j] / np.prod(window)
    return out, dx


def assert_close(actual: Array, expected: Array, *, atol: float) -> None:
    assert (actual.shape, actual.dtype) == (expected.shape, expected.dtype)  # `strict` came with numpy 2
    np.testing.assert_allclose(actual, expected, rtol=0, atol=atol)


@every_setting
def test_results_are_those_of_the_definition(setting: Setting) -> None:
    layer, x, out, dout = drawn(setting)
    expected_out, expected_dx = defined(setting, x, dout)
    assert_close(out, expected_out, atol=1e-12)
    assert_close(layer.backward(dout), expected_dx, atol=1e-12)


@every_setting
def test_backward_is_the_slope_of_forward(setting: Setting) -> None:
    layer, x, _, dout = drawn(setting)
    dx = layer.backward(dout)
    for cell in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[cell] = STEP
        slope = np.vdot(layer.forward(x + nudge) - layer.forward(x - nudge), dout) / (2 * STEP)
        assert dx[cell] == pytest.approx(slope, abs=1e-9), cell


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@every_setting
def test_results_are_those_of_torch(setting: Setting, dtype: str) -> None:
    torch: Any = pytest.importorskip("torch")
    window = setting.pool_h, setting.pool_w
    if 2 * setting.pad > min(window):
        pytest.skip("torch takes no padding above half a window")
    layer, x, _, dout = drawn(setting)
    leaf = torch.tensor(x.astype(dtype), requires_grad=True)
    out = torch.nn.functional.avg_pool2d(leaf, window, setting.stride, setting.pad, count_include_pad=True)
    out.backward(torch.tensor(dout.astype(dtype)))
    atol = 1e-6 if dtype == "float32" else 1e-12
    for actual, theirs in (
        (layer.forward(x.astype(dtype)), out.detach()),
        (layer.backward(dout.astype(dtype)), leaf.grad),
    ):
        assert_close(actual, theirs.numpy(), atol=atol)


def test_zeros_of_the_padding_are_counted() -> None:
    layer = AvgPool(2, 2, stride=2, pad=1)
    np.testing.assert_array_equal(layer.forward(np.full((1, 1, 2, 2), 4.0)), np.ones((1, 1, 2, 2)))
    np.testing.assert_array_equal(layer.backward(np.full((1, 1, 2, 2), 4.0)), np.ones((1, 1, 2, 2)))


@pytest.mark.parametrize("x_dtype", ["int64", "uint8", "float32", "float64"])
@pytest.mark.parametrize(
    ("dout_dtype", "dx_dtype"),
    [("float64", "float64"), ("float32", "float32"), ("float16", "float16"), ("int32", "float64")],
)
def test_dx_has_the_floating_dtype_of_dout_whatever_x_has(
    x_dtype: str, dout_dtype: str, dx_dtype: str
) -> None:
    layer = AvgPool(2, 2)
    layer.forward(np.arange(9).reshape(1, 1, 3, 3).astype(x_dtype))
    dx = layer.backward(np.ones((1, 1, 2, 2), dout_dtype))
    assert dx.dtype == dx_dtype
    np.testing.assert_array_equal(dx, [[[[0.25, 0.5, 0.25], [0.5, 1, 0.5], [0.25, 0.5, 0.25]]]])


def test_means_of_integers_have_fractions() -> None:
    np.testing.assert_array_equal(AvgPool(1, 2).forward(np.array([[[[1, 2, 4]]]])), [[[[1.5, 3]]]])


def test_an_object_used_again_gives_what_a_new_one_gives() -> None:
    used = AvgPool(2, 2, stride=2, pad=1)
    for shape in ((2, 3, 6, 6), (1, 1, 3, 5), (2, 3, 6, 6)):
        layer, x, out, dout = drawn(Setting(shape, 2, 2, stride=2, pad=1))
        np.testing.assert_array_equal(used.forward(x), out, strict=True)
        for _ in range(2):
            np.testing.assert_array_equal(used.backward(dout), layer.backward(dout), strict=True)


def test_inputs_are_left_as_they_were() -> None:
    layer, x, _, dout = drawn(SETTINGS["everything"])
    x.flags.writeable = dout.flags.writeable = False
    layer.forward(x)
    layer.backward(dout)


def test_an_empty_batch_gives_empty_results() -> None:
    layer = AvgPool(2, 2)
    assert layer.forward(np.empty((0, 3, 4, 4))).shape == (0, 3, 3, 3)
    assert layer.backward(np.empty((0, 3, 3, 3))).shape == (0, 3, 4, 4)


def test_a_window_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="window of 3x3 does not fit in 2x4"):
        AvgPool(3, 3).forward(np.zeros((1, 1, 2, 4)))


def test_a_dout_of_another_shape_is_refused() -> None:
    layer = AvgPool(2, 2)
    layer.forward(np.zeros((1, 1, 4, 4)))
    with pytest.raises(ValueError, match=r"dout has shape \(9,\), but forward returned \(1, 1, 3, 3\)"):
        layer.backward(np.zeros(9))


def test_a_backward_without_a_forward_is_refused() -> None:
    with pytest.raises(RuntimeError, match="needs a forward"):
        AvgPool(2, 2).backward(np.zeros((1, 1, 3, 3)))
