"""Turns what a submission returned into bytes.

Layout::

    count          u16
    each value     tag u8
      0 None
      1 array      scalar u8, dtype text, ndim u8, ndim * u64, sent u8, the elements in C order if sent is 1
      2 other      type name text
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

from .frames import pack_text

_NUMBERS = (bool, int, float, np.number, np.bool_)
_NAME_MAX = 200


def pack_values(values: list[tuple[bytes, bytes]]) -> list[bytes]:
    """Join values that were packed when they were observed."""
    return [struct.pack("<H", len(values)), *(part for value in values for part in value)]


def pack_value(value: object, *, bytes_max: int) -> tuple[bytes, bytes]:
    """Pack one observed value as it is now, in head and elements: what happens to it later does not matter.

    Its class is asked for without its help: what an object or a subclass says of itself does not count. The
    elements of an array of more bytes than `bytes_max` are not sent.
    """
    kind = type(value)
    if value is None:
        return b"\x00", b""
    if issubclass(kind, np.ndarray):
        array = np.ndarray.view(value, np.ndarray)  # type: ignore[call-overload]  # it is one
        return _pack_array(b"\x01\x00", array, bytes_max)
    if issubclass(kind, _NUMBERS):
        return _pack_array(b"\x01\x01", np.asarray(value), bytes_max)
    return b"\x02" + pack_text(type.__dict__["__name__"].__get__(kind)[:_NAME_MAX]), b""


def _pack_array(tag: bytes, array: np.ndarray[Any, Any], bytes_max: int) -> tuple[bytes, bytes]:
    shape = struct.pack(f"<B{array.ndim}Q", array.ndim, *array.shape)
    # Only real numbers are ever sent: an object array's bytes would be addresses.
    sent = array.dtype.kind in "biuf" and array.nbytes <= bytes_max
    head = tag + pack_text(array.dtype.str) + shape + bytes([sent])
    return head, array.tobytes() if sent else b""
