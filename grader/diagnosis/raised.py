"""Turns the texts of two exceptions into whether they come of the same mistake.

A loop and an array expression with the same wrong size fail with the same words, but not at the same index
and not with the same axes: `(2, 3, 4)` here is `(6, 4)` there. What stays is how many elements there are.
`np.dot` and `@` refuse the same matrices in different words; what stays are the two sizes that differ.
"""

from __future__ import annotations

import math
import re
from typing import Final

# Texts may be made to take long: no part of a pattern can match what the part after it can.
_SHAPE: Final = re.compile(r"\(-?\d{1,64}(?:(?:, ?| )-?\d{1,64})*,?\)")
_NUMBER: Final = re.compile(r"-?\d+")
_INDEX: Final = re.compile(r"\bindex -?\d+ is out of bounds")
_ATTRIBUTE_OF_NONE: Final = re.compile(r"('NoneType' object has no attribute) '\w+'")
_PRODUCTS: Final = (
    re.compile(r"shapes [(\d,) ]+ and [(\d,) ]+ not aligned: (\d+) \(dim \d\) != (\d+) \(dim \d\)"),
    re.compile(r"matmul: .{,200}\(size (?P<right>\d+) is different from (?P<left>\d+)\)"),
)
_RESHAPE: Final = re.compile(r"cannot reshape array of size (\d+) into shape \((.+)\)")
_OPEN: Final = "newaxis"  # so numpy calls the axis for which -1 was written


def alike(one: str, other: str) -> bool:
    """Tell whether two texts have the same gist, or one of them leaves open what the other says."""
    if gist(one) == gist(other):
        return True
    first, second = _RESHAPE.fullmatch(one), _RESHAPE.fullmatch(other)
    if first is None or second is None or first[1] != second[1]:
        return False
    axes, others = first[2].split(","), second[2].split(",")
    return len(axes) == len(others) and all(
        size == another or _OPEN in (size, another) for size, another in zip(axes, others, strict=True)
    )


def gist(text: str) -> str:
    """Replace each shape by its number of elements; drop which index is out of bounds, or what None lacks."""
    for product in _PRODUCTS:
        text = product.sub(_sizes, text)
    text = _SHAPE.sub(_size, text)
    text = _INDEX.sub("index is out of bounds", text)
    return _ATTRIBUTE_OF_NONE.sub(r"\1", text)


def _sizes(product: re.Match[str]) -> str:
    left, right = product.groups() if product.re is _PRODUCTS[0] else product.group("left", "right")
    return f"a product of {left} columns and {right} rows"


def _size(shape: re.Match[str]) -> str:
    count = math.prod(map(int, _NUMBER.findall(shape[0])))
    return f"<{count:x}>"  # hexadecimal, as Python writes no decimals of any length
