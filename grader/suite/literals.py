"""Turns nested lists of numbers into a read-only array."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.messages import message
from grader.suite.problems import Refused
from grader.suite.readers import hint_at, integer, number, shown
from grader.suite.tree import ListNode, MapNode, ScalarNode

if TYPE_CHECKING:
    from grader.model.case import Array
    from grader.model.exercise import DType
    from grader.suite.tree import Node


def literal_array(node: Node, dtype: DType = "float64") -> Array:
    """Read an array of as many axes as the lists are deep; a bare number has none.

    Returns
    -------
    ndarray of the given dtype
        Read-only, in C order, all values finite.

    Raises
    ------
    Refused
        A row is longer or shorter than the first one beside it, or something is no number of the dtype.
    """
    shape = _shape_of_first(node)
    leaves: list[ScalarNode] = []
    _collect(node, shape, leaves)
    values = _integers(leaves, dtype) if np.dtype(dtype).kind in "iu" else _floats(leaves, dtype)
    array: Array = values.reshape(shape)
    array.flags.writeable = False
    return array


def _shape_of_first(node: Node) -> tuple[int, ...]:
    """Follow the first row of the first row, and so on, to the numbers."""
    shape = []
    while isinstance(node, ListNode):
        if not node.items:
            raise Refused(node, message("suite.empty_list"))
        shape.append(len(node.items))
        node = node.items[0]
    return tuple(shape)


def _collect(node: Node, shape: tuple[int, ...], leaves: list[ScalarNode]) -> None:
    if not shape:
        leaves.append(_leaf(node))
        return
    if not isinstance(node, ListNode):
        raise Refused(
            node, message("suite.ragged_number", wanted=shape[0], found=shown(node), hint=hint_at(node))
        )
    if len(node.items) != shape[0]:
        raise Refused(node, message("suite.ragged_row", count=len(node.items), wanted=shape[0]))
    for item in node.items:
        _collect(item, shape[1:], leaves)


def _leaf(node: Node) -> ScalarNode:
    if isinstance(node, ListNode):
        raise Refused(node, message("suite.ragged_deeper"))
    if isinstance(node, MapNode):
        raise Refused(node, message("suite.not_number", found=shown(node), hint=""))
    return node


def _floats(leaves: list[ScalarNode], dtype: DType) -> Array:
    wide = np.array([number(leaf) for leaf in leaves], dtype=np.float64)
    with np.errstate(over="ignore"):  # What overflows is refused below, at its place.
        values: Array = wide.astype(dtype)
    finite = np.isfinite(values)
    if not finite.all():
        leaf = leaves[int(np.argmin(finite))]
        raise Refused(leaf, message("suite.dtype_overflow", found=shown(leaf), dtype=dtype))
    return values


def _integers(leaves: list[ScalarNode], dtype: DType) -> Array:
    bounds = np.iinfo(dtype)
    smallest, largest = int(bounds.min), int(bounds.max)
    values: Array = np.array(
        [integer(leaf, minimum=smallest, maximum=largest) for leaf in leaves], dtype=dtype
    )
    return values
