"""The convolution against its definition, the slope of its forward, torch, and what else it promises."""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pytest

from reference.convolution import Convolution
from reference.im2col import im2col

Array = np.ndarray[Any, Any]

STEP = 1e-3


class Setting(NamedTuple):
    x: tuple[int, int, int, int]
    W: tuple[int, int, int, int]
    stride: int = 1
    pad: int = 0


SETTINGS = {
    "plain": Setting((2, 2, 5, 5), (3, 2, 3, 3)),
    "stride": Setting((2, 2, 7, 7), (3, 2, 3, 3), stride=2),
    "side by side": Setting((1, 3, 6, 6), (2, 3, 3, 3), stride=3),
    "padding": Setting((2, 2, 4, 4), (3, 2, 3, 3), pad=1),
    "padding wider than the filter": Setting((1, 2, 3, 3), (2, 2, 2, 2), pad=3),
    "rectangular": Setting((2, 2, 4, 7), (3, 2, 2, 3)),
    "leftover": Setting((1, 2, 8, 6), (2, 2, 3, 3), stride=2),
    "stride above the filter": Setting((2, 2, 7, 8), (2, 2, 2, 2), stride=3),
    "everything": Setting((2, 3, 6, 5), (4, 3, 3, 2), stride=2, pad=1),
    "one cell": Setting((2, 3, 3, 4), (5, 3, 1, 1)),
    "as large as the image": Setting((2, 2, 3, 4), (3, 2, 3, 4)),
    "one image, one channel, one filter": Setting((1, 1, 4, 4), (1, 1, 2, 2)),
}
every_setting = pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)


class Drawn(NamedTuple):
    layer: Convolution
    x: Array
    dout: Array


def drawn(setting: Setting) -> Drawn:
    """Draw in quarters, whose products add up without rounding, in any order: equal can mean equal."""
    random = np.random.default_rng(3)
    x, filters = random.integers(-9, 10, setting.x) / 4, random.integers(-9, 10, setting.W) / 4
    layer = Convolution(filters, random.integers(-9, 10, setting.W[0]) / 4, setting.stride, setting.pad)
    return Drawn(layer, x, random.integers(-9, 10, layer.forward(x).shape) / 4)


def results(layer: Convolution, x: Array, dout: Array) -> dict[str, Array]:
    out = layer.forward(x)
    dx = layer.backward(dout)
    assert layer.dW is not None
    assert layer.db is not None
    return {"out": out, "dx": dx, "dW": layer.dW, "db": layer.db}


def defined(setting: Setting, layer: Convolution, x: Array, dout: Array) -> dict[str, Array]:
    """Go through every product of a cell and a weight, one by one; the padding is never built."""
    found = {"out": np.zeros(dout.shape), "dx": np.zeros(x.shape), "dW": np.zeros(layer.W.shape)}
    found["out"] += layer.b[:, None, None]
    for (n, k, i, j), (c, p, q) in product(np.ndindex(*dout.shape), np.ndindex(*setting.W[1:])):
        row, column = i * setting.stride + p - setting.pad, j * setting.stride + q - setting.pad
        if 0 <= row < x.shape[2] and 0 <= column < x.shape[3]:
            found["out"][n, k, i, j] += x[n, c, row, column] * layer.W[k, c, p, q]
            found["dx"][n, c, row, column] += dout[n, k, i, j] * layer.W[k, c, p, q]
            found["dW"][k, c, p, q] += dout[n, k, i, j] * x[n, c, row, column]
    return {**found, "db": np.array([dout[:, k].sum() for k in range(dout.shape[1])])}


@every_setting
def test_results_are_those_of_the_definition(setting: Setting) -> None:
    layer, x, dout = drawn(setting)
    expected = defined(setting, layer, x, dout)
    for name, array in results(layer, x, dout).items():
        np.testing.assert_array_equal(array, expected[name], strict=True, err_msg=name)


@every_setting
def test_gradients_are_the_slopes_of_forward(setting: Setting) -> None:
    layer, x, dout = drawn(setting)
    found = results(layer, x, dout)
    inputs = {"x": x, "W": layer.W, "b": layer.b}

    def loss(**changed: Array) -> float:
        given = {**inputs, **changed}
        out = Convolution(given["W"], given["b"], setting.stride, setting.pad).forward(given["x"])
        return float(np.vdot(out, dout))

    for name, array in inputs.items():
        for cell in np.ndindex(array.shape):
            nudge = np.zeros(array.shape)
            nudge[cell] = STEP
            slope = (loss(**{name: array + nudge}) - loss(**{name: array - nudge})) / (2 * STEP)
            assert found[f"d{name}"][cell] == pytest.approx(slope, abs=1e-8), (name, cell)


