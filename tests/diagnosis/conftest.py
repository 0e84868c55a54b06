"""The shipped exercise with its misconceptions, and submissions run on it in one warm sandbox."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from grader.diagnosis.catalogue import load_catalogue
from grader.judge import judge
from grader.model.seen import Seen
from grader.oracle import make_cases
from grader.sandbox import open_sandbox
from grader.sandbox.interface import Job, stimulus_of
from grader.suite.cases import load_suite
from grader.suite.course import Course, find_course, suite_paths
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.diagnosis.catalogue import Catalogue
    from grader.model.case import Case
    from grader.model.exercise import Exercise
    from grader.sandbox.interface import Sandbox

EXERCISE_ID = "maxpool_backward"
SHORT_SECONDS = 2.0

SMALL_EXERCISE = """\
title: {zh: 层, en: A layer}
reference: reference/layer.py
params: {k: int >= 1 = 2}
inputs:
  x: {shape: [B, C, N]}
  dy: {shape: [B, C, N]}
targets:
  Layer:
    construct: [k]
    steps:
      - {call: forward, with: [x], observe: {y: return}, given: true}
      - {call: backward, with: [dy], observe: {dx: return}}
"""
SMALL_CASES = """\
exercise: layer
cases:
  - {name: one, seed: 7, x: {shape: [2, 3, 4]}, points: 1}
  - {name: three, seed: 8, x: {shape: [2, 3, 4]}, params: {k: 3}, points: 1}
  - {name: unseen, seed: 9, x: {shape: [2, 2, 5]}, points: 1, visibility: hidden}
  - name: again
    seed: 10
    x: {shape: [2, 2, 3]}
    dy_again: {like: dy}
    steps:
      - {call: forward, with: [x], observe: {y: return}, given: true}
      - {call: backward, with: [dy], observe: {dx: return}}
      - {call: backward, with: [dy_again], observe: {dx_again: return}}
    points: 1
"""
SMALL_REFERENCE = """\
class Layer:
    def __init__(self, k):
        self.k = k

    def forward(self, x):
        self.x = x
        return x * self.k

    def backward(self, dy):
        return dy * self.k
"""


class Shipped(NamedTuple):
    """The shipped exercise, ready to be diagnosed."""

    exercise: Exercise
    cases: tuple[Case, ...]
    catalogue: Catalogue
    template: str


class Run(Protocol):
    def __call__(self, source: str) -> list[Seen]:
        """Run a submission on all the shipped cases, in the sandbox."""


class SmallCourse(Protocol):
    def __call__(self, files: Mapping[str, str] = {}) -> tuple[Catalogue, tuple[Case, ...]]:
        """Write a course of one exercise with files in its folder of misconceptions."""


@pytest.fixture(scope="session")
def shipped() -> Shipped:
    course = find_course(None, os.environ)
    exercise = load_exercise(course, EXERCISE_ID)
    suite = load_suite(exercise, suite_paths(course, EXERCISE_ID))
    return Shipped(
        exercise=exercise,
        cases=make_cases(suite, suite.cases),
        catalogue=load_catalogue(exercise),
        template=(exercise.folder / "template.py").read_text(encoding="utf-8"),
    )


@pytest.fixture(scope="session")
def warm_sandbox() -> Iterator[Sandbox]:
    with open_sandbox(warm=True) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def run(shipped: Shipped, warm_sandbox: Sandbox) -> Run:
    def run_source(source: str) -> list[Seen]:
        job = Job(
            source=source,
            modules=shipped.exercise.modules,
            stimuli=tuple(map(stimulus_of, shipped.cases)),
            wall_seconds=SHORT_SECONDS,
            memory_bytes=shipped.exercise.limits.memory_bytes,
            output_bytes=shipped.exercise.limits.output_bytes,
        )
        runs = warm_sandbox.run(job).runs
        atol = shipped.exercise.tolerance.atol
        return [
            Seen(case, one.observation, judge(case, one.observation, atol=atol))
            for case, one in zip(shipped.cases, runs, strict=True)
        ]

    return run_source


@pytest.fixture
def small_course(tmp_path: Path) -> SmallCourse:
    def write(files: Mapping[str, str] = {}) -> tuple[Catalogue, tuple[Case, ...]]:
        root = tmp_path.resolve()
        written = {
            "exercises/layer/exercise.yaml": SMALL_EXERCISE,
            "reference/layer.py": SMALL_REFERENCE,
            "cases/layer.yaml": SMALL_CASES,
            **{f"reference/misconceptions/layer/{name}": text for name, text in files.items()},
        }
        for name, text in written.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        exercise = load_exercise(Course(root), "layer")
        suite = load_suite(exercise, [root / "cases/layer.yaml"])
        return load_catalogue(exercise), make_cases(suite, suite.cases)

    return write
