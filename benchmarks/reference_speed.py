"""Times the reference's MaxPool against the plain textbook version, and against torch where it is installed.

Run `python benchmarks/reference_speed.py`. A turn is one forward and backward on x of shape (8, 16, 32, 32),
float64, with a 3x3 window and stride 1. The contestants take turns, so that a busy moment of the machine hits
them all; a ratio is the median over the turns. The exit code is 1 if the reference is too slow.
"""

from __future__ import annotations

import importlib.util
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from reference.maxpool import MaxPool

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Step = Callable[[], NDArray[Any]]

SHAPE = (8, 16, 32, 32)
POOL = 3
TURNS = 101
REQUIRED_RATIO = 3.0


class PlainMaxPool:
    """Max pooling the way an introduction writes it: fill a matrix, search its rows, fill another, add up."""

    def __init__(self, pool_h: int, pool_w: int, stride: int = 1, pad: int = 0) -> None:
        self.pool_h, self.pool_w, self.stride, self.pad = pool_h, pool_w, stride, pad

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        """Take the maximum of every row of the matrix of windows."""
        col = self._im2col(x).reshape(-1, self.pool_h * self.pool_w)
        n, c, _, _ = self.x_shape = x.shape
        self.arg_max = np.argmax(col, axis=1)
        out: NDArray[Any] = np.max(col, axis=1)
        return out.reshape(n, *self._out_size(), c).transpose(0, 3, 1, 2)

    def backward(self, dout: NDArray[Any]) -> NDArray[Any]:
        """Put the gradient where the maximum of each row stood, and add up the windows."""
        dout = dout.transpose(0, 2, 3, 1)
        dmax = np.zeros((dout.size, self.pool_h * self.pool_w))
        dmax[np.arange(self.arg_max.size), self.arg_max] = dout.flatten()
        return self._col2im(dmax)

    def _out_size(self) -> tuple[int, int]:
        _, _, h, w = self.x_shape
        return (
            (h + 2 * self.pad - self.pool_h) // self.stride + 1,
            (w + 2 * self.pad - self.pool_w) // self.stride + 1,
        )

    def _im2col(self, x: NDArray[Any]) -> NDArray[Any]:
        n, c, _, _ = self.x_shape = x.shape
        out_h, out_w = self._out_size()
        images = np.pad(x, ((0, 0), (0, 0), (self.pad, self.pad), (self.pad, self.pad)))
        col = np.zeros((n, c, self.pool_h, self.pool_w, out_h, out_w))
        for i in range(self.pool_h):
            for j in range(self.pool_w):
                rows = slice(i, i + self.stride * out_h, self.stride)
                columns = slice(j, j + self.stride * out_w, self.stride)
                col[:, :, i, j] = images[:, :, rows, columns]
        return col.transpose(0, 4, 5, 1, 2, 3).reshape(n * out_h * out_w, -1)

    def _col2im(self, col: NDArray[Any]) -> NDArray[Any]:
        n, c, h, w = self.x_shape
        out_h, out_w = self._out_size()
        extra = 2 * self.pad + self.stride - 1
        col = col.reshape(n, out_h, out_w, c, self.pool_h, self.pool_w).transpose(0, 3, 4, 5, 1, 2)
        images = np.zeros((n, c, h + extra, w + extra))
        for i in range(self.pool_h):
            for j in range(self.pool_w):
                rows = slice(i, i + self.stride * out_h, self.stride)
                columns = slice(j, j + self.stride * out_w, self.stride)
                images[:, :, rows, columns] += col[:, :, i, j]
        return images[:, :, self.pad : self.pad + h, self.pad : self.pad + w]


def numpy_step(layer: MaxPool | PlainMaxPool, x: NDArray[Any], dout: NDArray[Any]) -> Step:
    """Bind a layer of ours and its inputs to one forward and backward."""

    def step() -> NDArray[Any]:
        layer.forward(x)
        return layer.backward(dout)

    return step


def torch_step(x: NDArray[Any], dout: NDArray[Any]) -> Step:
    """Bind torch's max_pool2d, on one thread, and its inputs to one forward and backward."""
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(1)
    leaf = torch.from_numpy(x.copy()).requires_grad_()
    gradient = torch.from_numpy(dout.copy())

    def step() -> NDArray[Any]:
        leaf.grad = None
        torch.nn.functional.max_pool2d(leaf, POOL, stride=1).backward(gradient)
        dx: NDArray[Any] = leaf.grad.numpy()
        return dx

    return step


def wall_seconds(step: Step) -> float:
    """Time one step."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def main() -> int:
    """Print the table and say by the exit code whether the reference is fast enough."""
    random = np.random.default_rng(0)
    x = random.random(SHAPE)
    dout = random.random(MaxPool(POOL, POOL).forward(x).shape)
    steps = {
        "reference": numpy_step(MaxPool(POOL, POOL), x, dout),
        "plain textbook": numpy_step(PlainMaxPool(POOL, POOL), x, dout),
    }
    if importlib.util.find_spec("torch"):
        steps["torch, one thread"] = torch_step(x, dout)

    results = [step() for step in steps.values()]
    if not all(np.allclose(result, results[0], rtol=0, atol=1e-12) for result in results):
        sys.exit("the contestants disagree about dx")

    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(TURNS):
        for name, step in steps.items():
            seconds[name].append(wall_seconds(step))

    print(f"forward + backward, x {SHAPE}, window {POOL}x{POOL}, stride 1, median of {TURNS} turns")
    ratios = {}
    for name, own in seconds.items():
        ratios[name] = statistics.median(a / b for a, b in zip(own, seconds["reference"], strict=True))
        milliseconds = 1000 * statistics.median(own)
        print(f"  {name:<18} {milliseconds:7.2f} ms   {ratios[name]:5.2f} times the reference's")
    if len(steps) == 2:  # noqa: PLR2004  the two that are always there
        print("  torch              not installed, not compared")
    enough = ratios["plain textbook"] >= REQUIRED_RATIO
    print(f"plain textbook at least {REQUIRED_RATIO} times as long: {'yes' if enough else 'NO'}")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
