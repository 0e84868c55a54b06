"""Misconceptions that the corpus does not have, in another style, and wrong answers that are none of them."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.diagnosis import diagnose

if TYPE_CHECKING:
    from tests.diagnosis.conftest import Run, Shipped

LOOPS = """\
N, C, H, W = self.x.shape
OH, OW = dout.shape[2:]
p, s = self.pad, self.stride
am = self.arg_max.reshape(N, OH, OW, C)
dx = np.zeros((N, C, {height}, {width}))
for n in range(N):
    for c in range(C):
        for i in range({rows}):
            for j in range({columns}):
                y, z = divmod(int(am[n, i, j, c]), {divisor})
                dx[n, c, {row}, {column}] += dout[n, c, i, j]
return dx[:, :, p : p + H, p : p + W]
"""
RIGHT = {
    "height": "H + 2 * p",
    "width": "W + 2 * p",
    "rows": "OH",
    "columns": "OW",
    "divisor": "self.pool_w",
    "row": "i * s + y",
    "column": "j * s + z",
}
ROOMY = {"height": "3 * H + 20", "width": "3 * W + 20"}

# What is written in place of the right thing.
CHANGED = {
    "h_w_swapped": {"height": "W + 2 * p", "width": "H + 2 * p"},
    "index_by_two": {"divisor": "2", **ROOMY},
    "first_cell": {"row": "i * s", "column": "j * s"},
    "row_column_swapped": {"row": "i * s + z", "column": "j * s + y"},
    "stride_forgotten": {"row": "i + y", "column": "j + z", **ROOMY},
    "loops_without_pad": {"rows": "(H - self.pool_h) // s + 1", "columns": "(W - self.pool_w) // s + 1"},
}
BODIES = {
    "divided_by_window": """
        k = self.pool_h * self.pool_w
        m = np.zeros((dout.size, k))
        m[np.arange(dout.size), self.arg_max] = (dout / k).transpose(0, 2, 3, 1).ravel()
        return col2im(m, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
    """,
    "dx_cached": """
        if not hasattr(self, "dx"):
            m = np.zeros((dout.size, self.pool_h * self.pool_w))
            m[np.arange(dout.size), self.arg_max] = dout.transpose(0, 2, 3, 1).ravel()
            self.dx = col2im(m, self.x.shape, self.pool_h, self.pool_w, self.stride, self.pad)
        return self.dx
    """,
    "last_image_only": """
        N, C, H, W = self.x.shape
        am = self.arg_max.reshape(N, dout.shape[2], dout.shape[3], C)
        for n in range(N):
            dx = np.zeros((N, C, H + 2 * self.pad, W + 2 * self.pad))
            for c, i, j in np.ndindex(dout.shape[1:]):
                y, z = divmod(am[n, i, j, c], self.pool_w)
                dx[n, c, i * self.stride + y, j * self.stride + z] += dout[n, c, i, j]
        return dx[:, :, self.pad : self.pad + H, self.pad : self.pad + W]
    """,
    "range_ends_early": """
        H, W = self.x.shape[2:]
        p, s = self.pad, self.stride
        x = np.pad(self.x, ((0, 0), (0, 0), (p, p), (p, p)))
        dx = np.zeros(x.shape)
        for top in range(0, H + 2 * p - self.pool_h, s):
            for left in range(0, W + 2 * p - self.pool_w, s):
                for n, c in np.ndindex(dout.shape[:2]):
                    window = x[n, c, top : top + self.pool_h, left : left + self.pool_w]
                    y, z = np.unravel_index(window.argmax(), window.shape)
                    dx[n, c, top + y, left + z] += dout[n, c, top // s, left // s]
        return dx[:, :, p : p + H, p : p + W]
    """,
    "windows_one_apart": """
        H, W = self.x.shape[2:]
        p = self.pad
        x = np.pad(self.x, ((0, 0), (0, 0), (p, p), (p, p)))
        dx = np.zeros(x.shape)
        for n, c, i, j in np.ndindex(dout.shape):
            window = x[n, c, i : i + self.pool_h, j : j + self.pool_w]
            y, z = np.unravel_index(window.argmax(), window.shape)
            dx[n, c, i + y, j + z] += dout[n, c, i, j]
        return dx[:, :, p : p + H, p : p + W]
    """,
}
WRONG = (Path(__file__).parents[1] / "corpus" / "maxpool_backward" / "wrong").glob("*.py")
IN_CORPUS = {
    found[1].decode() for path in WRONG if (found := re.search(rb"# misconception: (\w+)", path.read_bytes()))
}
# Nothing of this is in the catalogue. `dx` is right, and what is done to it is not.
UNRELATED = {
    "ones": "dx = np.ones_like(dx)",
    "sum_everywhere": "dx = np.full(dx.shape, dout.sum())",
    "noise": "dx = dx + np.random.default_rng(3).normal(size=dx.shape)",
    "offset": "dx = dx + 1e-3",
    "doubled": "dx = 2 * dx",
    "shifted_by_one": "dx = np.roll(dx, 1, axis=3)",
    "channels_reversed": "dx = dx[:, ::-1] + 0.0",
    "upside_down": "dx = dx[:, :, ::-1] + 0.0",
    "no_negatives": "dx = np.maximum(dx, 0)",
    "absolute": "dx = np.abs(dx)",
    "sides_swapped": "dx = dx.transpose(0, 1, 3, 2)",
    "mean_of_channels": "dx = dx + 0.1 * dx.mean(axis=1, keepdims=True)",
    "running_sum": "dx = dx.cumsum(axis=3)",
    "signs": "dx = np.sign(dx)",
    "normalised": "dx = dx / np.abs(dx).max()",
    "quarter": "dx[:, :, dx.shape[2] // 2 :, dx.shape[3] // 2 :] = 0",
    "clipped": "dx = np.clip(dx, -0.5, 0.5)",
    "x_itself": "dx = self.x.astype(float)",
    "raises_with_padding": "if self.pad: raise ValueError('cannot reshape array of size 96 into shape (9,)')",
    "raises_index_error": "if self.x.shape[2] % 2: raise IndexError('list index out of range')",
    "raises_key_error": "raise KeyError('dx')",
    "pads_every_axis": "dx = dx + np.pad(self.x, self.pad)[:, : dx.shape[1]] if self.pad else dx",
    "halved_where_windows_overlap": "dx = dx / 2 if self.stride < self.pool_h else dx",
    "integers_halved": "dx = dx / 2 if self.x.dtype.kind == 'i' else dx",
    "second_time_zero": "dx, self.again = (dx * 0 if hasattr(self, 'again') else dx), True",
    "border_with_padding": "if self.pad: dx[:, :, 0] = 7",
    "ties_get_nothing": "if len(np.unique(self.x)) < self.x.size: dx = dx * 0",
    "last_row_copied": "if self.x.shape[2] % self.stride: dx[:, :, -1] = dx[:, :, -2]",
    "half_precision_sum": "dx = dx + np.float64(np.float16(0.0117))",
    "none_missing": "if self.pad: dx = dx[:, :, 1:]",
    "one_too_wide": "dx = np.pad(dx, ((0, 0), (0, 0), (0, 0), (0, 1)))",
    "attribute_of_none": "if self.pad: dx = None; dx.shape",
}


def submission(shipped: Shipped, body: str) -> str:
    indented = textwrap.indent(textwrap.dedent(body).strip(), " " * 8)
    begin = next(line for line in shipped.template.splitlines() if "Begin" in line)
    return shipped.template.replace(begin, f"{begin}\n{indented}")


def named(shipped: Shipped, run: Run, body: str) -> list[str]:
    seen = run(submission(shipped, body))
    assert not all(one.passed for one in seen)
    found = diagnose(shipped.catalogue, seen, atol=shipped.exercise.tolerance.atol)
    return [] if found is None else [one.id for one in found.misconceptions]


def test_every_misconception_is_written_in_another_style(shipped: Shipped) -> None:
    rewritten = IN_CORPUS | set(CHANGED) | set(BODIES)
    assert rewritten == {one.id for one in shipped.catalogue.misconceptions}


def test_loops_are_right_when_nothing_is_changed(shipped: Shipped, run: Run) -> None:
    assert all(one.passed for one in run(submission(shipped, LOOPS.format(**RIGHT))))


@pytest.mark.parametrize("misconception_id", CHANGED)
def test_loops_are_given_the_name(shipped: Shipped, run: Run, misconception_id: str) -> None:
    body = LOOPS.format(**{**RIGHT, **CHANGED[misconception_id]})
    assert named(shipped, run, body) == [misconception_id]


@pytest.mark.parametrize("misconception_id", BODIES)
def test_other_styles_are_given_the_name(shipped: Shipped, run: Run, misconception_id: str) -> None:
    assert named(shipped, run, BODIES[misconception_id]) == [misconception_id]


@pytest.mark.parametrize("name", UNRELATED)
def test_unrelated_wrong_answers_are_given_no_name(shipped: Shipped, run: Run, name: str) -> None:
    *before, result = LOOPS.format(**RIGHT).splitlines()
    body = "\n".join((*before, result.replace("return", "dx ="), UNRELATED[name], "return dx"))
    assert named(shipped, run, body) == []
