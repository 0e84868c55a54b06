"""Half the sum of squared differences from a target (forward), and its gradient (backward)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError:
    """Half the sum of squared errors over a whole batch, not divided by anything.

    Attributes
    ----------
    difference : ndarray or None
        y - t of the last `forward`, float64; None before the first.
    """

    def __init__(self) -> None:
        self.difference: NDArray[Any] | None = None

    def forward(self, y: NDArray[Any], t: NDArray[Any]) -> float:
        """Compute the loss of a batch.

        Parameters
        ----------
        y : ndarray of any shape, its first axis that of the samples
            What a network says.
        t : ndarray of the shape of y
            What it should have said.

        Raises
        ------
        ValueError
            If the shapes differ.
        """
        if y.shape != t.shape:
            msg = f"y has shape {y.shape}, but t has {t.shape}"
            raise ValueError(msg)
        self.difference = np.subtract(y, t, dtype=np.float64)
        return float(0.5 * np.square(self.difference).sum())

    def backward(self) -> NDArray[Any]:
        """Give the gradient of the loss with respect to `y`, in the shape of `y`.

        Raises
        ------
        RuntimeError
            If there was no `forward` before.
        """
        if self.difference is None:
            msg = "backward needs a forward before it"
            raise RuntimeError(msg)
        return self.difference.copy()
