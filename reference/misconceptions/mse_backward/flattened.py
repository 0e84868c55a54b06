"""The gradient is flattened to a row for each sample.

zh: 你把 dy 展平成了每个样本一行。y 是四维时，dy 也应当是四维。想一想：有必要改变形状吗？
en: You flatten dy to a row for each sample. Where y has four axes, dy should have four as well. Is there
    any need to change the shape?
shows: maps
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import Keeping

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Keeping):
    def _gradient(self, difference: NDArray[Any]) -> NDArray[Any]:
        return difference.reshape(len(difference), -1)
