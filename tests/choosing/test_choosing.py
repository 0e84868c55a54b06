"""Which exercise a file fits, whatever the file is."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.pipeline.choosing import UndecidedError, Why, candidates_of, choose, fitting_exercises
from grader.submission import read_submission
from grader.suite.course import find_course
from grader.suite.unit import load_unit
from tests.choosing.small_unit import (
    BACKWARD,
    BEGIN,
    END,
    FORWARD,
    LOSS,
    REGION,
    SCALE,
    TEMPLATES,
    TWO_CLASSES,
)

if TYPE_CHECKING:
    from tests.choosing.small_unit import MakeUnit

ROOT = Path(__file__).resolve().parents[2]
BOTH = ("scale_backward", "scale_forward")
OWN = """\
class Scale:
    def __init__(self, factor):
        self.factor = factor

    def forward(self, x):
        self.input = x
        return self.factor * x

    def backward(self, dy):
        return self.factor * dy
"""


def without_markers(text: str) -> str:
    return text.replace(f"{BEGIN}\n", "").replace(f"{END}\n", "")


SOLVED = SCALE.format(forward=FORWARD, backward=BACKWARD)
FITS = {
    "the template of one": (TEMPLATES["scale_forward"], "scale_forward"),
    "the template of the other": (TEMPLATES["scale_backward"], "scale_backward"),
    "markers in another spelling": (
        TEMPLATES["scale_forward"].replace("########## Begin ##########", "#****** begin ******#"),
        "scale_forward",
    ),
    "broken within the region": (
        SCALE.format(forward=f"{BEGIN}\n        return ((x * '\n{END}\n", backward=BACKWARD),
        "scale_forward",
    ),
    "markers lost, given code kept": (
        SCALE.format(forward="        return 2 * x\n", backward=BACKWARD),
        "scale_forward",
    ),
    "only the given method and an own one, laid out anew": (
        without_markers(TEMPLATES["scale_backward"]).replace("\n        ", "\n            ")
        + "            return [\n  dy * self.gain ]\n",
        "scale_backward",
    ),
    "only one of the methods there": (OWN.partition("    def backward")[0], "scale_forward"),
    "two classes": (TEMPLATES["two_classes"], "two_classes"),
    "one of two classes": (TEMPLATES["two_classes"].partition("class Triple")[0], "two_classes"),
    "class within a branch": ("if True:\n    class Loss:\n        pass\n", "loss_backward"),
    "class made by a call": ("Loss = type('Loss', (), {})\n", "loss_backward"),
    "class misspelt, the rest kept": (LOSS.replace("Loss", "Lossy"), "loss_backward"),
    "all layers in a file, one region": (
        "\n".join([*map(without_markers, (TEMPLATES["two_classes"], LOSS)), TEMPLATES["scale_backward"]]),
        "scale_backward",
    ),
}


@pytest.mark.parametrize("name", FITS)
def test_a_file_is_known_by_what_is_in_it(make_unit: MakeUnit, name: str) -> None:
    source, expected = FITS[name]
    choice = choose(make_unit(), source)
    assert (choice.exercise_id, choice.why, choice.others) == (expected, Why.FOUND, ())


@pytest.mark.parametrize("source", [OWN, SOLVED, "class Scale:\n    forward = backward = None\n"])
def test_a_file_that_fits_two_equally_is_the_default_or_undecided(make_unit: MakeUnit, source: str) -> None:
    course = make_unit("default: scale_backward\n")
    assert choose(course, source) == ("scale_backward", Why.USUAL, ("scale_forward",))
    (course.root / "exercises" / "course.yaml").write_text("default: two_classes\n", encoding="utf-8")
    with pytest.raises(UndecidedError) as caught:
        choose(course, source)
    assert caught.value.fitting == BOTH
    assert caught.value.text("en") == (
        "the file fits several exercises: name one with --exercise (scale_backward, scale_forward)"
    )


LOSS_FORWARD = LOSS.partition("    def forward")[0] + f"    def forward(self, y, t):\n{REGION}"
WHOLE_LOSS = """\
import numpy as np


class Loss:
    def forward(self, y, t):
        self.signs = np.sign(y - t)
        return np.abs(y - t).sum()

    def backward(self):
        return self.signs
