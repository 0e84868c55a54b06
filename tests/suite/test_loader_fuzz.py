from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import CourseError
from grader.suite.cases import load_suite
from grader.suite.course import Course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.model.exercise import Exercise

_anything = settings(
    max_examples=150,
    deadline=None,
    # The folder stays the same for all examples; each writes the file anew.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

CASES = """\
exercise: windowed
cases:
- {name: a, seed: 1, params: {k: 2, gain: 0.5}, x: {shape: [1, 2, 4], draw: {low: 0}}, points: 3, tags: [t]}
- name: b
  params: {k: 3, s: 2}
  x: [[[1, 2, 3, 4, 5]]]
  dy: {values: [[[1, 2]]], dtype: int8}
  z: {like: x}
  seed: 3
  steps: [{call: f, with: [z], observe: {y: return, w: self.w}}]
"""

_yaml_pieces = st.sampled_from(
    [
        *"[]{}:,-?&*!|>'\"%@`#\n\t ：，“0123",
        "- ",
        ": ",
        "\n  ",
        "name",
        "x",
        "seed",
        "params",
        "k",
        "cases",
        "1e9",
        "~",
    ]
)


def _outcome(load: Callable[[], object]) -> str:
    try:
        load()
    except CourseError as error:
        return "refused" if error.text("en") and error.text("zh") else "refused without a word"
    return "loaded"


@pytest.fixture
def load_bytes(windowed: Exercise, tmp_path: Path) -> Callable[[bytes], str]:
    path = tmp_path / "cases.yaml"

    def load(content: bytes) -> str:
        path.write_bytes(content)
        return _outcome(lambda: load_suite(windowed, [path]))

    return load


@_anything
@given(content=st.binary(max_size=300))
def test_any_bytes_are_refused_as_a_course_error(load_bytes: Callable[[bytes], str], content: bytes) -> None:
    assert load_bytes(content) == "refused"


@_anything
@given(text=st.text(max_size=200) | st.lists(_yaml_pieces, max_size=60).map("".join))
def test_any_text_is_refused_as_a_course_error(load_bytes: Callable[[bytes], str], text: str) -> None:
    assert load_bytes(text.encode("utf-8", errors="surrogatepass")) == "refused"


@_anything
@given(start=st.integers(0, len(CASES)), length=st.integers(0, 6), pieces=st.lists(_yaml_pieces, max_size=4))
def test_a_damaged_case_file_loads_or_is_refused(
    load_bytes: Callable[[bytes], str], start: int, length: int, pieces: list[str]
) -> None:
    damaged = CASES[:start] + "".join(pieces) + CASES[start + length :]
    assert load_bytes(damaged.encode()) in {"loaded", "refused"}


def test_the_undamaged_case_file_loads(load_bytes: Callable[[bytes], str]) -> None:
    assert load_bytes(CASES.encode()) == "loaded"


@pytest.fixture
def load_damaged_exercise(windowed: Exercise, windowed_yaml: str) -> Callable[[int, int, str], str]:
    path = windowed.folder / "exercise.yaml"
    course = Course(windowed.folder.parent.parent)

    def load(start: int, length: int, inserted: str) -> str:
        damaged = windowed_yaml[:start] + inserted + windowed_yaml[start + length :]
        path.write_bytes(damaged.encode())
        return _outcome(lambda: load_exercise(course, "windowed"))

    return load


@_anything
@given(start=st.integers(0, 700), length=st.integers(0, 8), pieces=st.lists(_yaml_pieces, max_size=4))
def test_a_damaged_exercise_loads_or_is_refused(
    load_damaged_exercise: Callable[[int, int, str], str], start: int, length: int, pieces: list[str]
) -> None:
    assert load_damaged_exercise(start, length, "".join(pieces)) in {"loaded", "refused"}
