from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.errors import CourseError
from grader.messages import LANGS
from grader.oracle import load_reference, make_cases
from grader.suite.cases import load_suite
from grader.suite.course import Course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.case import Case, Suite

EXERCISE = """\
title: {zh: 层, en: A layer}
reference: reference/layer.py
params: {k: int >= 1 = 2}
inputs:
  x: {shape: [N]}
  dy: {shape: [N]}
targets:
  Layer:
    construct: [k]
    steps:
      - {call: forward, with: [x], observe: {y: return}, given: true}
      - {call: backward, with: [dy], observe: {dx: return, dk: self.dk}}
"""
CASES = """\
exercise: layer
cases:
  - {name: one, seed: 7, x: {shape: [4]}, points: 1}
  - name: literal
    x: [1.0, 2.0]
    dy: [0.5, 0.25]
    params: {k: 3}
    points: 1
"""
REFERENCE = """\
from .scale import scaled

class Layer:
    def __init__(self, k):
        self.k = k
        self.dk = 0.0

    def forward(self, x):
        self.x = x
        return scaled(x, self.k)

    def backward(self, dy):
        self.dk = float((dy * self.x).sum())
        return scaled(dy, self.k)
"""
SCALE = "def scaled(values, k):\n    return values * k\n"


def suite_of(root: Path, *, reference: str = REFERENCE, cases: str = CASES) -> Suite:
    """Write a course of one exercise and load its cases."""
    files = {
        "exercises/layer/exercise.yaml": EXERCISE,
        "reference/layer.py": reference,
        "reference/scale.py": SCALE,
        "cases/layer.yaml": cases,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    exercise = load_exercise(Course(root.resolve()), "layer")
    return load_suite(exercise, [root / "cases/layer.yaml"])


def cases_of(root: Path, **changed: str) -> tuple[Case, ...]:
    suite = suite_of(root, **changed)
    return make_cases(suite, suite.cases)


def problem_of(root: Path, **changed: str) -> str:
    """Give what is said of a course that is wrong; in both languages it can be said."""
    with pytest.raises(CourseError) as stopped:
        cases_of(root, **changed)
    assert all(stopped.value.text(lang) for lang in LANGS)
    return stopped.value.text("en").replace(str(root.resolve()), "").replace(str(root), "")


def backward(body: str) -> str:
    """Give the reference with another body of backward."""
    return REFERENCE.replace("return scaled(dy, self.k)", body)


def test_expected_values_are_what_the_reference_gives(tmp_path: Path) -> None:
    literal = cases_of(tmp_path)[1]
    assert {name: array.tolist() for name, array in literal.expected.items()} == {
        "y": [3.0, 6.0],
        "dx": [1.5, 0.75],
        "dk": 1.0,
    }
    assert list(literal.expected) == ["y", "dx", "dk"]


def test_expected_values_and_inputs_are_read_only(tmp_path: Path) -> None:
    for case in cases_of(tmp_path):
        assert not any(array.flags.writeable for array in (*case.expected.values(), *case.inputs.values()))


def test_the_same_seed_gives_the_same_inputs(tmp_path: Path) -> None:
    first, second = cases_of(tmp_path)[0], cases_of(tmp_path)[0]
    assert all(np.array_equal(first.inputs[name], second.inputs[name]) for name in ("x", "dy"))
    assert not np.array_equal(first.inputs["x"], first.inputs["dy"])


def test_a_reference_that_writes_into_its_inputs_changes_no_case(tmp_path: Path) -> None:
    before = cases_of(tmp_path / "a")
    spoiling = backward("self.x[:] = 99; dy[:] = -1; return dy")
    after = cases_of(tmp_path / "b", reference=spoiling)
    for one, other in zip(before, after, strict=True):
        assert all(np.array_equal(one.inputs[name], other.inputs[name]) for name in one.inputs)


def test_a_reference_that_returns_an_array_it_later_changes_changes_no_expected_value(
    tmp_path: Path,
) -> None:
    reference = backward("self.y += 100; return dy").replace(
        "return scaled(x, self.k)", "self.y = x * self.k; return self.y"
    )
    assert cases_of(tmp_path, reference=reference)[1].expected["y"].tolist() == [3.0, 6.0]


def test_a_reference_is_loaded_once(tmp_path: Path) -> None:
    exercise = suite_of(tmp_path).exercise
    assert load_reference(exercise) is load_reference(exercise)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, names of folders are text")
def test_a_course_may_stand_in_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    assert load_reference(suite_of(tmp_path / os.fsdecode(b"\xff")).exercise).__name__


def test_references_of_two_courses_are_kept_apart(tmp_path: Path) -> None:
    one = load_reference(suite_of(tmp_path / "a").exercise)
    other = load_reference(suite_of(tmp_path / "b", reference=REFERENCE + "\nOTHER = 1\n").exercise)
    assert not hasattr(one, "OTHER")
    assert hasattr(other, "OTHER")


def test_loading_a_reference_leaves_the_search_path_alone(tmp_path: Path) -> None:
    before = list(sys.path)
    load_reference(suite_of(tmp_path).exercise)
    assert sys.path == before
    assert "scale" not in sys.modules


def test_what_a_reference_prints_stays_out_of_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases_of(tmp_path, reference="print('loading')\n" + backward("print('here'); return dy"))
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "loading\nhere\nhere\n"


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("def (", "the reference cannot be loaded: SyntaxError: "),
        ("raise OSError('no')", "the reference cannot be loaded: OSError: no"),
        ("import sys; sys.exit(0)", "the reference cannot be loaded: SystemExit: 0"),
        ("from .missing import x", "the reference cannot be loaded: ModuleNotFoundError: "),
        ("", "the reference raised on case 'one': AttributeError: "),
        (backward("return None"), "the reference's 'dx' in case 'one' is NoneType; expected finite"),
        (backward("return 'x'"), "the reference's 'dx' in case 'one' is str"),
        (backward("return dy + 1j"), "the reference's 'dx' in case 'one' is complex128"),
        (backward("return dy * float('nan')"), "the reference's 'dx' in case 'one' is NaN / inf"),
        (backward("return dy * float('inf')"), "the reference's 'dx' in case 'one' is NaN / inf"),
    ],
)
def test_a_broken_reference_is_named_with_its_file(tmp_path: Path, reference: str, told: str) -> None:
    assert problem_of(tmp_path, reference=reference).startswith(f"/reference/layer.py: {told}")


