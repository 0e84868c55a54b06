"""Softmax with cross entropy: how wrong a batch of scores is (forward), and the gradient of that (backward).

Symbols: n samples of d scores each. The softmax turns the scores of a sample into d probabilities that sum to
one; the loss is the mean over the samples of -log(p + 1e-7), where p is the probability of the right class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

EPSILON = 1e-7


class SoftmaxWithLoss:
    """Softmax and cross entropy in one layer, as the last one of a network that tells classes apart.

    Attributes
    ----------
    y : ndarray of shape (n, d), float64, or None
        The probabilities of the last `forward`; None before the first.
    t : ndarray of shape (n, d) or None
        The right classes of the last `forward`, one-hot; None before the first.

    Notes
    -----
    The 1e-7 keeps the loss finite where the probability of the right class is too small for a float.
    `backward` leaves it out, as the textbooks do: where p is far above 1e-7, it is the gradient of the loss.
    """

    def __init__(self) -> None:
        self.y: NDArray[Any] | None = None
        self.t: NDArray[Any] | None = None

    def forward(self, x: NDArray[Any], t: NDArray[Any]) -> float:
        """Compute the loss of a batch.

        Parameters
        ----------
        x : ndarray of shape (n, d)
            The scores. A sample's largest is taken from all of them first, so that no exponential overflows.
        t : ndarray of shape (n, d) or (n,)
            The right classes: one-hot, or as labels of an integer dtype from 0 to d - 1.

        Returns
        -------
        float
            The mean loss of a sample.

        Raises
        ------
        ValueError
            If `t` fits neither as one-hot nor as labels.
        IndexError
            If labels are no integers, or beyond the classes.
        """
        n, d = x.shape
        if t.shape not in {(n, d), (n,)}:
            msg = f"t has shape {t.shape}, expected {(n, d)} for one-hot or {(n,)} for labels"
            raise ValueError(msg)
        powers = np.exp(np.asarray(x - x.max(axis=1, keepdims=True), dtype=np.float64))
        self.y = powers / powers.sum(axis=1, keepdims=True)
        labels = t if t.ndim == 1 else t.argmax(axis=1)
        self.t = np.eye(d)[labels]
        return float(-np.log(self.y[np.arange(n), labels] + EPSILON).mean())

    def backward(self) -> NDArray[Any]:
        """Give the gradient of the loss with respect to `x`.

        Returns
        -------
        ndarray of shape (n, d), float64
            (y - t) / n.

        Raises
        ------
        RuntimeError
            If there was no `forward` before.
        """
        if self.y is None or self.t is None:
            msg = "backward needs a forward before it"
            raise RuntimeError(msg)
        return np.asarray((self.y - self.t) / self.y.shape[0])
