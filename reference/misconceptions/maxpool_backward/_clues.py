"""Turns a wrong dx into clues that only make sense for the backward pass of max pooling.

Each function says whether its clue holds for one wrong result; it is told when it holds for all of them. It
takes what it needs of `inputs` (x and dout as they were at the call), `params` (pool_h, pool_w, stride, pad),
`actual` and `expected` (both of the shape of x).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ...im2col import col2im, im2col

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    _Mark: TypeAlias = Callable[[NDArray[Any]], NDArray[Any]]

_ATOL = 1e-5


def channels_mixed(actual: NDArray[Any], expected: NDArray[Any]) -> bool:
    """Tell whether all gradients are there, but not each in its own image and channel.

    zh: dx 的总和是对的，但各个样本、各个通道的和不对：梯度送到了别的样本或通道里。
    en: The sum of dx is right, but the sums of its images and channels are not: gradients went to another
        image or channel.
    """
    images, wanted = actual.sum(axis=(2, 3)), expected.sum(axis=(2, 3))
    return _same(images.sum(), wanted.sum()) and not _same(images, wanted)


def later_ties_only(
    inputs: dict[str, NDArray[Any]], params: dict[str, int], actual: NDArray[Any], expected: NDArray[Any]
) -> bool:
    """Tell whether all that is wrong comes of windows with several equal maxima.

    zh: 多出来的梯度都在与最大值相等、但不是第一个的位置上：出错的是有几个相同最大值的窗口。
    en: Every gradient too many is in a cell that equals the maximum of its window but is not the first:
        windows with several equal maxima are what is wrong.
    """
    x, extra = inputs["x"], _there(actual) & ~_there(expected)
    if not extra.any():
        return False
    later = _under_windows(x, params, _maxima) > _under_windows(x, params, _first_maxima)
    return bool(np.all(later[extra]))


def shared_maxima_only(
    inputs: dict[str, NDArray[Any]], params: dict[str, int], actual: NDArray[Any], expected: NDArray[Any]
) -> bool:
    """Tell whether only cells that are the maximum of several windows are wrong.

    zh: 出错的位置都同时是几个窗口的最大值：这些窗口的梯度没有正确地合在一起。
    en: Only cells that are the maximum of several windows at once are wrong: the gradients of those windows
        are not brought together as they should be.
    """
    shared = _under_windows(inputs["x"], params, _first_maxima) > 1
    return bool(np.all(shared[_there(actual - expected)]))


def under_no_window(inputs: dict[str, NDArray[Any]], params: dict[str, int], actual: NDArray[Any]) -> bool:
    """Tell whether there is a gradient where there is no window.

    zh: 有的梯度落在了没有任何窗口盖到的位置上：剩余的行或列，或者窗口之间的空隙。
    en: Some gradients are in cells that are under no window: leftover rows or columns, or gaps between
        windows.
    """
    return bool(np.any(_there(actual) & (_under_windows(inputs["x"], params, _everything) == 0)))


def outside_maxima(inputs: dict[str, NDArray[Any]], params: dict[str, int], actual: NDArray[Any]) -> bool:
    """Tell whether there is a gradient where no window has a maximum.

    zh: 有的梯度落在了不是任何窗口最大值的位置上。
    en: Some gradients are in cells that are the maximum of no window.
    """
    return bool(np.any(_there(actual) & (_under_windows(inputs["x"], params, _maxima) == 0)))


def maxima_without_gradient(actual: NDArray[Any], expected: NDArray[Any]) -> bool:
    """Tell whether the maximum of some window has no gradient.

    zh: 有的窗口的最大值没有得到梯度，dx 在那里是 0。
    en: The maximum of some window has no gradient: dx is 0 there.
    """
    return bool(np.any(_there(expected) & ~_there(actual)))


def sum_differs(actual: NDArray[Any], expected: NDArray[Any]) -> bool:
    """Tell whether gradients were lost, or counted more than once.

    zh: dx 的总和不等于 dout 中应当传回 x 的那些梯度的总和：有的梯度丢了，或者算了不止一次。
    en: The sum of dx is not the sum of the gradients in dout that belong to x: some are lost, or counted more
        than once.
    """
    return not _same(actual.sum(), expected.sum())


def _same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return bool(np.allclose(one, other, rtol=1e-9, atol=_ATOL))


def _there(numbers: NDArray[Any]) -> NDArray[np.bool_]:
    return np.asarray(np.abs(numbers) > _ATOL)


def _under_windows(x: NDArray[Any], params: dict[str, int], mark: _Mark) -> NDArray[Any]:
    """Count for each cell of x the windows in which it is marked; `mark` is given a row for each window."""
    window = params["pool_h"], params["pool_w"], params["stride"], params["pad"]
    cells = im2col(x, *window).reshape(-1, window[0] * window[1])
    return col2im(np.asarray(mark(cells), dtype=np.float64), x.shape, *window)


def _everything(cells: NDArray[Any]) -> NDArray[Any]:
    return np.ones_like(cells)


def _maxima(cells: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(cells == cells.max(axis=1, keepdims=True))


def _first_maxima(cells: NDArray[Any]) -> NDArray[Any]:
    return np.eye(cells.shape[1])[cells.argmax(axis=1)]
