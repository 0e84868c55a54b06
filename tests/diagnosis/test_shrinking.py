"""Smaller cases: their shapes still fit each other, and keep the number of axes that the failing case has."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from grader.diagnosis.shrinking import smaller_specs
from grader.oracle import load_reference, make_case
from grader.suite.cases import load_suite
from grader.suite.course import find_course, suite_paths
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from grader.model.case import Case, CaseSpec
    from grader.model.exercise import Exercise


@pytest.fixture(scope="module")
def exercise() -> Exercise:
    return load_exercise(find_course(None, {}), "fc_backward")


def spec_of(exercise: Exercise, name: str) -> CaseSpec:
    suite = load_suite(exercise, suite_paths(find_course(None, {}), exercise.id))
    (spec,) = (spec for spec in suite.cases if spec.name == name)
    return spec


def smaller_cases(exercise: Exercise, name: str) -> list[Case]:
    reference = load_reference(exercise)
    return [
        make_case(exercise, small, reference) for small in smaller_specs(exercise, spec_of(exercise, name))
    ]


def test_an_input_keeps_its_axes_where_they_are_open(exercise: Exercise) -> None:
    cases = smaller_cases(exercise, "images")
    assert {case.inputs["x"].ndim for case in cases} == {4}
    assert {case.inputs["x"].ndim for case in smaller_cases(exercise, "batch")} == {2}
    assert (1, 2, 2, 1) in {case.inputs["x"].shape for case in cases}


def test_what_follows_from_open_axes_follows_in_a_smaller_case_too(exercise: Exercise) -> None:
    for case in smaller_cases(exercise, "images"):
        assert case.inputs["W"].shape[0] == math.prod(case.inputs["x"].shape[1:])
        assert case.spec.dims["D"] == case.inputs["W"].shape[0]
        assert case.expected["dx"].shape == case.inputs["x"].shape


def test_the_smallest_come_first(exercise: Exercise) -> None:
    sizes = [sum(array.size for array in case.inputs.values()) for case in smaller_cases(exercise, "images")]
    assert sizes == sorted(sizes)
    assert sizes[0] == 4  # one cell in each input


def test_what_is_written_out_becomes_what_the_exercise_draws() -> None:
    exercise = load_exercise(find_course(None, {}), "softmax_loss_forward")
    cases = smaller_cases(exercise, "sample")
    assert len(cases) > 1
    for case in cases:
        rows = case.inputs["t"].tolist()
        assert all(sorted(row) == [0.0] * (len(row) - 1) + [1.0] for row in rows)
