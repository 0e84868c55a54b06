"""The bias is added once for every channel of the input.

zh: 你在每个输入通道上都加了一次偏置，一共加了 C 次。想一想：偏置应当加在对通道求和之前，还是之后？
en: You add the bias once for each channel of the input, C times in all. Does it belong before or after the
    sum over the channels?
shows: channels
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._parts import ByMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Convolution(ByMatrix):
    def _with_bias(self, rows: NDArray[Any]) -> NDArray[Any]:
        return rows + self.W.shape[1] * self.b
