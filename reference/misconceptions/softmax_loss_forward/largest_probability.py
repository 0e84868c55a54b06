"""The largest probability is taken, whichever class is right.

zh: 你取的是每个样本最大的概率，没有用到 t。想一想：如果网络很有把握地认错了，损失应当大还是小？
en: You take the largest probability of each sample and never look at t. If the network is very sure of a
    wrong class, should the loss be large or small?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import InSteps

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoftmaxWithLoss(InSteps):
    def _of_right_class(self, y: NDArray[Any], t: NDArray[Any]) -> NDArray[Any]:  # noqa: ARG002  that is the mistake
        return y.max(axis=1)
