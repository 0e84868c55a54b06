"""The loss in steps, one after the other as in the statement: a known wrong solution replaces one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Number: TypeAlias = float | NDArray[Any]


class InSteps:
    def forward(self, y: NDArray[Any], t: NDArray[Any]) -> Number:
        return self._half(self._total(self._squares(self._difference(y, t))))

    def _difference(self, y: NDArray[Any], t: NDArray[Any]) -> NDArray[Any]:
        return y - t

    def _squares(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference**2

    def _total(self, squares: NDArray[Any]) -> Number:
        return np.sum(squares)

    def _half(self, total: Number) -> Number:
        return 0.5 * total
