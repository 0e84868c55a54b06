from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.errors import CourseError
from grader.model.exercise import Draw, GivenModule, Limits, Observe, Param, Step, Text, Tolerance
from grader.suite.course import Course
from grader.suite.exercise import load_exercise
from grader.suite.protocol import scalar_names

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.exercise import Exercise
    from tests.suite.conftest import MakeCourse

FULL = """\
title: {zh: 层, en: Layer}
reference: reference/windowed.py
modules:
  given: {source: reference/given.py, aliases: [common.given, g]}
  plain: reference/windowed.py
imports: [extra.module, other]
limits: {wall_seconds: 2.5, memory_bytes: 134217728, output_bytes: 4096}
tolerance: {atol: 1e-7}
inputs:
  x: {shape: [B, 3], draw: {distribution: integers, low: 0, high: 9, dtype: int64}}
targets:
  Layer:
    steps:
      - {call: forward, with: [x], observe: {y: return, kept: self.x}}
      - {call: backward, with: []}
"""

# A layer whose constructor takes arrays; sizes come of several inputs.
WEIGHTED = """\
title: {zh: 卷积, en: Convolution}
reference: reference/windowed.py
params: {s: int >= 1 = 1, p: int >= 0 = 0}
inputs:
  x: {shape: [B, C, N]}
  W: {shape: [D, C, K], draw: {distribution: normal}}
  b: {shape: [D]}
  dy: {shape: [B, D, (N + 2*p - K)//s + 1]}
targets:
  Weighted:
    construct: [W, b, s, p]
    steps:
      - {call: forward, with: [x], observe: {y: return}, given: true}
      - {call: backward, with: [dy], observe: {dx: return, dW: self.dW, db: self.db}}
"""

# A loss: a bare number, a backward without arguments, a target with one hot rows.
LOSS = """\
title: {zh: 损失, en: A loss}
reference: reference/windowed.py
inputs:
  x: {shape: [B, K]}
  t: {shape: [B, K], draw: {distribution: one_hot}}
targets:
  Loss:
    construct: []
    steps:
      - {call: forward, with: [x, t], observe: {loss: return}}
      - {call: backward, with: [], observe: {dx: return}}
scalars: [loss]
"""

# Two classes in one file, no parameters.
TWO = """\
title: {zh: 激活函数, en: Activations}
reference: reference/windowed.py
inputs: {x: {shape: [B, N]}, dy: {shape: [B, N]}}
targets:
  First: &layer
    steps: [{call: backward, with: [dy], observe: {dx: return}}]
  Second:
    steps: [{call: backward, with: [dy], observe: {dx: return}}]
""".replace("&layer", "")


def _load(make_course: MakeCourse, text: str) -> Exercise:
    return load_exercise(make_course(text), "windowed")


def test_every_key_is_read(make_course: MakeCourse) -> None:
    course = make_course(FULL)
    exercise = load_exercise(course, "windowed")
    assert exercise.id == "windowed"
    assert exercise.folder == course.root / "exercises" / "windowed"
    assert exercise.title == Text(zh="层", en="Layer")
    assert exercise.reference == course.root / "reference" / "windowed.py"
    assert exercise.limits == Limits(wall_seconds=2.5, memory_bytes=1 << 27, output_bytes=4096)
    assert exercise.tolerance == Tolerance(atol=1e-7)
    assert exercise.modules == (
        GivenModule(name="given", aliases=("common.given", "g"), source="VALUE = 1\n"),
        GivenModule(name="plain", source="# reference\n"),
    )
    assert exercise.imports == ("extra.module", "other")
    assert exercise.params == ()
    assert exercise.inputs[0].draw == Draw(distribution="integers", low=0, high=9, dtype="int64")
    assert [axis.text for axis in exercise.inputs[0].shape] == ["B", "3"]
    assert exercise.targets[0].construct == ()
    assert exercise.targets[0].steps == (
        Step(
            call="forward",
            args=("x",),
            observe=(Observe(name="y"), Observe(name="kept", attribute="x")),
        ),
        Step(call="backward", args=(), observe=()),
    )


