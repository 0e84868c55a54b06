"""The fully connected layer: its gradients against slopes, and all of it against torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reference.fully_connected import FullyConnected

if TYPE_CHECKING:
    from collections.abc import Callable

Array = np.ndarray[Any, Any]

STEP = 1e-3
SIZES = [
    pytest.param((2, 3), 2, id="plain"),
    pytest.param((1, 4), 3, id="one sample"),
    pytest.param((5, 3), 1, id="one output"),
    pytest.param((3, 3), 3, id="square"),
    pytest.param((2, 2, 3), 4, id="three axes"),
    pytest.param((2, 3, 2, 2), 2, id="images"),
]


def drawn(seed: int, *shape: int) -> Array:
    return np.random.default_rng(seed).normal(size=shape)


def inputs(shape: tuple[int, ...], outputs: int) -> tuple[Array, Array, Array, Array]:
    """Draw x, W, b and dout."""
    features = int(np.prod(shape[1:]))
    return (
        drawn(1, *shape),
        drawn(2, features, outputs),
        drawn(3, outputs),
        drawn(4, shape[0], outputs),
    )


def slopes(loss: Callable[[Array], float], at: Array) -> Array:
    """Measure by central differences how a number follows each cell of an array."""
    found = np.empty_like(at)
    for cell in np.ndindex(at.shape):
        nudge = np.zeros_like(at)
        nudge[cell] = STEP
        found[cell] = loss(at + nudge) - loss(at - nudge)
    return found / (2 * STEP)


@pytest.mark.parametrize(("shape", "outputs"), SIZES)
def test_gradients_are_the_slopes_of_forward(shape: tuple[int, ...], outputs: int) -> None:
    x, weights, biases, dout = inputs(shape, outputs)

    def loss(x: Array, weights: Array, biases: Array) -> float:
        return float(np.vdot(FullyConnected(weights, biases).forward(x), dout))

    layer = FullyConnected(weights, biases)
    layer.forward(x)
    dx = layer.backward(dout)
    wanted = [
        slopes(lambda moved: loss(moved, weights, biases), x),
        slopes(lambda moved: loss(x, moved, biases), weights),
        slopes(lambda moved: loss(x, weights, moved), biases),
    ]
    for found, slope in zip([dx, layer.dW, layer.db], wanted, strict=True):
        assert found is not None
        assert found.shape == slope.shape
        np.testing.assert_allclose(found, slope, rtol=0, atol=1e-9)


def test_forward_is_the_sum_of_weighted_inputs() -> None:
    layer = FullyConnected(np.array([[1.0, 2], [3, 4]]), np.array([10.0, 20]))
    np.testing.assert_array_equal(layer.forward(np.array([[1, 1], [0, 2]])), [[14, 26], [16, 28]])


def test_gradients_are_computed_anew_each_time() -> None:
    x, weights, biases, dout = inputs((3, 4), 2)
    layer = FullyConnected(weights, biases)
    layer.forward(drawn(9, 5, 4))
    layer.backward(drawn(8, 5, 2))
    layer.forward(x)
    for _ in range(2):
        dx = layer.backward(dout)
        np.testing.assert_allclose(dx, dout @ weights.T)
        np.testing.assert_allclose(np.asarray(layer.dW), x.T @ dout)
        np.testing.assert_allclose(np.asarray(layer.db), dout.sum(axis=0))


def test_integers_in_x_leave_the_gradients_floats() -> None:
    layer = FullyConnected(np.array([[0.5], [0.25]]), np.array([0.0]))
    layer.forward(np.array([[1, 2]], np.uint8))
    np.testing.assert_array_equal(layer.backward(np.array([[1.5]])), [[0.75, 0.375]])
    np.testing.assert_array_equal(np.asarray(layer.dW), [[1.5], [3.0]])


def test_backward_without_forward_is_refused() -> None:
    with pytest.raises(RuntimeError, match="forward before it"):
        FullyConnected(np.ones((2, 2)), np.ones(2)).backward(np.ones((1, 2)))


@pytest.mark.parametrize(("shape", "outputs"), SIZES)
def test_torch_gives_the_same(shape: tuple[int, ...], outputs: int) -> None:
    torch: Any = pytest.importorskip("torch")
    x, weights, biases, dout = inputs(shape, outputs)
    given = [torch.tensor(array, requires_grad=True) for array in (x, weights, biases)]
    out = torch.nn.functional.linear(given[0].flatten(1), given[1].T, given[2])
    out.backward(torch.tensor(dout))
    layer = FullyConnected(weights, biases)
    np.testing.assert_allclose(layer.forward(x), out.detach().numpy(), rtol=0, atol=1e-12)
    found = [layer.backward(dout), layer.dW, layer.db]
    for actual, wanted in zip(found, given, strict=True):
        np.testing.assert_allclose(np.asarray(actual), wanted.grad.numpy(), rtol=0, atol=1e-12)
