"""There are as many windows from left to right as from top to bottom.

zh: 你只用高算出了窗口个数，横向也照搬了这个数。想一想：横向放得下几个窗口，取决于哪几个量？
en: You compute the number of windows from the height and use it across as well. What does the number of
    windows across depend on?
shows: rectangular
"""

from __future__ import annotations

from ._parts import ByMatrix


class MaxPool(ByMatrix):
    def _sizes(self, h: int, w: int) -> tuple[int, int]:
        size = super()._sizes(h, w)[0]
        return size, size
