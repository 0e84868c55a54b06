"""Height and width are taken from the shape of x in the wrong order.

zh: 你从 x.shape 里取高和宽时顺序反了，out_h 和 out_w 也就对调了。图像不是正方形时就会看出来。想一想：x 的四个
    轴依次是什么？
en: You take height and width from x.shape in the wrong order, so that out_h and out_w change places. It shows
    where the image is not square. What are the four axes of x, one by one?
shows: rectangular
"""

from __future__ import annotations

from ._parts import ByMatrix


class MaxPool(ByMatrix):
    def _sizes(self, h: int, w: int) -> tuple[int, int]:
        return super()._sizes(w, h)
