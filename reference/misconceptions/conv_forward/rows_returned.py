"""The result is left as a matrix.

zh: 你返回的是二维矩阵，每行一个窗口，还没有变回图像。想一想：out 有哪四个轴，一行对应其中的哪一格？
en: You return the matrix with a row for each window, which is no image yet. What are the four axes of out,
    and to which of its cells does a row belong?
shows: any
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _image(self, rows: NDArray[Any], shape: tuple[int, int, int, int]) -> NDArray[Any]:  # noqa: ARG002  it is unused
        return rows
