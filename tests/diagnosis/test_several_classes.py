"""A submission with a mistake in each of its classes is told the one in the first of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from grader.pipeline.preparing import Wishes, grade_submission, prepare
from grader.submission import submission_from
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from grader.pipeline import Ready
    from grader.sandbox.interface import Sandbox

TWO = """\
import numpy as np

class Sigmoid:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout):
        return {sigmoid}

class Relu:
    def forward(self, x):
        self.mask = x <= 0
        return np.maximum(x, 0)

    def backward(self, dout):
        return {relu}
"""
SIGMOID = "dout * self.out * (1 - self.out)"
RELU = "np.where(self.mask, 0, dout)"


@pytest.fixture(scope="module")
def ready() -> Ready:
    course = find_course(None, os.environ)
    wishes = Wishes(examples=False)
    return prepare(course, load_exercise(course, "activations_backward"), wishes, secret=b"")


@pytest.mark.parametrize(
    ("sigmoid", "relu", "named"),
    [
        ("self.out * (1 - self.out)", RELU, ["sigmoid_without_dout"]),
        (SIGMOID, "np.where(self.mask, 0, 1)", ["relu_without_dout"]),
        ("self.out * (1 - self.out)", "np.where(self.mask, 0, 1)", ["sigmoid_without_dout"]),
        ("dout + 7", "np.where(self.mask, 0, 1)", []),
    ],
)
def test_the_first_class_that_fails_is_explained(
    sigmoid: str, relu: str, named: list[str], ready: Ready, warm_sandbox: Sandbox
) -> None:
    source = TWO.format(sigmoid=sigmoid, relu=relu)
    submission = submission_from("two.py", source.encode(), notebook=False)
    report = grade_submission(ready, submission, warm_sandbox, strict=False)
    known = () if report.diagnosis is None else report.diagnosis.misconceptions
    assert [one.id for one in known] == named
