"""Sigmoid and ReLU: their gradients against slopes, their edges, and both against torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from reference.activations import Relu, Sigmoid

Array = np.ndarray[Any, Any]

STEP = 1e-5
SHAPES = [(1,), (3, 4), (2, 3, 2, 2)]
both = pytest.mark.parametrize("activation", [Sigmoid, Relu])


def drawn(*shape: int) -> Array:
    """Draw numbers away from 0, where ReLU has its kink."""
    values = np.random.default_rng(len(shape)).normal(scale=2, size=shape)
    return values + np.copysign(0.1, values)


@both
@pytest.mark.parametrize("shape", SHAPES)
def test_backward_is_the_slope_of_forward(activation: type[Sigmoid | Relu], shape: tuple[int, ...]) -> None:
    x, dout = drawn(*shape), drawn(*shape)[::-1].copy()
    layer = activation()
    layer.forward(x)
    slopes = (activation().forward(x + STEP) - activation().forward(x - STEP)) / (2 * STEP)
    np.testing.assert_allclose(layer.backward(dout), dout * slopes, rtol=0, atol=1e-8)


def test_sigmoid_is_finite_and_flat_however_far_out() -> None:
    layer = Sigmoid()
    out = layer.forward(np.array([-1e4, -700.0, -40.0, 0.0, 40.0, 700.0, 1e4]))
    np.testing.assert_allclose(out, [0, 0, 0, 0.5, 1, 1, 1], rtol=0, atol=1e-15)
    np.testing.assert_allclose(layer.backward(np.ones(7)), [0, 0, 0, 0.25, 0, 0, 0], rtol=0, atol=1e-15)


def test_relu_has_the_gradient_zero_at_zero() -> None:
    layer = Relu()
    np.testing.assert_array_equal(layer.forward(np.array([0.0, -0.0, 1e-300, -1e-300])), [0, 0, 1e-300, 0])
    np.testing.assert_array_equal(layer.backward(np.full(4, 7.0)), [0, 0, 7, 0])


@both
def test_neither_x_nor_dout_is_changed(activation: type[Sigmoid | Relu]) -> None:
    x, dout = drawn(3, 4), drawn(3, 4)
    layer = activation()
    layer.forward(x)
    layer.backward(dout)
    np.testing.assert_array_equal(x, drawn(3, 4))
    np.testing.assert_array_equal(dout, drawn(3, 4))


@both
def test_integers_in_x_leave_the_gradient_as_dout_is(activation: type[Sigmoid | Relu]) -> None:
    layer = activation()
    layer.forward(np.array([3, -3]))
    dx = layer.backward(np.array([0.5, 0.5]))
    assert dx.dtype == np.float64
    assert 0 < dx[0] <= 0.5


@both
def test_backward_without_forward_is_refused(activation: type[Sigmoid | Relu]) -> None:
    with pytest.raises(RuntimeError, match="forward before it"):
        activation().backward(np.ones(2))


@both
@pytest.mark.parametrize("shape", SHAPES)
def test_torch_gives_the_same(activation: type[Sigmoid | Relu], shape: tuple[int, ...]) -> None:
    torch: Any = pytest.importorskip("torch")
    x, dout = drawn(*shape), drawn(*shape)[::-1].copy()
    given = torch.tensor(x, requires_grad=True)
    out = torch.sigmoid(given) if activation is Sigmoid else torch.relu(given)
    out.backward(torch.tensor(dout))
    layer = activation()
    np.testing.assert_allclose(layer.forward(x), out.detach().numpy(), rtol=0, atol=1e-12)
    np.testing.assert_allclose(layer.backward(dout), given.grad.numpy(), rtol=0, atol=1e-12)