@every_setting
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_results_are_those_of_torch(setting: Setting, dtype: str) -> None:
    torch: Any = pytest.importorskip("torch")
    layer, x, dout = drawn(setting)
    given = [torch.tensor(array.astype(dtype), requires_grad=True) for array in (x, layer.W, layer.b)]
    out = torch.nn.functional.conv2d(*given, stride=setting.stride, padding=setting.pad)
    out.backward(torch.tensor(dout.astype(dtype)))
    expected = dict(zip(("dx", "dW", "db"), (leaf.grad for leaf in given), strict=True))
    layer = Convolution(layer.W.astype(dtype), layer.b.astype(dtype), setting.stride, setting.pad)
    for name, array in results(layer, x.astype(dtype), dout.astype(dtype)).items():
        assert array.dtype == dtype
        theirs = (out.detach() if name == "out" else expected[name]).numpy()
        np.testing.assert_allclose(array, theirs, rtol=0, atol=1e-4 if dtype == "float32" else 1e-10)


@every_setting
def test_results_of_float32_are_well_within_the_tolerance_of_the_exercises(setting: Setting) -> None:
    layer, x, dout = drawn(setting)
    third = 1 / 3  # no float32 holds it
    exact = results(Convolution(layer.W * third, layer.b, setting.stride, setting.pad), x * third, dout)
    narrow = Convolution((layer.W * third).astype("f4"), layer.b.astype("f4"), setting.stride, setting.pad)
    for name, array in results(narrow, (x * third).astype("f4"), dout.astype("f4")).items():
        assert array.dtype == np.float32
        np.testing.assert_allclose(array, exact[name], rtol=0, atol=2e-5)


def test_forward_keeps_x_its_windows_and_the_filters_as_columns() -> None:
    layer, x, _ = drawn(SETTINGS["everything"])
    assert layer.x is x
    assert layer.col is not None
    assert layer.col_W is not None
    np.testing.assert_array_equal(layer.col, im2col(x, 3, 2, stride=2, pad=1), strict=True)
    np.testing.assert_array_equal(layer.col_W[:, 1], layer.W[1].ravel(), strict=True)


def test_integers_give_what_the_same_floats_give() -> None:
    random = np.random.default_rng(5)
    x, filters, b, dout = (
        random.integers(-3, 4, shape) for shape in ((1, 2, 4, 4), (3, 2, 2, 2), 3, (1, 3, 3, 3))
    )
    plain = results(Convolution(filters * 1.0, b * 1.0), x * 1.0, dout * 1.0)
    for name, array in results(Convolution(filters, b), x, dout).items():
        np.testing.assert_array_equal(array, plain[name], strict=True)


def test_gradients_of_a_call_do_not_depend_on_the_calls_before() -> None:
    used, x, dout = drawn(SETTINGS["everything"])
    expected = results(used, x, dout)
    used.forward(x[:1, :, :4] * 3)
    used.backward(used.forward(x + 1))
    for _ in range(2):
        for name, array in results(used, x, dout).items():
            np.testing.assert_array_equal(array, expected[name], strict=True)


def test_inputs_are_left_as_they_were() -> None:
    layer, x, dout = drawn(SETTINGS["everything"])
    for array in (x, dout, layer.W, layer.b):
        array.flags.writeable = False
    results(layer, x, dout)


def test_an_empty_batch_gives_empty_results_and_zeros() -> None:
    layer, x, dout = drawn(SETTINGS["plain"])
    found = results(layer, x[:0], dout[:0])
    assert (found["out"].shape, found["dx"].shape) == ((0, 3, 3, 3), (0, 2, 5, 5))
    np.testing.assert_array_equal(found["dW"], np.zeros((3, 2, 3, 3)), strict=True)
    np.testing.assert_array_equal(found["db"], np.zeros(3), strict=True)


def test_filters_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="window of 3x3 does not fit in 2x4"):
        Convolution(np.zeros((1, 1, 3, 3)), np.zeros(1)).forward(np.zeros((1, 1, 2, 4)))


def test_another_number_of_channels_is_refused() -> None:
    with pytest.raises(ValueError, match="x has 3 channels, but the filters have 2"):
        Convolution(np.zeros((1, 2, 1, 1)), np.zeros(1)).forward(np.zeros((1, 3, 2, 2)))


def test_an_x_without_four_axes_is_refused() -> None:
    with pytest.raises(ValueError, match=r"must have shape \(n, c, h, w\), not \(4, 4\)"):
        Convolution(np.zeros((1, 1, 2, 2)), np.zeros(1)).forward(np.zeros((4, 4)))


def test_a_dout_of_another_shape_is_refused() -> None:
    layer, _, dout = drawn(SETTINGS["plain"])
    with pytest.raises(ValueError, match=r"shape \(2, 3, 3, 2\), but forward returned \(2, 3, 3, 3\)"):
        layer.backward(dout[..., :2])


def test_a_backward_without_a_forward_is_refused() -> None:
    with pytest.raises(RuntimeError, match="needs a forward"):
        Convolution(np.zeros((1, 1, 2, 2)), np.zeros(1)).backward(np.zeros((1, 1, 3, 3)))
