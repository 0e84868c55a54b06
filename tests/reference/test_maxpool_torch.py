"""The reference against torch: its pinned results, and torch itself where it is installed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reference.maxpool import MaxPool

PINNED: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("torch_results.json").read_text(encoding="utf-8")
)
# Sums of nine numbers below 1 round by less.
ATOL = {"float32": 1e-6, "float64": 1e-12}


def assert_like_torch(row: dict[str, Any], expected: dict[str, np.ndarray[Any, Any]]) -> None:
    dtype = row.get("dtype", "float64")
    x, dout = np.array(row["x"], dtype), np.array(row["dout"], dtype)
    pool_h, pool_w = row["pool"]
    layer = MaxPool(pool_h, pool_w, row["stride"], row["pad"])
    actual = {"out": layer.forward(x), "dx": layer.backward(dout)}
    for name, array in actual.items():
        assert array.dtype == dtype
        assert array.shape == expected[name].shape
        np.testing.assert_allclose(array, expected[name], rtol=0, atol=ATOL[dtype])


@pytest.mark.parametrize("name", PINNED)
def test_results_are_those_pinned_from_torch(name: str) -> None:
    row = PINNED[name]
    assert_like_torch(row, {key: np.array(row[key]) for key in ("out", "dx")})


@pytest.mark.parametrize("name", PINNED)
def test_results_are_those_of_the_installed_torch(name: str) -> None:
    torch: Any = pytest.importorskip("torch")
    row = PINNED[name]
    dtype = getattr(torch, row.get("dtype", "float64"))
    x = torch.tensor(row["x"], dtype=dtype, requires_grad=True)
    out = torch.nn.functional.max_pool2d(x, row["pool"], row["stride"], row["pad"])
    out.backward(torch.tensor(row["dout"], dtype=dtype))
    assert_like_torch(row, {"out": out.detach().numpy(), "dx": x.grad.numpy()})
