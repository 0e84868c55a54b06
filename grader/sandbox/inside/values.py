"""Turns what a submission returned into bytes.

    count          u16
    each value     tag u8
      0 None
      1 array      scalar u8, dtype text, ndim u8, ndim * u64, sent u8, then the elements in C order if sent is 1
      2 other      type name text
"""

from __future__ import annotations

import struct

import numpy as np

from .frames import pack_text

RESULT_BYTES_MAX = 64 << 20
_NUMBERS = (bool, int, float, np.number, np.bool_)


def pack_values(values: list[bytes]) -> bytes:
    """Join values that were packed when they were observed."""
    return struct.pack("<H", len(values)) + b"".join(values)


def pack_value(value: object) -> bytes:
    """Pack one observed value as it is now: what happens to it later does not matter."""
    if value is None:
        return b"\x00"
    if isinstance(value, np.ndarray):
        return b"\x01\x00" + _pack_array(value)
    if isinstance(value, _NUMBERS) and not isinstance(value, complex):
        return b"\x01\x01" + _pack_array(np.asarray(value))
    return b"\x02" + pack_text(type(value).__name__)


def _pack_array(array: np.ndarray) -> bytes:
    shape = struct.pack(f"<B{array.ndim}Q", array.ndim, *array.shape)
    # Only real numbers are ever sent: an object array's bytes would be addresses.
    sent = array.dtype.kind in "biuf" and array.nbytes <= RESULT_BYTES_MAX
    data = np.ndarray.tobytes(array) if sent else b""
    return pack_text(array.dtype.str) + shape + bytes([sent]) + data
