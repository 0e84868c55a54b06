"""Softmax with cross entropy: loss against plain Python, gradient against slopes, both against torch."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from reference.softmax_loss import EPSILON, SoftmaxWithLoss

Array = np.ndarray[Any, Any]

STEP = 1e-5


def drawn(*shape: int, spread: float = 2.0) -> Array:
    return np.random.default_rng(sum(shape)).normal(scale=spread, size=shape)


def labels_of(samples: int, classes: int) -> Array:
    return np.random.default_rng(samples).integers(classes, size=samples)


def loss_by_hand(x: Array, labels: Array) -> float:
    """Compute the loss score by score."""
    losses = []
    for scores, label in zip(x.tolist(), labels.tolist(), strict=True):
        powers = [math.exp(score - max(scores)) for score in scores]
        losses.append(-math.log(powers[label] / math.fsum(powers) + EPSILON))
    return math.fsum(losses) / len(losses)


def slopes(x: Array, t: Array) -> Array:
    """Measure by central differences how the loss follows each score."""
    dx = np.empty_like(x)
    for cell in np.ndindex(x.shape):
        nudge = np.zeros_like(x)
        nudge[cell] = STEP
        dx[cell] = SoftmaxWithLoss().forward(x + nudge, t) - SoftmaxWithLoss().forward(x - nudge, t)
    return dx / (2 * STEP)


@pytest.mark.parametrize("shape", [(1, 2), (3, 4), (5, 5), (40, 10)])
@pytest.mark.parametrize("offset", [0.0, 1000.0, -1000.0])
def test_loss_is_that_of_plain_python_wherever_the_scores_are(shape: tuple[int, int], offset: float) -> None:
    x, labels = drawn(*shape) + offset, labels_of(*shape)
    assert SoftmaxWithLoss().forward(x, labels) == pytest.approx(loss_by_hand(x, labels), abs=1e-12)


@pytest.mark.parametrize("shape", [(1, 2), (3, 4), (5, 5)])
def test_backward_is_the_slope_of_forward(shape: tuple[int, int]) -> None:
    x, labels = drawn(*shape, spread=0.5), labels_of(*shape)
    layer = SoftmaxWithLoss()
    layer.forward(x, labels)
    # Both leave out next to nothing: the 1e-7 here, the third derivative there.
    np.testing.assert_allclose(layer.backward(), slopes(x, labels), rtol=0, atol=1e-6)


def test_one_hot_and_labels_give_the_same() -> None:
    x, labels = drawn(6, 4), labels_of(6, 4)
    results = []
    for t in (labels, np.eye(4)[labels], np.eye(4, dtype=np.int64)[labels]):
        layer = SoftmaxWithLoss()
        results.append((layer.forward(x, t), layer.backward()))
    for loss, dx in results[1:]:
        assert loss == results[0][0]
        np.testing.assert_array_equal(dx, results[0][1])


def test_a_probability_of_zero_has_a_finite_loss_and_the_full_gradient() -> None:
    layer = SoftmaxWithLoss()
    assert layer.forward(np.array([[0.0, 800.0]]), np.array([0])) == pytest.approx(-math.log(1e-7))
    np.testing.assert_array_equal(layer.backward(), [[-1.0, 1.0]])


@pytest.mark.parametrize("dtype", ["float32", "int64"])
def test_results_are_float64_whatever_the_scores_are(dtype: str) -> None:
    layer = SoftmaxWithLoss()
    x = np.array([[1, 2, 4], [0, 5, 1]], dtype)
    assert isinstance(layer.forward(x, np.array([0, 2])), float)
    assert layer.backward().dtype == np.float64
    assert x.tolist() == [[1, 2, 4], [0, 5, 1]]


def test_backward_can_be_called_again() -> None:
    layer = SoftmaxWithLoss()
    layer.forward(drawn(3, 4), labels_of(3, 4))
    first = layer.backward()
    first.copy()[...] = 0
    np.testing.assert_array_equal(layer.backward(), first)


@pytest.mark.parametrize(
    "t", [np.array([0, 1, 1]), np.array([[0, 1]]), np.array([0.0, 1.0]), np.array([0, 2])]
)
def test_right_classes_that_do_not_fit_are_refused(t: Array) -> None:
    with pytest.raises((ValueError, IndexError)):
        SoftmaxWithLoss().forward(drawn(2, 2), t)


def test_backward_without_forward_is_refused() -> None:
    with pytest.raises(RuntimeError, match="forward before it"):
        SoftmaxWithLoss().backward()


@pytest.mark.parametrize("shape", [(1, 2), (4, 6), (30, 10)])
def test_torch_gives_the_same(shape: tuple[int, int]) -> None:
    torch: Any = pytest.importorskip("torch")
    x, labels = drawn(*shape, spread=0.5), labels_of(*shape)
    layer = SoftmaxWithLoss()
    given = torch.tensor(x, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(given, torch.tensor(labels))
    loss.backward()
    # torch adds no 1e-7 inside its logarithm.
    assert layer.forward(x, labels) == pytest.approx(float(loss.detach()), abs=5e-6)
    np.testing.assert_allclose(layer.backward(), given.grad.numpy(), rtol=0, atol=1e-12)
