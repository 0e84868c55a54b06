"""The loss in steps, one after the other as in the statement: a known wrong solution replaces one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ...softmax_loss import EPSILON

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Number: TypeAlias = float | NDArray[Any]


class InSteps:
    def forward(self, x: NDArray[Any], t: NDArray[Any]) -> Number:
        with np.errstate(all="ignore"):
            self.y = self._softmax(x)
            return self._loss(self.y, t)

    def _softmax(self, x: NDArray[Any]) -> NDArray[Any]:
        powers = np.exp(self._shifted(x))
        return powers / self._sums(powers)

    def _shifted(self, x: NDArray[Any]) -> NDArray[Any]:
        return x - x.max(axis=1, keepdims=True)

    def _sums(self, powers: NDArray[Any]) -> NDArray[Any]:
        return powers.sum(axis=1, keepdims=True)

    def _loss(self, y: NDArray[Any], t: NDArray[Any]) -> Number:
        return self._mean(self._logs(self._of_right_class(y, t)))

    def _of_right_class(self, y: NDArray[Any], t: NDArray[Any]) -> NDArray[Any]:
        """Pick the probability of each sample's right class."""
        return y[np.arange(len(y)), self._labels(t)]

    def _labels(self, t: NDArray[Any]) -> NDArray[Any]:
        return t if t.ndim == 1 else t.argmax(axis=1)

    def _logs(self, probabilities: NDArray[Any]) -> NDArray[Any]:
        return np.log(probabilities + EPSILON)

    def _mean(self, logs: NDArray[Any]) -> Number:
        return -np.sum(logs) / len(logs)
