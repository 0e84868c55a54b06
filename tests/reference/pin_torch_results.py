"""Turns settings and drawn inputs into torch_results.json, with what torch makes of them.

Run `python tests/reference/pin_torch_results.py` where torch is installed. Torch pads with minus infinity
and we with zero, so x is positive wherever there is padding.
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import numpy as np

SETTINGS: dict[str, dict[str, Any]] = {
    "plain": {"shape": [2, 2, 4, 4], "pool": [2, 2], "stride": 2, "pad": 0},
    "overlap": {"shape": [1, 2, 5, 5], "pool": [3, 3], "stride": 2, "pad": 0},
    "padding": {"shape": [1, 2, 4, 4], "pool": [3, 3], "stride": 1, "pad": 1},
    "rectangular": {"shape": [2, 1, 4, 6], "pool": [3, 2], "stride": 1, "pad": 1},
    "leftover": {"shape": [1, 2, 5, 7], "pool": [2, 2], "stride": 2, "pad": 0},
    "stride_above_window": {"shape": [1, 2, 7, 7], "pool": [2, 2], "stride": 3, "pad": 0},
    "ties": {"shape": [1, 2, 5, 5], "pool": [3, 3], "stride": 1, "pad": 1, "distinct": 2},
    "one_image_one_channel": {"shape": [1, 1, 4, 4], "pool": [2, 2], "stride": 1, "pad": 0},
    "float32": {"shape": [1, 2, 4, 5], "pool": [2, 3], "stride": 1, "pad": 1, "dtype": "float32"},
}


def pinned(row: dict[str, Any], random: np.random.Generator) -> dict[str, Any]:
    """Draw x and dout in hundredths and let torch pool."""
    torch: Any = importlib.import_module("torch")
    count = int(np.prod(row["shape"]))
    ranks = random.permutation(count) % row.get("distinct", count)
    x = ((1 + ranks) / 100).reshape(row["shape"])
    leaf = torch.tensor(x, dtype=getattr(torch, row.get("dtype", "float64")), requires_grad=True)
    out = torch.nn.functional.max_pool2d(leaf, row["pool"], row["stride"], row["pad"])
    dout = random.integers(-99, 100, tuple(out.shape)) / 100
    out.backward(torch.tensor(dout, dtype=leaf.dtype))
    arrays = {"x": x, "dout": dout, "out": out.detach().numpy(), "dx": leaf.grad.numpy()}
    return {**row, **{name: array.tolist() for name, array in arrays.items()}}


def main() -> None:
    """Write the table beside this file."""
    random = np.random.default_rng(20)
    table = {name: pinned(row, random) for name, row in SETTINGS.items()}
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in table.items())
    Path(__file__).with_name("torch_results.json").write_text(f"{{\n{rows}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
