"""A course of one small exercise, written for a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from grader.suite.cases import load_suite
from grader.suite.course import Course, suite_paths
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.case import Suite
    from grader.model.exercise import Exercise

EXERCISE = """\
title: {zh: 窗口层, en: A windowed layer}
reference: reference/windowed.py
params:
  k: int >= 1
  s: int >= 1 = 1
inputs:
  x: {shape: [B, N]}
  dy: {shape: [B, (N - k)//s + 1]}
targets:
  Windowed:
    construct: [k, s]
    steps:
      - {call: forward, with: [x], observe: {y: return}, given: true}
      - {call: backward, with: [dy], observe: {dx: return}}
tags:
  overlap: s < k
  leftover: (N - k) % s != 0
"""

REFERENCE = '''\
"""The maximum of every window of k cells, s cells apart; the first of equal cells gets the gradient."""

import numpy as np


class Windowed:
    def __init__(self, k, s=1):
        self.k, self.s = k, s

    def forward(self, x):
        self.x = x
        seen = np.lib.stride_tricks.sliding_window_view(x, self.k, axis=1)[:, :: self.s]
        self.first = seen.argmax(axis=2) + np.arange(seen.shape[1]) * self.s
        return seen.max(axis=2)

    def backward(self, dy):
        dx = np.zeros(self.x.shape)
        np.add.at(dx, (np.arange(len(dx))[:, None], self.first), dy)
        return dx
'''

MISCONCEPTION = '''\
"""
zh: {id} 的中文说明
en: what {id} does
shows: {shows}
"""

import numpy as np

from ...windowed import Windowed as Reference


class Windowed(Reference):
    def backward(self, dy):
        dx = np.zeros(self.x.shape)
        {body}
        return dx
'''

ASSIGNED = "dx[np.arange(len(dx))[:, None], self.first] = dy"
LAST_TIE = (
    "seen = np.lib.stride_tricks.sliding_window_view(self.x, self.k, axis=1)[:, :: self.s, ::-1]\n"
    "        last = self.k - 1 - seen.argmax(axis=2) + np.arange(seen.shape[1]) * self.s\n"
    "        np.add.at(dx, (np.arange(len(dx))[:, None], last), dy)"
)
STALE = (
    "self.kept = getattr(self, 'kept', self.first)\n"
    "        np.add.at(dx, (np.arange(len(dx))[:, None], self.kept), dy)"
)

CASES = """\
# What stands above the cases.
exercise: windowed
cases:
  - name: apart
    seed: 11
    params: {k: 2, s: 2}  # no overlap
    x: {shape: [2, 6]}
    points: 60

  - name: wide
    seed: 12
    params: {k: 3, s: 3}
    x: {shape: [3, 9]}
    points: 40
# What stands below them.
"""

HIDDEN = """\
exercise: windowed
cases:
  - name: unseen
    seed: 13
    params: {k: 2, s: 1}
    x: {shape: [2, 5]}
"""


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


class Commands(Protocol):
    def __call__(self, *arguments: object) -> Ran:
        """Run `grade` in this process, in English, on the small course."""


class Folder:
    """The small course: files by their paths in it, and what can be loaded from them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("exercises/windowed/exercise.yaml", EXERCISE)
        for name in ("template.py", "statement.zh.md", "statement.en.md"):
            self.write(f"exercises/windowed/{name}", "# text\n")
        self.write("reference/windowed.py", REFERENCE)
        self.write("cases/windowed.yaml", CASES)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def misconception(self, name: str, body: str, shows: str = "any") -> None:
        text = MISCONCEPTION.format(id=name, body=body, shows=shows)
        self.write(f"reference/misconceptions/windowed/{name}.py", text)

    @property
    def cases(self) -> Path:
        return self.root / "cases" / "windowed.yaml"

    @property
    def exercise(self) -> Exercise:
        return load_exercise(Course(self.root), "windowed")

    @property
    def suite(self) -> Suite:
        return load_suite(self.exercise, suite_paths(Course(self.root), "windowed"))
