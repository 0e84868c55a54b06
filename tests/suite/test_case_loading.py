from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.errors import UsageError
from grader.model.case import Drawn, Literally
from grader.model.exercise import Draw, Observe, Step, Text
from grader.suite.cases import load_suite
from grader.suite.course import find_course, suite_paths
from grader.suite.exercise import load_exercise
from grader.suite.inputs import shape_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model.case import CaseSpec
    from grader.model.exercise import Exercise
    from tests.suite.conftest import LoadCases

HEAD = "exercise: windowed\ncases:\n"
SIX_LINES = """\
- name: overlap
  seed: 90210
  params: {k: 3, s: 2}
  x: {shape: [2, 3, 7]}
  points: 10
"""

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
      - {call: backward, with: [dy], observe: {dx: return, dW: self.dW}}
"""

TWO = """\
title: {zh: 激活函数, en: Activations}
reference: reference/windowed.py
inputs: {x: {shape: [B, N]}, dy: {shape: [B, N]}, t: {shape: []}}
targets:
  First: {steps: [{call: backward, with: [dy], observe: {dx: return}}]}
  Second: {steps: [{call: forward, with: [x, t], observe: {y: return}}]}
"""

LOSS = """\
title: {zh: 损失, en: A loss}
reference: reference/windowed.py
inputs:
  x: {shape: [B, K]}
targets:
  Loss:
    steps:
      - {call: forward, with: [x], observe: {loss: return, mean: self.mean, y: self.y}}
      - {call: backward, observe: {dx: return}}
scalars: [loss, mean]
"""

OPEN = """\
title: {zh: 全连接, en: Fully connected}
reference: reference/windowed.py
inputs:
  x: {shape: [B, D...]}
  t: {shape: [B, D...]}
  W: {shape: [D, M]}
  b: {shape: [M]}
targets:
  Full: {construct: [W, b], steps: [{call: forward, with: [x], observe: {y: return}}]}
  Loss: {steps: [{call: forward, with: [x, t], observe: {y: return}}]}
tags: {deep: D > 20}
"""


@pytest.fixture
def one_case(load_cases: LoadCases) -> CaseOf:
    def load(case: str, exercise: str | None = None) -> CaseSpec:
        text = HEAD + case
        suite = load_cases(text) if exercise is None else load_cases(text, exercise=exercise)
        [spec] = suite.cases
        return spec

    return load


def _shapes(case: CaseSpec) -> dict[str, tuple[int, ...]]:
    return {name: shape_of(made) for name, made in case.inputs.items()}


if TYPE_CHECKING:
    from typing import Protocol

    class CaseOf(Protocol):
        def __call__(self, case: str, exercise: str | None = None) -> CaseSpec:
            """Load a suite of one case."""


def test_six_lines_make_a_case(one_case: CaseOf, windowed: Exercise) -> None:
    case = one_case(SIX_LINES)
    assert case.name == "overlap"
    assert case.seed == 90210
    assert case.target == "Windowed"
    assert case.construct == ("k", "s", "gain")
    assert case.params == {"k": 3, "s": 2, "gain": 0.5}
    assert case.dims == {"B": 2, "C": 3, "N": 7}
    assert case.inputs == {
        "x": Drawn(shape=(2, 3, 7), draw=Draw()),
        "dy": Drawn(shape=(2, 3, 3), draw=Draw()),
    }
    assert case.steps == windowed.targets[0].steps
    assert case.visibility == "public"
    assert case.points == 10
    assert case.tags == ("overlap",)
    assert case.timeout_seconds is None
    assert case.explain is None


def test_everything_that_a_case_can_say_is_read(one_case: CaseOf) -> None:
    case = one_case("""\
- name: 重叠 2.b-c_d
  seed: 0
  params: {k: 3, s: 2, gain: 2}
  x: {shape: [1, 1, 8], draw: {distribution: integers, high: 4}}
  dy: {draw: {low: 1, dtype: float32, high: 2}}
  visibility: hidden
  points: 0
  tags: [reuse, overlap, reuse]
  target: Windowed
  timeout: 0.5
  explain: {zh: 重叠：要累加, en: 'overlaps: add up'}
