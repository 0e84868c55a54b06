"""Turns a plane of palette indices into a PNG image as a data URI."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
BITS: Final = 8
BY_PALETTE: Final = 3


def png_uri(indices: NDArray[np.uint8], palette: Sequence[tuple[int, int, int]]) -> str:
    """Write an image, one pixel a cell.

    Parameters
    ----------
    indices : ndarray of shape (rows, columns), uint8
        Of the colours in the palette.
    palette : sequence of (int, int, int)
        Red, green and blue, 0 to 255; at most 256 colours.

    References
    ----------
    Portable Network Graphics (PNG) Specification, third edition, W3C: indexed colour, no filters.
    """
    rows, columns = indices.shape
    header = struct.pack(">IIBBBBB", columns, rows, BITS, BY_PALETTE, 0, 0, 0)
    unfiltered = np.zeros((rows, 1), dtype=np.uint8)  # every row begins with the number of its filter
    pixels = np.hstack([unfiltered, indices]).tobytes()
    image = b"".join(
        (
            SIGNATURE,
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", bytes(part for colour in palette for part in colour)),
            _chunk(b"IDAT", zlib.compress(pixels, 9)),
            _chunk(b"IEND", b""),
        )
    )
    return "data:image/png;base64," + base64.b64encode(image).decode("ascii")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
