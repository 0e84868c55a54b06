"""Templates of four exercises, two of which are about the same class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from grader.suite.course import Course

BEGIN, END = "        ########## Begin ##########", "        ########## End ##########"
REGION = f"{BEGIN}\n\n{END}\n"

FORWARD = """\
        self.x = x
        return x * self.gain
"""
BACKWARD = """\
        self.dgain = (dy * self.x).sum()
        return dy * self.gain
"""
SCALE = '''\
import numpy as np


class Scale:
    """Scales."""

    def __init__(self, gain):
        self.gain = gain

    def forward(self, x):
{forward}
    def backward(self, dy):
{backward}'''
TWO_CLASSES = f"""\
import numpy as np


class Double:
    def backward(self, dy):
{REGION}

class Triple:
    def backward(self, dy):
{REGION}"""
LOSS = f"""\
import numpy as np


class Loss:
    def forward(self, y, t):
        self.difference = y - t
        return np.abs(self.difference).sum()

    def backward(self):
{REGION}"""

TEMPLATES = {
    "scale_forward": SCALE.format(forward=REGION, backward=BACKWARD),
    "scale_backward": SCALE.format(forward=FORWARD, backward=REGION),
    "two_classes": TWO_CLASSES,
    "loss_backward": LOSS,
}


class MakeUnit(Protocol):
    def __call__(self, course_yaml: str | None = None, templates: dict[str, str] = TEMPLATES) -> Course:
        """Write a course of these templates; what grades them is not there."""
