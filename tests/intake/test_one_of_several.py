"""Which of a student's files is the submission."""

from __future__ import annotations

import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest

from grader.intake import find_entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.intake import Found
    from grader.model.exercise import Exercise

    HandIn = Callable[..., Path]
    Told = Callable[[Found], list[tuple[str, bool]]]

DEFINED = "class MaxPool:\n    pass\n"
MARKED = "class MaxPool:\n    ########## Begin ##########\n    pass\n    ########## End ##########\n"


def graded(found: Found) -> list[str]:
    return ["/".join(entry.path.parts[-2:]) for entry in found.entries]


@pytest.mark.parametrize(
    "name", ["maxpool.py", "MaxPool.ipynb", "max_pool.py", "maxpool-backward.py", "template.py"]
)
def test_the_one_that_is_called_like_the_exercise(
    hand_in: HandIn, told: Told, exercise: Exercise, name: str
) -> None:
    found = find_entries([hand_in(f"a/{name}", "a/other.py", "a/plots.py", "b/b.py")], exercise=exercise)
    assert graded(found) == [f"a/{name}", "b/b.py"]
    assert told(found) == []


def test_not_one_that_students_are_given(hand_in: HandIn, exercise: Exercise) -> None:
    folder = hand_in("a/mine.py", "a/utils.py", "a/__init__.py", "a/setup.py", "b/utils.py")
    assert graded(find_entries([folder], exercise=exercise)) == ["a/mine.py", "b/utils.py"]


def test_the_one_that_defines_the_class(hand_in: HandIn, exercise: Exercise) -> None:
    folder = hand_in("a/first.py", "b/b.py")
    hand_in("a/second.py", text=DEFINED)
    assert graded(find_entries([folder], exercise=exercise)) == ["a/second.py", "b/b.py"]


def test_the_one_that_has_the_markers_as_well(hand_in: HandIn, exercise: Exercise) -> None:
    folder = hand_in("a/first.py", text=DEFINED)
    hand_in("a/second.py", text=MARKED)
    hand_in("b/b.py")
    assert graded(find_entries([folder], exercise=exercise)) == ["a/second.py", "b/b.py"]


def test_the_one_with_markers_where_no_exercise_is_known(hand_in: HandIn) -> None:
    folder = hand_in("a/first.py", "b/b.py")
    hand_in("a/second.py", text=MARKED)
    assert graded(find_entries([folder])) == ["a/second.py", "b/b.py"]


def test_one_of_several_that_are_the_same(hand_in: HandIn) -> None:
    folder = hand_in("a/first.py", "a/second.py", text=MARKED)
    hand_in("b/b.py")
    assert graded(find_entries([folder])) == ["a/first.py", "b/b.py"]


def test_the_script_where_a_notebook_has_its_name(hand_in: HandIn, told: Told) -> None:
    found = find_entries([hand_in("a.py", "a.ipynb", "b.py")])
    assert [entry.path.name for entry in found.entries] == ["a.py", "b.py"]
    assert told(found) == [("other_form", False)]


@pytest.mark.parametrize("later", ["layer(1).py", "layer (2).py", "layer（3）.py"])
def test_the_later_of_two_files_of_one_name(hand_in: HandIn, told: Told, later: str) -> None:
    found = find_entries([hand_in("a/layer.py", f"a/{later}", "b/b.py")])
    assert graded(found) == [f"a/{later}", "b/b.py"]
    assert told(found) == [("earlier_attempt", False)]


def test_none_where_nothing_tells_them_apart(hand_in: HandIn, told: Told, exercise: Exercise) -> None:
    found = find_entries([hand_in("a/one.py", "a/two.py", "b/b.py")], exercise=exercise)
    assert graded(found) == ["b/b.py"]
    assert told(found) == [("several_files", True)]
    assert found.skipped[0].told.args["id"] == "a"
    assert found.skipped[0].told.args["files"] == "a/one.py, a/two.py"


def test_those_that_cannot_be_told_apart_are_listed_in_order(hand_in: HandIn) -> None:
    found = find_entries([hand_in("a/x/one.py", "a/y/two.py", "a/z.py", "b/b.py")])
    assert found.skipped[0].told.args["files"] == "a/x/one.py, a/y/two.py, a/z.py"


def test_of_very_many_only_a_few_are_listed_and_none_is_read(hand_in: HandIn) -> None:
    found = find_entries([hand_in(*(f"a/{number:02}.py" for number in range(30)), "b/b.py")])
    assert found.skipped[0].told.args["files"].endswith("a/04.py, … (+25)")


def test_a_pattern_decides(hand_in: HandIn) -> None:
    folder = hand_in("a/one.py", "a/two.py", "b/two.py")
    assert graded(find_entries([folder], pattern="*/two.py")) == ["a/two.py", "b/two.py"]


def test_many_large_files_of_one_student_are_not_kept_while_one_is_chosen(
    tmp_path: Path, exercise: Exercise
) -> None:
    def peak_of(count: int) -> int:
        path = tmp_path / f"{count}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(count):
                archive.writestr(f"eve/{number}.ipynb", f'{{"cells":[],"x":"{number}{"a" * (4 << 20)}"}}')
            archive.writestr("ann/a.py", "")
        tracemalloc.start()
        find_entries([path], exercise=exercise)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    assert peak_of(8) < peak_of(2) + (4 << 20)
