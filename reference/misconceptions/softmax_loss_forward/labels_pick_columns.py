"""Labels pick whole columns of the probabilities.

zh: 你用 y[:, t] 取概率，这对每个标签取出了整整一列，得到 N×N 个数。想一想：第 i 个样本只需要第 i 行
    的哪一个数？怎样同时指定行和列？
en: You pick with y[:, t], which gives a whole column for each label: N×N numbers. Of row i you need just
    one number. How do you name rows and columns together?
shows: batch
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _of_right_class(self, y: NDArray[Any], t: NDArray[Any]) -> NDArray[Any]:
        return y[:, self._labels(t)]
