"""Turns arrays into a digest of their names, dtypes, shapes and bits, the same on every machine."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.model.case import Array


def digest(arrays: Mapping[str, Array]) -> str:
    """Give the SHA-256 of arrays in the order of their names, in hexadecimal, as docs/draws.md says."""
    whole = sha256()
    for name in sorted(arrays):
        array = arrays[name]
        whole.update(f"{name} {array.dtype.name} {array.shape} ".encode())
        whole.update(array.astype(array.dtype.newbyteorder("<")).tobytes())
    return whole.hexdigest()