@pytest.mark.parametrize(
    ("body", "kind"), [("return 1 // 0", "ZeroDivisionError"), ("raise SystemExit", "SystemExit")]
)
def test_a_reference_that_raises_is_named_with_its_line(tmp_path: Path, body: str, kind: str) -> None:
    line = backward(body).splitlines().index(f"        {body}") + 1
    told = f"/reference/layer.py:{line}: the reference raised on case 'one': {kind}: "
    assert problem_of(tmp_path, reference=backward(body)).startswith(told)


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("{call: forwrad, with: [x], observe: {y: return}}", "no 'forwrad': did you mean 'forward'?"),
        ("{call: forward, with: [x], observe: {d: self.dkk}}", "no 'dkk': did you mean 'dk'?"),
    ],
)
def test_a_name_that_a_case_misspells_is_told_where_the_case_stands(
    tmp_path: Path, step: str, told: str
) -> None:
    cases = CASES.replace("points: 1}", f"points: 1, steps: [{step}]}}")
    assert problem_of(tmp_path, cases=cases) == (
        f"/cases/layer.yaml:3: case 'one': the reference's 'Layer' has {told}"
    )


def test_a_reference_that_is_not_there_is_named(tmp_path: Path) -> None:
    suite = suite_of(tmp_path)
    (tmp_path / "reference/layer.py").unlink()
    with pytest.raises(CourseError) as stopped:
        make_cases(suite, suite.cases)
    assert "layer.py: the reference cannot be loaded: FileNotFoundError" in stopped.value.text("en")


def test_a_reference_that_could_not_be_loaded_is_tried_again(tmp_path: Path) -> None:
    problem_of(tmp_path, reference="raise OSError")
    assert len(cases_of(tmp_path)) == 2


@pytest.mark.parametrize(
    ("draw", "told"),
    [
        ("{dtype: float16}", "cannot be drawn: "),
        ("{distribution: permutation, dtype: int8}", "cannot be drawn: "),
    ],
)
def test_an_input_that_cannot_be_drawn_is_a_mistake_of_its_case(tmp_path: Path, draw: str, told: str) -> None:
    cases = f"exercise: layer\ncases:\n  - name: large\n    seed: 1\n    x: {{shape: [5000], draw: {draw}}}\n"
    problem = problem_of(tmp_path, cases=cases)
    assert problem.startswith("/cases/layer.yaml:3: case 'large': input 'x' ")
    assert told in problem
