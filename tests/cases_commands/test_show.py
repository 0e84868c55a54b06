"""`grade cases show`: a case as it is printed, what is special about it, and its arrays to take away."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from zipfile import ZipFile

import numpy as np
import pytest

from grader.arrays.digest import digest
from grader.oracle import make_cases
from tests.cases_commands.small_course import CASES, HIDDEN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cases_commands.small_course import Commands, Folder


def test_without_a_name_all_cases_are_listed(folder: Folder, grade: Commands) -> None:
    folder.write("cases/windowed.hidden.yaml", HIDDEN)
    done = grade("cases", "show")
    assert done.code == 0
    assert (
        done.out
        == """\
case  name    visibility  points  tags
   1  apart   public          60
   2  wide    public          40
   3  unseen  hidden           0  overlap
3 cases, 100 points
"""
    )


def test_a_case_is_shown_as_numpy_prints_it_with_two_decimals(folder: Folder, grade: Commands) -> None:
    folder.write(
        "cases/windowed.yaml",
        "exercise: windowed\ncases:\n"
        "- name: a\n  params: {k: 2, s: 2}\n  x: [[0.123, -2, 5, 5, 1]]\n  dy: [[0.5, 0.254]]\n"
        "  points: 3\n  explain: {zh: 说明, en: What it is about.}\n",
    )
    done = grade("cases", "show", "a")
    assert (done.code, done.err) == (0, "")
    head, *arrays = done.out.split("\n\n")
    assert head.splitlines() == [
        "a  case 1 of 1, public, points: 3",
        "  Windowed(k=2, s=2), x (1, 5), dy (1, 2)",
        "  tags: leftover",
        "  special: equal values in x decide the result",
        "  special: B = 1",
        f"  digest of the inputs: {_digest(folder)}",
        "  written in course/cases/windowed.yaml:3",
        "  about: What it is about.",
    ]
    assert (
        "".join(f"{array.strip()}\n" for array in arrays)
        == """\
x:  literal
[[ 0.12 -2.    5.    5.    1.  ]]
dy:  literal
[[0.5  0.25]]
dx:  expected
[[0.5  0.   0.25 0.   0.  ]]
"""
    )


def _digest(folder: Folder) -> str:
    (case,) = make_cases(folder.suite, folder.suite.cases)
    return digest(case.inputs)[:16]


def test_given_methods_are_shown_on_request(folder: Folder, grade: Commands) -> None:
    assert "\ny:  expected" not in grade("cases", "show", "wide").out
    assert "\ny:  expected" in grade("cases", "show", "wide", "-v").out
    assert folder.cases.exists()


def test_a_drawn_input_says_how_it_is_drawn(folder: Folder, grade: Commands) -> None:
    assert "x:  seed 12, permutation from -1 to 1, float64\n" in grade("cases", "show", "wide").out
    assert folder.cases.exists()


DRAWS = {
    "draw: {dtype: float32}": "x is float32",
    "draw: {dtype: int16, high: 100}": "x holds integers (int16)",
    "draw: {low: -1, high: 0}": "all of x is negative",
    "draw: {distribution: integers, high: 0}": "all elements of x are equal",
}


@pytest.mark.parametrize("draw", DRAWS)
def test_what_is_special_about_values_is_told(folder: Folder, grade: Commands, draw: str) -> None:
    folder.write("cases/windowed.yaml", CASES.replace("shape: [3, 9]", f"shape: [3, 9], {draw}"))
    assert f"  special: {DRAWS[draw]}\n" in grade("cases", "show", "wide").out
    assert DRAWS[draw] not in grade("cases", "show", "apart").out


def test_the_arrays_can_be_taken_away(folder: Folder, grade: Commands, tmp_path: Path) -> None:
    target = tmp_path / "case.npz"
    assert grade("cases", "show", "wide", "--npz", target).code == 0
    case = make_cases(folder.suite, folder.suite.cases)[1]
    with np.load(target, allow_pickle=False) as taken:
        assert set(taken) == {"x", "dy", "y", "dx"}
        assert all(
            np.array_equal(taken[name], array) for name, array in (case.inputs | case.expected).items()
        )
    with ZipFile(target) as archive:  # the same bits, whenever they are written
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_that_cannot_be_written_is_a_mistake_of_usage(
    folder: Folder, grade: Commands, tmp_path: Path
) -> None:
    assert grade("cases", "show", "wide", "--npz", tmp_path / "no" / "case.npz").code == 2
    assert grade("cases", "show", "--npz", tmp_path / "case.npz").code == 2
    assert folder.cases.exists()


def test_an_unknown_case_is_guessed(grade: Commands) -> None:
    done = grade("cases", "show", "wid")
    assert done.code == 2
    assert "there is no case 'wid': did you mean 'wide'?" in done.err


def test_a_digest_is_made_as_the_page_says() -> None:
    arrays = {"b": np.array([1.5, -2.0], dtype=">f8"), "a": np.array([[7]], dtype=np.int16)}
    said = (
        b"a int16 (1, 1) " + b"\x07\x00" + b"b float64 (2,) " + np.array([1.5, -2.0], dtype="<f8").tobytes()
    )
    assert digest(arrays) == hashlib.sha256(said).hexdigest()
