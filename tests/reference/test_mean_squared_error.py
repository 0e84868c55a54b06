"""The squared error: its loss against plain Python, its gradient against slopes, both against torch."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from reference.mean_squared_error import MeanSquaredError

Array = np.ndarray[Any, Any]

SHAPES = [(1, 1), (3, 4), (6, 1), (2, 3, 2, 4)]
STEP = 1e-3


def drawn(seed: int, *shape: int) -> Array:
    return np.random.default_rng(seed).normal(size=shape)


def slopes(y: Array, t: Array) -> Array:
    """Measure by central differences how the loss follows each number of y."""
    dy = np.empty_like(y)
    for cell in np.ndindex(y.shape):
        nudge = np.zeros_like(y)
        nudge[cell] = STEP
        dy[cell] = MeanSquaredError().forward(y + nudge, t) - MeanSquaredError().forward(y - nudge, t)
    return dy / (2 * STEP)


@pytest.mark.parametrize("shape", SHAPES)
def test_loss_is_that_of_plain_python(shape: tuple[int, ...]) -> None:
    y, t = drawn(1, *shape), drawn(2, *shape)
    squares = [(one - other) ** 2 for one, other in zip(y.ravel().tolist(), t.ravel().tolist(), strict=True)]
    assert MeanSquaredError().forward(y, t) == pytest.approx(0.5 * math.fsum(squares), abs=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
def test_backward_is_the_slope_of_forward(shape: tuple[int, ...]) -> None:
    y, t = drawn(1, *shape), drawn(2, *shape)
    layer = MeanSquaredError()
    layer.forward(y, t)
    np.testing.assert_allclose(layer.backward(), slopes(y, t), rtol=0, atol=1e-9)


def test_bytes_do_not_wrap_around() -> None:
    layer = MeanSquaredError()
    y, t = np.array([[1, 200]], np.uint8), np.array([[3, 250]], np.uint8)
    assert layer.forward(y, t) == 0.5 * (4 + 2500)
    np.testing.assert_array_equal(layer.backward(), [[-2.0, -50.0]])


def test_backward_gives_an_array_of_its_own() -> None:
    layer = MeanSquaredError()
    layer.forward(drawn(1, 2, 3), drawn(2, 2, 3))
    first = layer.backward()
    kept = first.copy()
    first[...] = 0
    np.testing.assert_array_equal(layer.backward(), kept)


def test_shapes_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        MeanSquaredError().forward(drawn(1, 2, 3), drawn(2, 3))


def test_backward_without_forward_is_refused() -> None:
    with pytest.raises(RuntimeError, match="forward before it"):
        MeanSquaredError().backward()


@pytest.mark.parametrize("shape", SHAPES)
def test_torch_gives_the_same(shape: tuple[int, ...]) -> None:
    torch: Any = pytest.importorskip("torch")
    y, t = drawn(1, *shape), drawn(2, *shape)
    layer = MeanSquaredError()
    given = torch.tensor(y, requires_grad=True)
    loss = 0.5 * torch.nn.functional.mse_loss(given, torch.tensor(t), reduction="sum")
    loss.backward()
    assert layer.forward(y, t) == pytest.approx(float(loss.detach()), abs=1e-12)
    np.testing.assert_allclose(layer.backward(), given.grad.numpy(), rtol=0, atol=1e-12)