"""


def test_given_code_decides_only_between_exercises_about_the_same_methods(make_unit: MakeUnit) -> None:
    course = make_unit(templates={**TEMPLATES, "loss_forward": LOSS_FORWARD})
    candidates = candidates_of(course, (*TEMPLATES, "loss_forward"))
    both = ("loss_backward", "loss_forward")
    assert fitting_exercises(candidates, WHOLE_LOSS) == both
    assert fitting_exercises(candidates, WHOLE_LOSS.partition("    def backward")[0]) == ("loss_forward",)
    several = WHOLE_LOSS + without_markers(TEMPLATES["two_classes"])
    assert set(fitting_exercises(candidates, several)) == {*both, "two_classes"}


def test_a_file_with_the_regions_of_several_fits_each_of_them(make_unit: MakeUnit) -> None:
    candidates = candidates_of(make_unit(), TEMPLATES)
    pasted = TEMPLATES["scale_backward"] + LOSS + without_markers(TWO_CLASSES)
    assert set(fitting_exercises(candidates, pasted)) == {"scale_backward", "loss_backward"}


@pytest.mark.parametrize("name", ["Losss", "LOSS", "loss"])
def test_a_class_of_nearly_that_name_is_better_than_none(make_unit: MakeUnit, name: str) -> None:
    source = f"class {name}:\n    def own(self): ...\n"
    assert choose(make_unit("default: two_classes\n"), source) == ("loss_backward", Why.FOUND, ())


NOTHING = ["", "  \n\n", "x = 1\n", "\0\0\0", "(" * 1000, "class Other:\n    def forward(self): ...\n", "'''"]


@pytest.mark.parametrize("source", NOTHING)
def test_a_file_that_fits_nothing_is_the_default_or_undecided(make_unit: MakeUnit, source: str) -> None:
    course = make_unit("default: scale_backward\n")
    assert choose(course, source) == ("scale_backward", Why.NOTHING_FITS, ())
    (course.root / "exercises" / "course.yaml").unlink()
    with pytest.raises(UndecidedError) as caught:
        choose(course, source)
    assert caught.value.fitting == ()
    assert "two_classes" in caught.value.text("zh")


def test_what_was_named_decides(make_unit: MakeUnit) -> None:
    choice = choose(make_unit(), TEMPLATES["two_classes"], named="scale_forward")
    assert (choice.exercise_id, choice.why) == ("scale_forward", Why.NAMED)


def test_the_only_exercise_needs_no_evidence(make_unit: MakeUnit) -> None:
    choice = choose(make_unit(templates={"loss_backward": "no template at all"}), "x = 1")
    assert (choice.exercise_id, choice.why) == ("loss_backward", Why.ONLY)


def test_a_course_without_exercises_says_so(make_unit: MakeUnit, tmp_path: Path) -> None:
    course = make_unit(templates={})
    (tmp_path / "unit" / "exercises").mkdir(parents=True)
    with pytest.raises(UsageError) as caught:
        choose(course, OWN)
    assert caught.value.told.key == "cli.no_exercise"


def test_an_exercise_without_a_template_hides_no_other(make_unit: MakeUnit) -> None:
    course = make_unit()
    (course.root / "exercises" / "two_classes" / "template.py").unlink()
    (course.root / "exercises" / "scale_forward" / "template.py").write_bytes(b"\xff\xfe")
    assert choose(course, LOSS).exercise_id == "loss_backward"


def test_a_notebook_is_known_by_its_code(make_unit: MakeUnit, tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": "class Scale"},
        {"cell_type": "code", "source": "%matplotlib inline\n" + LOSS},
    ]
    path = tmp_path / "mine.ipynb"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")
    assert choose(make_unit(), read_submission(str(path)).source).exercise_id == "loss_backward"


HOSTILE = {
    "many definitions": "def forward(x):\n" * 60_000,
    "many markers": "# begin\n# end\n" * 60_000,
    "many classes": "".join(f"class C{number}: pass\n" for number in range(40_000)),
    "deep blocks": "".join(f"{' ' * depth}class Scale:\n" for depth in range(1_300)),
    "long blanks": "\n".join(" " * 5_000 for _ in range(200)),
    "blanks before a def": "async" + " " * 1_000_000,
    "one name": "class " + "S" * 1_000_000,
    "hashes": "#" * 1_000_000,
    "brackets": "class Scale:\n" + "[" * 1_000_000,
    "quotes": "class Scale:\n" + "'" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_comes_to_an_end(make_unit: MakeUnit, name: str) -> None:
    """Quadratic time would be hours here."""
    found = fitting_exercises(candidates_of(make_unit(), TEMPLATES), HOSTILE[name] + "\nclass Loss: pass\n")
    assert "loss_backward" in found


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=string.printable + "é类\u2028", max_size=300)
    | st.lists(st.sampled_from([*SOLVED.splitlines(), *LOSS.splitlines(), BEGIN, END])).map("\n".join)
)
def test_any_text_at_all_is_looked_at_without_failing(text: str) -> None:
    course = find_course(None, {})
    levels = load_unit(course).levels
    assert set(fitting_exercises(candidates_of(course, levels), text)) <= set(levels)


def _graded_without_a_name() -> list[Path]:
    patterns = ("tests/corpus/maxpool_backward/**/*.*", "tests/attacks/*ign/*.py", "tests/attacks/hos*/*.py")
    found = [path for pattern in (*patterns, "examples/*.py") for path in ROOT.glob(pattern)]
    return [path for path in found if path.suffix in {".py", ".ipynb"}]


def test_every_file_that_is_graded_without_a_name_goes_to_the_exercise_that_it_is_for() -> None:
    course = find_course(None, {})
    paths = _graded_without_a_name()
    chosen = {path: choose(course, read_submission(str(path)).source).exercise_id for path in paths}
    assert len(chosen) > 250
    assert {path: name for path, name in chosen.items() if name != "maxpool_backward"} == {}


def test_every_template_of_the_course_is_known_as_its_own() -> None:
    course = find_course(None, {})
    for name in course.exercise_ids():
        text = (course.exercise_folder(name) / "template.py").read_text(encoding="utf-8")
        assert choose(course, text).exercise_id == name
