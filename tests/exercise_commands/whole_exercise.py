"""An exercise that is complete: every part there, and all of them agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from pathlib import Path

ID = "scale_backward"
EXERCISE = """\
title: {zh: 放大, en: Scaling}
reference: reference/scale.py
modules: {given: reference/given.py}
params: {gain: float = 2.0}
inputs:
  x: {shape: [B, N]}
  dy: {shape: [B, N]}
targets:
  Scale:
    construct: [gain]
    steps:
      - {call: forward, with: [x], observe: {y: return}, given: true}
      - {call: backward, with: [dy], observe: {dx: return}}
"""
TEMPLATE = '''\
import given


class Scale:
    def __init__(self, gain=2.0):
        self.gain = gain

    def forward(self, x):
        return given.scaled(x, self.gain)

    def backward(self, dy):
        """Return the gradient of x."""
        ########## Begin ##########

        ########## End ##########
'''
REFERENCE = """\
from .given import scaled


class Scale:
    def __init__(self, gain=2.0):
        self.gain = gain

    def forward(self, x):
        return scaled(x, self.gain)

    def backward(self, dy):
        return scaled(dy, self.gain)
"""
GIVEN = "def scaled(x, gain):\n    return x * gain\n"
CASES = f"""\
exercise: {ID}
cases:
  - name: first
    x: [[1.0, 2.5, -3.0]]
    dy: [[0.125, 0.5, 0.75]]
    points: 40

  - name: second
    seed: 5
    params: {{gain: 3.0}}
    x: {{shape: [2, 4]}}
    points: 60
"""
STATEMENT = """\
# {title}

With a gain of 2, `x1` being of size 1×3:

```
x   [[ 1.   2.5 -3. ]]
dy  [[0.12 0.5  0.75]]
dx  [[0.25 1.   1.5 ]]
```
"""
MISCONCEPTION = '''\
"""
zh: 忘了乘
en: not scaled
shows: any
"""

from ...scale import Scale as Reference


class Scale(Reference):
    def backward(self, dy):
        return dy
'''

FILES = {
    f"exercises/{ID}/exercise.yaml": EXERCISE,
    f"exercises/{ID}/template.py": TEMPLATE,
    f"exercises/{ID}/statement.zh.md": STATEMENT.format(title="放大"),
    f"exercises/{ID}/statement.en.md": STATEMENT.format(title="Scaling"),
    "reference/scale.py": REFERENCE,
    "reference/given.py": GIVEN,
    f"reference/misconceptions/{ID}/not_scaled.py": MISCONCEPTION,
    f"cases/{ID}.yaml": CASES,
}


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


class Grade(Protocol):
    def __call__(self, *arguments: object) -> Ran:
        """Run `grade` in this process, in English where nothing else is said."""


def write_course(root: Path, **changed: str | None) -> Path:
    """Write the course; `template`, `cases` and so on stand for the file of that name, None for none."""
    for name, text in FILES.items():
        stem = name.rpartition("/")[2].partition(".")[0]
        if name == f"cases/{ID}.yaml":
            stem = "cases"
        if name.endswith(".md"):
            stem = name.rpartition("/")[2].removesuffix(".md").replace(".", "_")
        content = changed.pop(stem, text)
        if content is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    assert not changed
    return root
