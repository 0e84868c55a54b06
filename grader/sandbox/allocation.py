"""Turns an allocator that keeps more the larger the blocks are that it sees into one that gives them back."""

from __future__ import annotations

import ctypes
from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_LARGE_BYTES: Final = 1 << 20
_KEPT_BYTES: Final = 4 << 20


def return_large_blocks() -> None:
    """Have large blocks go back to the system when they are freed: mallopt(3).

    Left alone, glibc learns from a large result that was freed to keep room for the next, up to 64 MiB in
    every process that grades. Other allocators do not have the function.
    """
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune is not None:
        tune(_MMAP_THRESHOLD, _LARGE_BYTES)
        tune(_TRIM_THRESHOLD, _KEPT_BYTES)
