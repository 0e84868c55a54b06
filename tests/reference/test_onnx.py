"""The references against the test cases that the onnx package carries, where it is installed.

Their pooling and convolution can say more than ours, so each of their cases is translated, or left out for
a reason. Two differences are translated, too: they pad a max pooling with minus infinity and we with zero,
and they take a mean of what is real alone unless told to count the padding.
"""

from __future__ import annotations

import importlib
import warnings
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pytest

from reference.avgpool import AvgPool
from reference.convolution import Convolution
from reference.maxpool import MaxPool

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = np.ndarray[Any, Any]

onnx: Any = pytest.importorskip("onnx")

NODES: Final = ("MaxPool", "AveragePool", "Conv")
OPTIONS: Final = {"kernel_shape", "strides", "pads", "auto_pad", "ceil_mode", "dilations", "group"}
OPTIONS_OF_POOLS: Final = {"count_include_pad", "storage_order"}
# What onnx 1.23 has. A release with more of either wants a look; older ones have less.
LEFT_OUT_FOR: Final = Counter({"three axes": 23, "groups": 7, "dilations": 6})
FEWEST_TRANSLATED: Final = 36
ROUNDED: Final = 6e-5  # some of theirs are written out with four digits


class Theirs(NamedTuple):
    """A node, what it is given, and what comes out."""

    name: str
    node: str
    options: dict[str, Any]
    inputs: list[Array]
    outputs: list[Array]


class Ours(NamedTuple):
    """The same for a layer of ours; `rims` is what has to be padded before, on top, left, below and right."""

    theirs: Theirs
    x: Array
    window: tuple[int, int]
    stride: int
    pad: int
    rims: tuple[int, int, int, int]

    def rimmed(self, x: Array) -> Array:
        top, left, below, right = self.rims
        return np.pad(x, ((0, 0), (0, 0), (top, below), (left, right)))

    def real(self) -> Array:
        """Tell what part of every window is no padding."""
        return AvgPool(*self.window, self.stride, self.pad).forward(self.rimmed(np.ones(self.x.shape)))


class LeftOut(NamedTuple):
    theirs: Theirs
    reason: str


def node_cases() -> Iterator[Theirs]:
    """Give the cases of single nodes. They are code, which makes them as it is imported."""
    package = "onnx.backend.test.case.node"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cases = importlib.import_module(package)._NodeTestCases  # noqa: SLF001  the package offers all or nothing
        for node in NODES:
            importlib.import_module(f"{package}.{node.lower()}")
    for case in cases:
        nodes = case.model.graph.node
        if len(nodes) == 1 and nodes[0].op_type in NODES:
            inputs, outputs = case.data_sets[0]
            yield Theirs(case.name, nodes[0].op_type, options_of(nodes[0]), list(inputs), list(outputs))


def file_cases() -> Iterator[Theirs]:
    """Give the cases that stand in files, with what torch computed."""
    loader = importlib.import_module("onnx.backend.test.loader")
    for kind in ("pytorch-converted", "pytorch-operator"):
        for case in sorted(loader.load_model_tests(kind=kind), key=lambda case: case.name):
            graph = onnx.load(Path(case.model_dir) / "model.onnx").graph
            if len(graph.node) == 1 and graph.node[0].op_type in NODES:
                data = Path(case.model_dir) / "test_data_set_0"
                known = {one.name: onnx.numpy_helper.to_array(one) for one in graph.initializer}
                known[next(one.name for one in graph.input if one.name not in known)] = tensor(
                    data / "input_0.pb"
                )
                inputs = [known[name] for name in graph.node[0].input]
                outputs = [tensor(data / "output_0.pb")]
                node = graph.node[0]
                yield Theirs(f"{kind} {case.name}", node.op_type, options_of(node), inputs, outputs)


def tensor(path: Path) -> Array:
    read: Array = onnx.numpy_helper.to_array(onnx.load_tensor(path))
    return read


def options_of(node: Any) -> dict[str, Any]:  # noqa: ANN401  onnx has no types here
    return {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}


def translated(theirs: Theirs) -> Ours | LeftOut:
    """Say a case in the words of our layers."""
    options, x = theirs.options, theirs.inputs[0]
    assert set(options) <= OPTIONS | OPTIONS_OF_POOLS, theirs.name
    window = list(options.get("kernel_shape", theirs.inputs[1].shape[2:] if theirs.node == "Conv" else ()))
    axes = len(window)
    strides, pads = list(options.get("strides", [1] * axes)), pads_of(theirs, window)
    if axes == 1:  # A row of cells is an image of one row.
        x, window, strides = x[:, :, None], [1, *window], strides * 2
        pads = [0, pads[0], 0, pads[1]]
    reason = unsayable(theirs, axes, strides)
    if reason is None and options.get("ceil_mode"):
        pads, reason = room_for_all(theirs, x, window, strides[0], pads)
    if reason is not None:
        return LeftOut(theirs, reason)
    even = len(set(pads)) == 1
    rims = (0, 0, 0, 0) if even else (pads[0], pads[1], pads[2], pads[3])
    return Ours(theirs, x, (window[0], window[1]), strides[0], pads[0] if even else 0, rims)