""")
    assert case.name == "重叠 2.b-c_d"
    assert case.params["gain"] == 2.0
    assert isinstance(case.params["gain"], float)
    assert case.inputs["x"] == Drawn(shape=(1, 1, 8), draw=Draw(distribution="integers", low=-1, high=4))
    assert case.inputs["dy"] == Drawn(shape=(1, 1, 3), draw=Draw(low=1, high=2, dtype="float32"))
    assert case.visibility == "hidden"
    assert case.tags == ("reuse", "overlap", "leftover")
    assert case.timeout_seconds == 0.5
    assert case.explain == Text(zh="重叠：要累加", en="overlaps: add up")


def test_literal_arrays_bind_the_sizes(one_case: CaseOf) -> None:
    case = one_case("- {name: a, params: {k: 2}, x: [[[1, 2, 3]]], dy: [[[-0.5, 1e-3]]]}\n")
    assert case.seed is None
    assert case.dims == {"B": 1, "C": 1, "N": 3}
    x, dy = case.inputs["x"], case.inputs["dy"]
    assert isinstance(x, Literally)
    assert isinstance(dy, Literally)
    assert x.array.dtype == np.float64
    assert x.array.tolist() == [[[1.0, 2.0, 3.0]]]
    assert dy.array.tolist() == [[[-0.5, 1e-3]]]
    assert not x.array.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        x.array[0, 0, 0] = 1


def test_values_may_have_a_dtype(one_case: CaseOf) -> None:
    case = one_case("- {name: a, params: {k: 1}, x: {values: [[[-3, 4]]], dtype: int8}, dy: [[[1, 2]]]}\n")
    x = case.inputs["x"]
    assert isinstance(x, Literally)
    assert x.array.dtype == np.int8
    assert x.array.tolist() == [[[-3, 4]]]


def test_a_number_is_an_input_without_axes(one_case: CaseOf) -> None:
    case = one_case("- {name: a, seed: 1, target: Second, x: {shape: [2, 2]}, t: 3}\n", exercise=TWO)
    t = case.inputs["t"]
    assert isinstance(t, Literally)
    assert t.array.shape == ()
    assert t.array == 3.0


def test_an_input_without_axes_can_be_drawn(one_case: CaseOf) -> None:
    case = one_case("- {name: a, seed: 1, target: Second, x: {shape: [2, 2]}}\n", exercise=TWO)
    assert case.inputs["t"] == Drawn(shape=(), draw=Draw())


def test_inputs_that_no_call_takes_are_not_drawn(one_case: CaseOf) -> None:
    case = one_case("- {name: a, seed: 1, target: First, dy: {shape: [2, 2]}}\n", exercise=TWO)
    assert list(case.inputs) == ["dy"]


def test_sizes_of_several_inputs_meet_in_one_shape(one_case: CaseOf) -> None:
    case = one_case(
        "- {name: a, seed: 1, params: {p: 1}, x: {shape: [2, 3, 8]}, W: {shape: [4, 3, 3]}}\n",
        exercise=WEIGHTED,
    )
    assert case.dims == {"B": 2, "C": 3, "N": 8, "D": 4, "K": 3}
    assert case.construct == ("W", "b", "s", "p")
    shapes = {name: made.shape for name, made in case.inputs.items() if isinstance(made, Drawn)}
    assert shapes == {"x": (2, 3, 8), "W": (4, 3, 3), "b": (4,), "dy": (2, 4, 8)}
    w = case.inputs["W"]
    assert isinstance(w, Drawn)
    assert w.draw.distribution == "normal"


def test_a_given_shape_may_repeat_what_follows(one_case: CaseOf) -> None:
    case = one_case("- {name: a, seed: 1, params: {k: 3}, x: {shape: [1, 1, 4]}, dy: {shape: [1, 1, 2]}}\n")
    assert case.inputs["dy"] == Drawn(shape=(1, 1, 2), draw=Draw())


def test_sizes_can_be_bound_by_a_later_input(one_case: CaseOf) -> None:
    case = one_case(
        "- {name: a, seed: 1, x: {shape: [2, 3, 8]}, W: {shape: [4, 3, 8]}, b: [1, 2, 3, 4]}\n",
        exercise=WEIGHTED,
    )
    assert case.inputs["dy"] == Drawn(shape=(2, 4, 1), draw=Draw())


def test_extra_inputs_are_like_others(one_case: CaseOf) -> None:
    case = one_case("""\
