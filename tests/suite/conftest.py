from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from grader.suite.cases import load_suite
from grader.suite.course import Course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.model.case import Suite
    from grader.model.exercise import Exercise

# A layer that looks at windows of k cells, s cells apart, along the last axis.
WINDOWED = """\
title: {zh: 窗口层, en: A windowed layer}
reference: reference/windowed.py
limits: {wall_seconds: 20}
params:
  k: int >= 1
  s: int >= 1 = 1
  gain: float >= 0 = 0.5
inputs:
  x: {shape: [B, C, N]}
  dy: {shape: [B, C, (N - k)//s + 1]}
targets:
  Windowed:
    construct: [k, s, gain]
    steps:
      - {call: forward, with: [x], observe: {y: return}, given: true}
      - {call: backward, with: [dy], observe: {dx: return}}
tags:
  overlap: s < k
  leftover: (N - k) % s != 0
"""


class MakeCourse(Protocol):
    def __call__(
        self, text: str = WINDOWED, files: Mapping[str, str] = {}, exercise_id: str = "windowed"
    ) -> Course:
        """Write a course of one exercise."""


class LoadCases(Protocol):
    def __call__(self, cases: str, hidden: str | None = None, exercise: str = WINDOWED) -> Suite:
        """Load the suite of a text of cases."""


@pytest.fixture
def windowed_yaml() -> str:
    return WINDOWED


@pytest.fixture
def make_course(tmp_path: Path) -> MakeCourse:
    def make(text: str = WINDOWED, files: Mapping[str, str] = {}, exercise_id: str = "windowed") -> Course:
        root = tmp_path.resolve() / "course"
        written = {
            f"exercises/{exercise_id}/exercise.yaml": text,
            "reference/windowed.py": "# reference\n",
            "reference/given.py": "VALUE = 1\n",
            "cases/README": "",
            **files,
        }
        for name, content in written.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content.encode())
        return Course(root)

    return make


@pytest.fixture
def windowed(make_course: MakeCourse) -> Exercise:
    return load_exercise(make_course(), "windowed")


@pytest.fixture
def load_cases(make_course: MakeCourse) -> LoadCases:
    def load(cases: str, hidden: str | None = None, exercise: str = WINDOWED) -> Suite:
        files = {"cases/windowed.yaml": cases}
        if hidden is not None:
            files["cases/windowed.hidden.yaml"] = hidden
        course = make_course(exercise, files)
        paths = [course.root / name for name in files]
        return load_suite(load_exercise(course, "windowed"), paths)

    return load
