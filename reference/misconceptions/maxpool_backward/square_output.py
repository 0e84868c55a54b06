"""There are as many windows from left to right as from top to bottom.

zh: 你只用高算出了窗口个数，横向也照搬了这个数。图像或窗口不是正方形时，横向的窗口就多了或少了。想一想：横向放
    得下几个窗口，取决于哪几个量？
en: You compute the number of windows from the height and use it across as well. When the image or the window
    is not square, there are too many or too few of them from left to right. What does the number of windows
    across depend on?
shows: rectangular
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ._parts import ByPlaces

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MaxPool(ByPlaces):
    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        size = dout.shape[2]
        used = np.zeros(dout.shape)
        used[:, :, :, :size] = dout[:, :, :, np.arange(size)]
        return super().backward(used)
