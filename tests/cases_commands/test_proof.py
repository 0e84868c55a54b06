"""The reference is held against numerical gradients and against linearity, wherever an exercise allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.audit.proof import Proof, pairs, prove
from grader.oracle import load_reference, make_cases
from tests.cases_commands.small_course import CASES, EXERCISE, REFERENCE

if TYPE_CHECKING:
    from tests.cases_commands.small_course import Folder

RIGHT = "np.add.at(dx, (np.arange(len(dx))[:, None], self.first), dy)"

LOSS = """\
title: {zh: 损失, en: A loss}
reference: reference/loss.py
inputs:
  x: {shape: [B, D]}
  t: {shape: [B], draw: {distribution: integers, low: 0, high: 3, dtype: int64}}
  W: {shape: [D, 3]}
targets:
  Loss:
    construct: [W]
    steps:
      - {call: forward, with: [x, t], observe: {loss: return}, given: true}
      - {call: backward, observe: {dx: return, dW: self.dW}}
scalars: [loss]
"""

LOSS_REFERENCE = """\
import numpy as np

class Loss:
    def __init__(self, W):
        self.W = W
    def forward(self, x, t):
        self.x, self.t = x, np.eye(3)[t]
        y = np.exp(x @ self.W)
        self.y = y / y.sum(axis=1, keepdims=True)
        return -np.sum(self.t * np.log(self.y)) / len(x)
    def backward(self):
        d = (self.y - self.t) / len(self.x)
        self.dW = self.x.T @ d
        return d @ self.W.T
"""


def _proof(folder: Folder) -> Proof:
    return prove(load_reference(folder.exercise), make_cases(folder.suite, folder.suite.cases), atol=1e-5)


def test_a_right_reference_is_proven_on_every_case(folder: Folder) -> None:
    proof = _proof(folder)
    assert proof.numerical == proof.linear == ("apart", "wide")
    assert not proof.left_out
    assert not proof.failures


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ("np.add.at(dx, (np.arange(len(dx))[:, None], self.first), 1.01 * dy)", "audit.not_gradient"),
        ("dx[:, ::2] = 0.5", "audit.not_gradient"),
        (f"{RIGHT}; dx = np.abs(dx)", "audit.not_linear"),
        (f"{RIGHT}; dx += np.random.default_rng().random(dx.shape)", "audit.not_repeatable"),
    ],
)
def test_a_wrong_reference_is_found_out(folder: Folder, wrong: str, key: str) -> None:
    folder.write("reference/windowed.py", REFERENCE.replace(RIGHT, wrong))
    assert key in {told.key for told in _proof(folder).failures}


def test_a_gradient_that_is_wrong_in_a_single_cell_is_found_out(folder: Folder) -> None:
    folder.write("reference/windowed.py", REFERENCE.replace(RIGHT, f"{RIGHT}; dx[0, 0] += 0.001"))
    assert {told.key for told in _proof(folder).failures} >= {"audit.not_gradient"}


def test_cases_without_a_derivative_are_left_out(folder: Folder) -> None:
    ties = CASES.replace("[2, 6]", "[2, 6], draw: {distribution: integers, high: 2}")
    folder.write("cases/windowed.yaml", ties.replace("[3, 9]", "[3, 9], draw: {high: 99, dtype: int8}"))
    proof = _proof(folder)
    assert {name: told.key for name, told in proof.left_out.items()} == {
        "apart": "audit.left_out_ties",
        "wide": "audit.left_out_integers",
    }
    assert proof.linear == ("apart", "wide")


def test_a_value_that_is_called_otherwise_is_no_gradient(folder: Folder) -> None:
    folder.write("exercises/windowed/exercise.yaml", EXERCISE.replace("{dx: return}", "{answer: return}"))
    proof = _proof(folder)
    assert not proof.numerical
    assert {told.key for told in proof.left_out.values()} == {"audit.left_out_no_gradient"}


def test_gradients_of_a_loss_and_of_the_constructors_arrays_are_found(folder: Folder) -> None:
    folder.write("exercises/windowed/exercise.yaml", LOSS)
    folder.write("reference/loss.py", LOSS_REFERENCE)
    folder.write(
        "cases/windowed.yaml", "exercise: windowed\ncases:\n- {name: a, seed: 1, x: {shape: [4, 5]}}\n"
    )
    (case,) = make_cases(folder.suite, folder.suite.cases)
    (pair,) = pairs(case)
    assert pair.gradients == {"x": "dx", "W": "dW"}
    assert pair.upstream is None
    proof = _proof(folder)
    assert proof.numerical == ("a",)
    assert not proof.failures
    folder.write("reference/wrong.py", LOSS_REFERENCE.replace("self.x.T @ d", "2 * self.x.T @ d"))
    folder.write("exercises/windowed/exercise.yaml", LOSS.replace("loss.py", "wrong.py"))
    assert [told.args["value"] for told in _proof(folder).failures] == ["dW"]


def test_every_backward_call_is_held_against_the_forward_before_it(folder: Folder) -> None:
    steps = (
        "    x_before: {like: x}\n    dy_before: {like: dy}\n"
        "    steps:\n"
        "      - {call: forward, with: [x_before], observe: {y_before: return}, given: true}\n"
        "      - {call: backward, with: [dy_before], observe: {dx_before: return}}\n"
        "      - {call: forward, with: [x], observe: {y: return}, given: true}\n"
        "      - {call: backward, with: [dy], observe: {dx: return}}\n"
    )
    folder.write("cases/windowed.yaml", CASES.replace("    points: 60\n", steps))
    case, _ = make_cases(folder.suite, folder.suite.cases)
    assert [(pair.forward, pair.backward, pair.upstream) for pair in pairs(case)] == [
        (0, 1, "dy_before"),
        (2, 3, "dy"),
    ]
    assert not _proof(folder).failures
