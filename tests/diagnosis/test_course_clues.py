"""Clues of one exercise: how they are read, and those of the shipped one where they hold and where not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.diagnosis.course_clues import holding
from grader.diagnosis.wrongs import Wrong
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tests.diagnosis.conftest import Shipped, SmallCourse

    Change = Callable[[NDArray[Any]], NDArray[Any]]

CLUE = '''
import math
from math import sqrt

def too_large(actual, expected):
    """Tell it.

    zh: 太
        大了。
    en: It is too
        large.
    """
    return bool(abs(actual).sum() > abs(expected).sum())

def _helper():
    return 1
'''


def made(shipped: Shipped, case_name: str, change: Change, *, given: bool = False) -> Wrong:
    """A wrong result on a shipped case."""
    case = next(case for case in shipped.cases if case.spec.name == case_name)
    expected = np.asarray(case.expected["dx"], dtype=np.float64)
    actual = change(expected.copy())
    return Wrong("dx", given, actual, expected, dict(case.inputs), case.spec.params, 1e-5)


def ids(shipped: Shipped, case_name: str, change: Change) -> list[str]:
    return [clue.id for clue in holding(shipped.catalogue.course_clues(), [made(shipped, case_name, change)])]


def first_in(shipped: Shipped, case_name: str, wanted: Callable[[NDArray[Any]], Any]) -> tuple[Any, ...]:
    """The first cell of dx that is as wanted, or of x."""
    case = next(case for case in shipped.cases if case.spec.name == case_name)
    return tuple(np.argwhere(wanted(np.asarray(case.expected["dx"])))[0])


def put(index: tuple[Any, ...], value: float) -> Change:
    def change(dx: NDArray[Any]) -> NDArray[Any]:
        dx[index] = value
        return dx

    return change


def test_channels_mixed(shipped: Shipped) -> None:
    assert "channels_mixed" in ids(shipped, "channels", lambda dx: dx[:, ::-1])
    assert "channels_mixed" not in ids(shipped, "channels", lambda dx: dx[:, :, ::-1])
    assert "channels_mixed" not in ids(shipped, "channels", lambda dx: dx * 2)


def test_sum_differs(shipped: Shipped) -> None:
    assert "sum_differs" in ids(shipped, "channels", lambda dx: dx * 2)
    assert "sum_differs" not in ids(shipped, "channels", lambda dx: dx[:, ::-1])


def test_outside_maxima(shipped: Shipped) -> None:
    nothing = first_in(shipped, "channels", lambda dx: dx == 0)
    maximum = first_in(shipped, "channels", lambda dx: dx != 0)
    assert "outside_maxima" in ids(shipped, "channels", put(nothing, 1.0))
    assert "outside_maxima" not in ids(shipped, "channels", put(maximum, 9.0))


def test_maxima_without_gradient(shipped: Shipped) -> None:
    maximum = first_in(shipped, "channels", lambda dx: dx != 0)
    assert "maxima_without_gradient" in ids(shipped, "channels", put(maximum, 0.0))
    assert "maxima_without_gradient" not in ids(shipped, "channels", put(maximum, 9.0))


def test_later_ties_only(shipped: Shipped) -> None:
    case = next(case for case in shipped.cases if case.spec.name == "ties")
    x, dx = case.inputs["x"], case.expected["dx"]
    windows = x.reshape(2, 2, 4, 2, 4, 2).transpose(0, 1, 2, 4, 3, 5).reshape(2, 2, 4, 4, 4)
    largest = windows.max(axis=-1).repeat(2, axis=2).repeat(2, axis=3)
    later = tuple(np.argwhere((x == largest) & (dx == 0))[0])
    smaller = tuple(np.argwhere(x < largest)[0])
    assert "later_ties_only" in ids(shipped, "ties", put(later, 1.0))
    assert "later_ties_only" not in ids(shipped, "ties", put(smaller, 1.0))


def test_shared_maxima_only(shipped: Shipped) -> None:
    case = next(case for case in shipped.cases if case.spec.name == "overlap")
    dout, dx = case.inputs["dout"], case.expected["dx"]
    single = np.isin(np.asarray(dx, dtype=np.float64).round(9), np.asarray(dout, dtype=np.float64).round(9))
    shared, alone = tuple(np.argwhere(~single & (dx != 0))[0]), tuple(np.argwhere(single & (dx != 0))[0])
    assert "shared_maxima_only" in ids(shipped, "overlap", put(shared, 9.0))
    assert "shared_maxima_only" not in ids(shipped, "overlap", put(alone, 9.0))


def test_under_no_window(shipped: Shipped) -> None:
    assert "under_no_window" in ids(shipped, "leftover", put((0, 0, 6, 6), 1.0))
    assert "under_no_window" not in ids(shipped, "leftover", put((0, 0, 5, 5), 1.0))


def test_every_shipped_clue_is_tested(shipped: Shipped) -> None:
    tested = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert {one.clue.id for one in shipped.catalogue.course_clues()} <= tested


def test_clue_must_hold_for_every_wrong_result(shipped: Shipped) -> None:
    clues = shipped.catalogue.course_clues()
    doubled, reversed_ = (
        made(shipped, "channels", lambda dx: dx * 2),
        made(shipped, "channels", lambda dx: dx[:, ::-1]),
    )
    assert "sum_differs" in [clue.id for clue in holding(clues, [doubled])]
    assert "sum_differs" not in [clue.id for clue in holding(clues, [doubled, reversed_])]


def test_clues_are_not_asked_about_what_the_template_gives(shipped: Shipped) -> None:
    clues = shipped.catalogue.course_clues()
    assert holding(clues, [made(shipped, "channels", lambda dx: dx * 2, given=True)]) == ()
    assert holding(clues, []) == ()


def test_public_functions_of_the_file_are_the_clues(small_course: SmallCourse) -> None:
    catalogue, _ = small_course({"_clues.py": CLUE})
    (one,) = catalogue.course_clues()
    assert (one.clue.id, one.parameters) == ("too_large", ("actual", "expected"))
    assert (one.clue.told.zh, one.clue.told.en) == ("太大了。", "It is too large.")


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        (CLUE.replace("(actual, expected)", "(actual, wanted)"), "clue_parameters"),
        (CLUE.replace("(actual, expected)", "()"), "clue_parameters"),
        (CLUE.replace("    en: It is too\n        large.\n", ""), "clue_missing"),
        ("1 / 0\n", "not_loaded"),
    ],
)
def test_mistakes_are_told_when_clues_are_read(small_course: SmallCourse, changed: str, key: str) -> None:
    catalogue, _ = small_course({"_clues.py": changed})
    with pytest.raises(CourseError, match=key) as caught:
        catalogue.course_clues()
    assert caught.value.problems[0].path.name == "_clues.py"


@pytest.mark.parametrize(
    ("body", "key"), [("return 1 / 0", "clue_raised"), ("return 1", "clue_answer"), ("pass", "clue_answer")]
)
def test_mistakes_are_told_when_clues_are_asked(small_course: SmallCourse, body: str, key: str) -> None:
    text = CLUE.replace("return bool(abs(actual).sum() > abs(expected).sum())", body)
    catalogue, _ = small_course({"_clues.py": text})
    zero = np.zeros(3)
    with pytest.raises(CourseError, match=key) as caught:
        holding(catalogue.course_clues(), [Wrong("dx", False, zero + 1, zero, {}, {}, 1e-5)])  # noqa: FBT003 - a record
    assert caught.value.problems[0].line == 5
