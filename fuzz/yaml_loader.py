"""Target: course files, of an exercise and of its cases (`grader.suite`)."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from grader.errors import CourseError
from grader.messages import LANGS
from grader.suite.cases import load_suite
from grader.suite.course import Course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from grader.model.case import Suite
    from grader.model.exercise import Exercise

BYTES_MAX: Final = 4096
_TEXTS: Final = (
    "- ", ": ", "\n  ", "{", "}", "[", "]", "&a", "*a", "!!int ", "<<: ", "|\n", ">-\n", "---\n",
    "%YAML 1.2\n", "? ", "'", '"', "\\x41", "#", "\t", "～", "：", "，", "“", "\ufeff", "\x85", "\u2028",
    ".inf", ".nan", "0x1F", "~", "null", "true", "1e999", "9" * 40, "1_000", "-0", "2**63", "N//0",
    "N % k", "max(N, k)", "not ", "title", "reference", "modules", "imports", "limits", "tolerance",
    "params", "inputs", "targets", "tags", "scalars", "construct", "steps", "call", "with", "observe",
    "return", "self.w", "given", "shape", "draw", "exercise", "cases", "name", "seed", "points", "values",
    "dtype", "like", "visibility", "hidden", "explain", "timeout", "target", "distribution",
    "permutation", "one_hot", "low", "high", "int8", "float64", "windowed", "int >= 1 = 2", "float >= 0",
    "(N - k)//s + 1", "N...", "...", "reference/../", "../..", "reference/layer.py",
)  # fmt: skip
WORDS: Final = tuple(text.encode() for text in _TEXTS)

EXERCISE: Final = """\
title: {zh: 窗口层, en: A windowed layer}
reference: reference/layer.py
modules: {given: {source: reference/given.py, aliases: [a.b]}}
limits: {wall_seconds: 20}
params: {k: int >= 1, s: int >= 1 = 1, gain: float >= 0 = 0.5}
inputs:
  x: {shape: [B, C, N]}
  dy: {shape: [B, C, (N - k)//s + 1]}
targets:
  Layer:
    construct: [k, s, gain]
    steps:
      - {call: forward, with: [x], observe: {y: return}, given: true}
      - {call: backward, with: [dy], observe: {dx: return}}
tags: {overlap: s < k, leftover: (N - k) % s != 0}
"""
_FILES: Final = {
    "exercises/windowed/exercise.yaml": EXERCISE,
    "reference/layer.py": "# reference\n",
    "reference/given.py": "VALUE = 1\n",
    "cases/README": "",
}


def _make_course(root: Path) -> Course:
    for name, content in _FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return Course(root)


_FOLDER: Final = TemporaryDirectory(prefix="fuzz-")
_COURSE: Final = _make_course(Path(_FOLDER.name).resolve() / "whole")
_OTHER: Final = _make_course(Path(_FOLDER.name).resolve() / "damaged")
_WHOLE: Final = load_exercise(_COURSE, "windowed")


def examine(data: bytes) -> None:
    """Load any bytes as an exercise or as cases: they load, or every problem is told in both languages."""
    kind, content = data[:1], data[1:]
    try:
        if kind < b"\x80":
            _check_suite(_load_cases(content))
        else:
            _check_exercise(_load_exercise(content))
    except CourseError as error:
        _check_problems(error)


def _load_cases(content: bytes) -> Suite:
    path = _COURSE.root / "cases" / "windowed.yaml"
    path.write_bytes(content)
    return load_suite(_WHOLE, [path])


def _load_exercise(content: bytes) -> Exercise:
    (_OTHER.exercise_folder("windowed") / "exercise.yaml").write_bytes(content)
    return load_exercise(_OTHER, "windowed")


def _check_suite(suite: Suite) -> None:
    names = [case.name for case in suite.cases]
    assert names
    assert len(set(names)) == len(names)
    for case in suite.cases:
        assert case.points >= 0
        assert all(size >= 0 for size in case.dims.values())


def _check_exercise(exercise: Exercise) -> None:
    assert exercise.targets
    assert exercise.reference.is_file()
    assert exercise.reference.is_relative_to(_OTHER.root)
    assert exercise.tolerance.atol >= 0


def _check_problems(error: CourseError) -> None:
    assert error.problems
    for problem in error.problems:
        assert all(problem.text(lang) for lang in LANGS)
        assert problem.line is None or problem.line >= 1
        assert problem.column is None or problem.column >= 1
        assert problem.source_line is None or "\n" not in problem.source_line