- name: reuse
  seed: 4
  params: {k: 2}
  x: {shape: [2, 1, 4], draw: {low: 0}}
  before: {like: x}
  smaller: {like: x, shape: [1, 1, 4], draw: {high: 3}}
  exact: {like: dy, values: [[[1, 2, 3]]]}
  steps:
    - {call: forward, with: [before]}
    - {call: forward, with: [smaller]}
    - {call: backward, with: [exact]}
    - {call: forward, with: [x], observe: {y: return}}
    - {call: backward, with: [dy], observe: {dx: return}}
""")
    assert case.inputs["before"] == Drawn(shape=(2, 1, 4), draw=Draw(low=0))
    assert case.inputs["smaller"] == Drawn(shape=(1, 1, 4), draw=Draw(low=0, high=3))
    assert isinstance(case.inputs["exact"], Literally)
    assert list(case.inputs) == ["x", "dy", "before", "smaller", "exact"]
    assert case.dims["B"] == 2
    assert case.steps[0] == Step(call="forward", args=("before",), observe=())
    assert case.steps[4] == Step(call="backward", args=("dy",), observe=(Observe(name="dx"),))


def test_an_extra_input_needs_the_one_that_it_is_like(one_case: CaseOf) -> None:
    case = one_case("""\
- name: only
  seed: 4
  params: {k: 2}
  x: {shape: [2, 1, 4]}
  dy2: {like: dy}
  steps: [{call: forward, with: [x]}, {call: backward, with: [dy2], observe: {dx: return}}]
""")
    assert case.inputs["dy2"] == Drawn(shape=(2, 1, 3), draw=Draw())


def test_what_comes_from_where_a_bare_number_of_the_exercise_does_is_one(one_case: CaseOf) -> None:
    case = one_case(
        """\
- name: twice
  seed: 4
  x: {shape: [2, 3]}
  steps:
    - {call: forward, with: [x], observe: {loss_before: return, y_before: self.y}}
    - {call: backward, observe: {dx: return, mean_after: self.mean}}
