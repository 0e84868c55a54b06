"""Turns the text of an exception into what two ways of making the same mistake have in common.

A loop and an array expression with the same wrong size fail with the same words, but not at the same index
and not with the same axes: `(2, 3, 4)` here is `(6, 4)` there. What stays is how many elements there are.
"""

from __future__ import annotations

import math
import re
from typing import Final

_SHAPE: Final = re.compile(r"\((?:-?\d+,? ?)+\)")
_NUMBER: Final = re.compile(r"-?\d+")
_INDEX: Final = re.compile(r"\bindex -?\d+ is out of bounds")
_ATTRIBUTE_OF_NONE: Final = re.compile(r"('NoneType' object has no attribute) '\w+'")


def gist(text: str) -> str:
    """Replace each shape by its number of elements; drop which index is out of bounds, or what None lacks."""
    text = _SHAPE.sub(_size, text)
    text = _INDEX.sub("index is out of bounds", text)
    return _ATTRIBUTE_OF_NONE.sub(r"\1", text)


def _size(shape: re.Match[str]) -> str:
    return f"<{math.prod(map(int, _NUMBER.findall(shape[0])))}>"