def test_what_is_not_said_has_its_usual_value(windowed: Exercise) -> None:
    assert windowed.limits == Limits(wall_seconds=20.0)
    assert windowed.tolerance == Tolerance()
    assert windowed.modules == ()
    assert windowed.imports == ()
    assert scalar_names(windowed.targets) == frozenset()
    assert windowed.inputs[0].draw == Draw()


def test_parameters_have_kind_bound_and_default(windowed: Exercise) -> None:
    assert windowed.params == (
        Param(name="k", kind="int", minimum=1),
        Param(name="s", kind="int", minimum=1, default=1),
        Param(name="gain", kind="float", minimum=0.0, default=0.5),
    )
    assert isinstance(windowed.params[1].default, int)


def test_conditions_of_tags_are_parsed(windowed: Exercise) -> None:
    assert [tag.name for tag in windowed.tags] == ["overlap", "leftover"]
    assert windowed.tags[0].condition.evaluate({"s": 1, "k": 2}) is True


def test_a_constructor_takes_arrays(make_course: MakeCourse) -> None:
    [target] = _load(make_course, WEIGHTED).targets
    assert target.construct == ("W", "b", "s", "p")
    assert target.steps[1].observe[1] == Observe(name="dW", attribute="dW")


def test_a_loss_observes_a_scalar_and_calls_without_arguments(make_course: MakeCourse) -> None:
    exercise = _load(make_course, LOSS)
    [forward, backward] = exercise.targets[0].steps
    assert forward.observe == (Observe(name="loss", scalar=True),)
    assert backward.observe == (Observe(name="dx"),)
    assert backward.args == ()


def test_a_file_may_have_two_targets(make_course: MakeCourse) -> None:
    assert [target.name for target in _load(make_course, TWO).targets] == ["First", "Second"]


def test_every_shipped_exercise_loads() -> None:
    from grader.suite.course import find_course  # noqa: PLC0415 - only this test looks at the real course

    course = find_course(None, {})
    assert course.exercise_ids()
    for exercise_id in course.exercise_ids():
        assert load_exercise(course, exercise_id).id == exercise_id


def test_modules_are_no_links_out_of_the_course(make_course: MakeCourse, tmp_path: Path) -> None:
    course = make_course(FULL)
    (tmp_path / "secret.py").write_text("")
    (course.root / "reference" / "given.py").unlink()
    (course.root / "reference" / "given.py").symlink_to(tmp_path / "secret.py")
    with pytest.raises(CourseError) as caught:
        load_exercise(course, "windowed")
    [problem] = caught.value.problems
    assert (problem.told.key, problem.line, problem.column) == ("suite.path_outside", 4, 19)


def test_exercise_folders_are_no_links_out_of_the_course(make_course: MakeCourse, tmp_path: Path) -> None:
    course = make_course()
    (course.root / "exercises" / "windowed").rename(tmp_path / "moved")
    (course.root / "exercises" / "windowed").symlink_to(tmp_path / "moved")
    with pytest.raises(CourseError) as caught:
        load_exercise(course, "windowed")
    assert caught.value.problems[0].told.key == "suite.outside_course"


def test_a_module_that_is_not_utf_8_is_told_with_its_own_place(make_course: MakeCourse) -> None:
    course = make_course(FULL)
    (course.root / "reference" / "given.py").write_bytes("x = 1\n# 池化\n".encode("gbk"))
    with pytest.raises(CourseError) as caught:
        load_exercise(course, "windowed")
    [problem] = caught.value.problems
    assert (problem.path.name, problem.line, problem.column) == ("given.py", 2, 3)


def test_a_course_is_its_root(tmp_path: Path) -> None:
    assert Course(tmp_path).exercise_folder("a") == tmp_path / "exercises" / "a"
