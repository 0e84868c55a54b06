"""The reference's backward against the slope of its forward."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from reference.maxpool import MaxPool

STEP = 1e-3


def slopes(layer: MaxPool, x: np.ndarray[Any, Any], dout: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Measure by central differences how the loss sum(forward(x) * dout) follows each cell of x."""
    dx = np.empty_like(x)
    for cell in np.ndindex(x.shape):
        nudge = np.zeros_like(x)
        nudge[cell] = STEP
        dx[cell] = np.vdot(layer.forward(x + nudge) - layer.forward(x - nudge), dout) / (2 * STEP)
    return dx


@pytest.mark.parametrize(
    ("shape", "params"),
    [
        pytest.param((2, 2, 4, 4), (2, 2, 2, 0), id="plain"),
        pytest.param((2, 2, 5, 5), (3, 3, 1, 0), id="overlap"),
        pytest.param((1, 2, 5, 6), (3, 3, 2, 1), id="padding"),
        pytest.param((2, 1, 4, 7), (2, 3, 1, 0), id="rectangular"),
        pytest.param((1, 2, 7, 5), (2, 2, 2, 0), id="leftover"),
        pytest.param((1, 2, 7, 7), (2, 2, 3, 0), id="stride above window"),
        pytest.param((1, 1, 3, 3), (2, 2, 1, 0), id="one image, one channel"),
    ],
)
def test_backward_is_the_slope_of_forward_away_from_ties(
    shape: tuple[int, ...], params: tuple[int, int, int, int]
) -> None:
    random = np.random.default_rng(0)
    count = int(np.prod(shape))
    # Neighbouring values, and zero, are much further apart than the step, so that no maximum changes its
    # cell.
    x = (random.permutation(count).reshape(shape) - count // 2 + 0.5) / 10
    layer = MaxPool(*params)
    dout = random.normal(size=layer.forward(x).shape)
    dx = layer.backward(dout)
    np.testing.assert_allclose(dx, slopes(layer, x, dout), rtol=0, atol=1e-9)