def pads_of(theirs: Theirs, window: list[int]) -> list[int]:
    """Give the padding at the beginnings of the axes, then at their ends."""
    automatic = theirs.options.get("auto_pad", b"NOTSET").decode()
    if automatic in {"NOTSET", "VALID"}:
        return list(theirs.options.get("pads", [0] * (2 * len(window))))
    strides = theirs.options.get("strides", [1] * len(window))
    sizes = theirs.inputs[0].shape[2:]
    missing = [
        max((-(-size // stride) - 1) * stride + side - size, 0)
        for size, stride, side in zip(sizes, strides, window, strict=True)
    ]
    less, more = [one // 2 for one in missing], [one - one // 2 for one in missing]
    return less + more if automatic == "SAME_UPPER" else more + less


def unsayable(theirs: Theirs, axes: int, strides: list[int]) -> str | None:
    if axes > 2:
        return "three axes"
    if set(theirs.options.get("dilations", [1])) != {1}:
        return "dilations"
    if theirs.options.get("group", 1) != 1:
        return "groups"
    return "two strides" if len(set(strides)) > 1 else None


def room_for_all(
    theirs: Theirs, x: Array, window: list[int], stride: int, pads: list[int]
) -> tuple[list[int], str | None]:
    """Round up: pad until the last window fits, unless it would begin in what is padded."""
    ends = []
    for axis in (0, 1):
        size = x.shape[2 + axis] + pads[axis] + pads[2 + axis]
        count = -(-(size - window[axis]) // stride)
        begins_inside = count * stride < x.shape[2 + axis] + pads[axis]
        ends.append(max(count * stride + window[axis] - size, 0) if begins_inside else 0)
    counted = theirs.node == "AveragePool" and theirs.options.get("count_include_pad", 0)
    return [*pads[:2], pads[2] + ends[0], pads[3] + ends[1]], (
        "a mean of less than a window" if any(ends) and counted else None
    )


def answer(ours: Ours) -> Array:
    """Ask our layer, and translate what it says: in float64, whatever their dtype is."""
    sizes = *ours.window, ours.stride, ours.pad
    x = ours.rimmed(ours.x.astype(np.float64))
    if ours.theirs.node == "Conv":
        filters = ours.theirs.inputs[1].astype(np.float64)
        bias = ours.theirs.inputs[2] if len(ours.theirs.inputs) > 2 else np.zeros(len(filters))
        return Convolution(filters.reshape(*filters.shape[:2], *ours.window), bias, *sizes[2:]).forward(x)
    if ours.theirs.node == "MaxPool":
        return MaxPool(*sizes).forward(x)
    counts_padding = ours.theirs.options.get("count_include_pad", 0)
    means = AvgPool(*sizes).forward(x)
    return means if counts_padding else means / ours.real()


CASES: Final = [translated(theirs) for theirs in (*node_cases(), *file_cases())]
OURS: Final = [case for case in CASES if isinstance(case, Ours)]
LEFT_OUT: Final = [case for case in CASES if isinstance(case, LeftOut)]


@pytest.mark.parametrize("ours", OURS, ids=lambda ours: ours.theirs.name)
def test_layer_gives_what_onnx_gives(ours: Ours) -> None:
    expected = ours.theirs.outputs[0].astype(np.float64)
    expected = expected.reshape(expected.shape[:2] + (1,) * (4 - expected.ndim) + expected.shape[2:])
    if ours.theirs.node == "MaxPool":
        # Where our zeros take part and theirs do not.
        expected = np.where(ours.real() < 1, np.maximum(expected, 0), expected)
    np.testing.assert_allclose(answer(ours), expected, rtol=1e-5, atol=ROUNDED, strict=True)


@pytest.mark.parametrize(
    "ours", [one for one in OURS if len(one.theirs.outputs) > 1], ids=lambda ours: ours.theirs.name
)
def test_arg_max_names_the_cells_that_onnx_names(ours: Ours) -> None:
    layer = MaxPool(*ours.window, ours.stride, ours.pad)
    n, c, out_h, out_w = layer.forward(ours.x).shape
    assert layer.arg_max is not None
    places = layer.arg_max.reshape(n, out_h, out_w, c).transpose(0, 3, 1, 2)
    row = np.arange(out_h)[:, None] * ours.stride + places // ours.window[1] - ours.pad
    column = np.arange(out_w) * ours.stride + places % ours.window[1] - ours.pad
    h, w = ours.x.shape[2:]
    by_columns = ours.theirs.options.get("storage_order", 0)
    in_image = column * h + row if by_columns else row * w + column
    first = (np.arange(n * c) * h * w).reshape(n, c, 1, 1)
    np.testing.assert_array_equal(first + in_image, ours.theirs.outputs[1])


def test_enough_cases_of_every_node_can_be_said() -> None:
    assert len(OURS) >= FEWEST_TRANSLATED
    assert all(Counter(one.theirs.node for one in OURS)[node] >= 9 for node in NODES)


def test_no_more_cases_are_left_out_than_are_known_to_say_what_our_layers_cannot() -> None:
    assert Counter(one.reason for one in LEFT_OUT) <= LEFT_OUT_FOR


def test_padding_that_is_minus_infinity_is_met_and_differs() -> None:
    differing = [
        ours
        for ours in OURS
        if ours.theirs.node == "MaxPool"
        and (ours.theirs.outputs[0].reshape(ours.real().shape)[ours.real() < 1] < 0).any()
    ]
    assert differing
