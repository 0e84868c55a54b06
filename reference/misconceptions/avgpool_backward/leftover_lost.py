"""dx ends where the last window ends.

zh: 你的 dx 只有窗口盖到的那么大，少了剩余的行或列。没有窗口盖到的位置仍然是 x 的一部分。想一想：dx 的形状应当
    由谁决定，这些位置的梯度又是多少？
en: Your dx is only as large as what the windows cover: the leftover rows or columns are missing. Cells under
    no window are still part of x. What decides on the shape of dx, and what is the gradient of those cells?
shows: leftover
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class AvgPool(ByPlaces):
    def _cut(self, dx: NDArray[Any]) -> NDArray[Any]:
        h, w = dx.shape[2:]
        end_h = h - (h - self.pool_h) % self.stride - self.pad
        end_w = w - (w - self.pool_w) % self.stride - self.pad
        return dx[:, :, self.pad : end_h, self.pad : end_w]
