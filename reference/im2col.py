"""Turns a batch of images into a matrix with one row for each window (im2col), and back (col2im).

A layer that looks at its input through a window becomes plain matrix work: a convolution is a product with
the matrix, a pooling takes the maximum or the mean of its rows.

Symbols: n images of c channels, h by w cells each, get `pad` rows and columns of zeros on every side and
are seen through windows of filter_h by filter_w cells, `stride` cells apart. From top to bottom that makes
out_h = floor((h + 2*pad - filter_h) / stride) + 1 windows, and out_w likewise from left to right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def im2col(
    input_data: NDArray[Any], filter_h: int, filter_w: int, stride: int = 1, pad: int = 0
) -> NDArray[Any]:
    """Copy every window of the images into a row of a matrix.

    Parameters
    ----------
    input_data : ndarray of shape (n, c, h, w)
        The images.
    filter_h, filter_w : int
        Height and width of the window, in cells.
    stride : int
        Cells from one window to the next, in both directions.
    pad : int
        Rows and columns of zeros on every side.

    Returns
    -------
    ndarray of shape (n*out_h*out_w, c*filter_h*filter_w)
        A row for each window, in the order (n, out_h, out_w); its cells are in the order (c, filter_h,
        filter_w). A floating dtype is kept, any other becomes float64.

    Raises
    ------
    ValueError
        If the input has not four axes, a size is out of range, or the window does not fit the padded image.

    Notes
    -----
    Cells that are left over at the bottom and at the right, where no whole window fits, are in no row. An
    empty batch gives a matrix without rows.

    References
    ----------
    K. Chellapilla, S. Puri, P. Simard, "High Performance Convolutional Neural Networks for Document
    Processing", 2006.
    """
    images = zero_padded(np.asarray(input_data, dtype=floating(input_data)), pad)
    seen = windows(images, filter_h, filter_w, stride)
    n, c, out_h, out_w, _, _ = seen.shape
    # Windows share cells; the copy gives each row its own, so that one can be changed without another.
    return seen.transpose(0, 2, 3, 1, 4, 5).copy().reshape(n * out_h * out_w, c * filter_h * filter_w)


def col2im(  # noqa: PLR0913, PLR0917  the signature that the textbooks of this field share
    col: NDArray[Any],
    input_shape: tuple[int, int, int, int],
    filter_h: int,
    filter_w: int,
    stride: int = 1,
    pad: int = 0,
) -> NDArray[Any]:
    """Add every row of a matrix to the window it belongs to: the adjoint (transpose) of `im2col`.

    Parameters
    ----------
    col : ndarray of n*out_h*out_w*c*filter_h*filter_w values
        Values in the order of `im2col`: (n, out_h, out_w, c, filter_h, filter_w). Any shape will do that
        has them in this order, for instance (n*out_h*out_w*c, filter_h*filter_w).
    input_shape : tuple of int
        Shape (n, c, h, w) of the images.
    filter_h, filter_w, stride, pad : int
        As for `im2col`.

    Returns
    -------
    ndarray of shape (n, c, h, w)
        In each cell the sum of what all the windows over it have there; what falls on the padding is dropped.
        A floating dtype is kept, any other becomes float64.

    Raises
    ------
    ValueError
        If `col` has another number of values, a size is out of range, or the window does not fit the padded
        images.

    Notes
    -----
    This is not the inverse of `im2col`: a cell under several windows gets the sum of them all, a cell under
    none gets zero.
    """
    n, c, h, w = input_shape
    images = zero_padded(np.zeros((n, c, h, w), dtype=floating(col)), pad)
    seen = windows(images, filter_h, filter_w, stride)
    _, _, out_h, out_w, _, _ = seen.shape
    if np.size(col) != seen.size:
        msg = (
            f"col has shape {np.shape(col)}, {np.size(col)} values; input_shape {tuple(input_shape)}, window "
            f"{filter_h}x{filter_w}, stride {stride} and pad {pad} need {seen.size}"
        )
        raise ValueError(msg)
    parts = np.reshape(col, (n, out_h, out_w, c, filter_h, filter_w)).transpose(0, 3, 1, 2, 4, 5)
    # Two windows never have the same cell at the same place, so each of these additions meets a cell once.
    for i, j in np.ndindex(filter_h, filter_w):
        seen[..., i, j] += parts[..., i, j]
    return images[:, :, pad : pad + h, pad : pad + w]


def windows(images: NDArray[Any], filter_h: int, filter_w: int, stride: int = 1) -> NDArray[Any]:
    """Look at the images through every window, without a copy.

    Parameters
    ----------
    images : ndarray of shape (n, c, h, w)
        The images, padded if they are to be.
    filter_h, filter_w, stride : int
        As for `im2col`.

    Returns
    -------
    ndarray of shape (n, c, out_h, out_w, filter_h, filter_w)
        A view: [..., i, j] is the cell in row i and column j of every window. Writing there changes `images`.

    Raises
    ------
    ValueError
        If there are not four axes, a size is below 1, or the window does not fit.
    """
    _, _, h, w = images.shape
    if min(filter_h, filter_w, stride) < 1:
        msg = f"window and stride must be at least 1, not window {filter_h}x{filter_w} and stride {stride}"
        raise ValueError(msg)
    if filter_h > h or filter_w > w:
        msg = f"a window of {filter_h}x{filter_w} does not fit in {h}x{w} cells (with padding)"
        raise ValueError(msg)
    seen = np.lib.stride_tricks.sliding_window_view(images, (filter_h, filter_w), axis=(2, 3), writeable=True)
    return seen[:, :, ::stride, ::stride]


def zero_padded(images: NDArray[Any], pad: int) -> NDArray[Any]:
    """Copy images of shape (n, c, h, w) into the middle of zeros of shape (n, c, h + 2*pad, w + 2*pad)."""
    if images.ndim != 4:  # noqa: PLR2004  the four axes are named in the message
        msg = f"images must have shape (n, c, h, w), not {images.shape}"
        raise ValueError(msg)
    if pad < 0:
        msg = f"pad must be at least 0, not {pad}"
        raise ValueError(msg)
    return np.pad(images, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def floating(array: NDArray[Any]) -> np.dtype[Any]:
    """Name the dtype for sums of the array's values: its own if it is a floating one, else float64."""
    dtype = np.asarray(array).dtype
    return dtype if np.issubdtype(dtype, np.inexact) else np.dtype(np.float64)