""",
        exercise=LOSS,
    )
    assert [seen for step in case.steps for seen in step.observe] == [
        Observe(name="loss_before", scalar=True),
        Observe(name="y_before", attribute="y"),
        Observe(name="dx"),
        Observe(name="mean_after", attribute="mean", scalar=True),
    ]


def test_a_value_with_the_name_of_a_bare_number_is_one_wherever_it_comes_from(one_case: CaseOf) -> None:
    steps = "steps: [{call: other, with: [x], observe: {loss: self.loss, y: return}}]"
    case = one_case(f"- {{name: a, seed: 4, x: {{shape: [2, 3]}}, {steps}}}\n", exercise=LOSS)
    assert [(seen.name, seen.scalar) for seen in case.steps[0].observe] == [("loss", True), ("y", False)]


def test_an_open_axis_is_one_axis_or_more_and_the_product_of_their_sizes(one_case: CaseOf) -> None:
    start = "- {name: a, seed: 1, target: Full, W: {shape: [24, 5]}, x: "
    case = one_case(start + "{shape: [3, 2, 3, 4]}}\n", exercise=OPEN)
    assert case.dims == {"B": 3, "D": 24, "M": 5}
    assert case.tags == ("deep",)
    assert _shapes(case) == {"x": (3, 2, 3, 4), "W": (24, 5), "b": (5,)}
    case = one_case(start + "{shape: [3, 24]}}\n", exercise=OPEN)
    assert _shapes(case) == {"x": (3, 24), "W": (24, 5), "b": (5,)}


def test_inputs_that_share_an_open_axis_have_the_same_axes(one_case: CaseOf) -> None:
    case = one_case("- {name: a, seed: 1, target: Loss, x: {shape: [3, 2, 4]}}\n", exercise=OPEN)
    assert _shapes(case) == {"x": (3, 2, 4), "t": (3, 2, 4)}
    case = one_case("- {name: a, seed: 1, target: Loss, t: {shape: [3, 2, 4]}}\n", exercise=OPEN)
    assert _shapes(case) == {"x": (3, 2, 4), "t": (3, 2, 4)}
    case = one_case("- {name: a, seed: 1, target: Loss, x: [[[1, 2], [3, 4]]]}\n", exercise=OPEN)
    assert _shapes(case) == {"x": (1, 2, 2), "t": (1, 2, 2)}


def test_an_open_axis_of_which_nothing_says_more_is_one(one_case: CaseOf) -> None:
    inner = OPEN.replace("x: {shape: [B, D...]}", "x: {shape: [D..., M]}")
    case = one_case("- {name: a, seed: 1, target: Full, W: {shape: [6, 5]}}\n", exercise=inner)
    assert _shapes(case) == {"x": (6, 5), "W": (6, 5), "b": (5,)}


def test_an_open_axis_may_stand_before_others(one_case: CaseOf) -> None:
    inner = OPEN.replace("x: {shape: [B, D...]}", "x: {shape: [B, D..., M]}")
    text = "- {name: a, seed: 1, target: Full, x: {shape: [3, 2, 3, 5]}}\n"
    case = one_case(text, exercise=inner)
    assert case.dims == {"B": 3, "D": 6, "M": 5}
    assert _shapes(case) == {"x": (3, 2, 3, 5), "W": (6, 5), "b": (5,)}


def test_an_extra_input_may_have_other_axes_where_they_are_open(one_case: CaseOf) -> None:
    case = one_case("""\
- name: reuse
  seed: 4
  target: Full
  x: {shape: [2, 6]}
  W: {shape: [6, 3]}
  before: {like: x, shape: [5, 1, 2, 3]}
  steps: [{call: forward, with: [before]}, {call: forward, with: [x], observe: {y: return}}]
""", exercise=OPEN)  # fmt: skip
    assert _shapes(case)["before"] == (5, 1, 2, 3)
    assert case.dims == {"B": 2, "D": 6, "M": 3}


def test_conditions_that_lack_a_size_do_not_hold(one_case: CaseOf) -> None:
    tagged = TWO.replace("x: {shape: [B, N]}", "x: {shape: [B, N, M]}") + "tags: {wide: N > 1, deep: M > 1}\n"
    case = one_case(
        "- {name: a, target: First, dy: [[1, 2]]}\n",
        exercise=tagged,
    )
    assert case.tags == ("wide",)


def test_cases_of_hidden_files_are_hidden_unless_they_say_otherwise(load_cases: LoadCases) -> None:
    hidden = (
        HEAD
        + SIX_LINES.replace("overlap", "b")
        + SIX_LINES.replace("overlap", "c")
        + "  visibility: public\n"
    )
    suite = load_cases(HEAD + SIX_LINES, hidden)
    assert [(case.name, case.visibility) for case in suite.cases] == [
        ("overlap", "public"),
        ("b", "hidden"),
        ("c", "public"),
    ]
    assert [path.name for path in suite.paths] == ["windowed.yaml", "windowed.hidden.yaml"]


def test_a_missing_case_file_is_a_usage_error(windowed: Exercise, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load_suite(windowed, [tmp_path / "none.yaml"])
    assert caught.value.told.key == "suite.no_case_file"


def test_every_shipped_suite_loads() -> None:
    course = find_course(None, {})
    for exercise_id in course.exercise_ids():
        exercise = load_exercise(course, exercise_id)
        suite = load_suite(exercise, suite_paths(course, exercise_id))
        assert sum(case.points for case in suite.cases) == 100
