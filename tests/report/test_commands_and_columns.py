"""Commands that can be pasted, numbers that look different, columns that line up."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from grader.messages import LANGS
from grader.model.judgement import Verdict
from grader.report.arrays import Headings, side_by_side
from grader.report.calls import constructed, reproduce
from grader.report.numbers import format_for, written
from grader.report.paint import Span, cells, columns, paint
from grader.report.text import render_text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from tests.report.conftest import Build

HEADINGS = Headings("expected", "actual")


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("submission.py", "grade submission.py --case overlap"),
        ("作业/张三.py", "grade 作业/张三.py --case overlap"),
        ("my file.py", 'grade "my file.py" --case overlap'),
        ("a$b.py", "grade 'a$b.py' --case overlap"),
        ("-rf.py", "grade ./-rf.py --case overlap"),
        ("-", "grade - --case overlap"),
        ("a'$b.py", "grade 'a'\"'\"'$b.py' --case overlap"),
    ],
)
def test_command_to_reproduce_is_quoted(build: Build, path: str, command: str) -> None:
    right = build.reports["right"]()
    submission = msgspec.structs.replace(right.submission, path=path)
    report = msgspec.structs.replace(right, submission=submission)
    spec = build.result("overlap").case.spec
    assert reproduce(report, spec) == command
    named = msgspec.structs.replace(report, options={"--exercise": "layer", "--course": "our course"})
    more = '--exercise layer --course "our course" --case'
    assert reproduce(named, spec) == command.replace("--case", more)
    assert shlex.split(command)[1].removeprefix("./") == path.removeprefix("./")


def test_an_object_is_said_with_the_arrays_it_was_made_of(build: Build) -> None:
    spec = build.result("overlap").case.spec
    made = msgspec.structs.replace(spec, construct=("x", *spec.construct[:1]))
    (name,) = spec.construct[:1]
    assert constructed(made) == f"{spec.target}(x, {name}={spec.params[name]})"


@pytest.mark.parametrize(
    ("one", "other", "form"),
    [
        (0.41, 1.24, ".2f"),
        (0.0, 0.003, ".3f"),
        (0.0, -0.001, ".3f"),
        (1.0, 1.0 + 2e-5, ".5f"),
        (0.0, 3e-20, ".2e"),
        (1e300, -1e300, ".2e"),
        (1.0, 1.0 + 2**-52, ".16e"),
        (float("nan"), 0.5, ".2f"),
    ],
)
def test_format_tells_two_numbers_apart_with_few_digits(one: float, other: float, form: str) -> None:
    assert format_for([(one, other)]) == form
    assert written(one, form) != written(other, form)


def test_what_rounds_to_zero_has_no_sign() -> None:
    assert written(-0.0, ".2f") == "0.00"
    assert written(-0.001, ".2f") == "0.00"


def test_chinese_characters_take_two_columns() -> None:
    assert cells("测试集1") == 7
    assert cells("✓ ok") == 4
    assert cells("e\u0301") == 1


def test_columns_line_up_with_chinese_text() -> None:
    lines = columns([[Span("测试"), Span("a")], [Span("x"), Span("b")]])
    assert paint(lines, colour=False, unicode=True) == "测试  a\nx     b\n"


def drawn(actual: ArrayLike, expected: ArrayLike, *, width: int = 80, most_planes: int = 4) -> str:
    pictures = side_by_side(
        name="dx",
        actual=np.asarray(actual),
        expected=np.asarray(expected),
        atol=1e-5,
        headings=HEADINGS,
        width=width,
        most_planes=most_planes,
    )
    return paint(pictures.lines, colour=False, unicode=True)


def test_wrong_cells_are_marked_side_by_side() -> None:
    assert drawn([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.5], [3.0, 4.0]]) == (
        "expected          actual\n[[1.00  2.50]     [[ 1.00  *2.00]\n [3.00  4.00]]     [ 3.00   4.00]]\n"
    )


def test_pictures_stand_below_each_other_where_they_do_not_fit() -> None:
    assert drawn([1.0, 2.0], [1.0, 2.5], width=20).splitlines() == [
        "expected",
        "[[1.00  2.50]]",
        "actual",
        "[[ 1.00  *2.00]]",
    ]


def test_picture_that_is_too_wide_is_not_drawn() -> None:
    assert drawn(np.zeros(30), np.ones(30), width=80) == ""


def test_planes_without_a_wrong_cell_are_not_drawn() -> None:
    expected = np.zeros((2, 2, 2, 2))
    actual = expected.copy()
    actual[1, 0, 0, 0] = 1
    text = drawn(actual, expected)
    assert text.startswith("dx[1, 0]\n")
    assert "dx[0" not in text


def test_boolean_and_narrow_arrays_are_drawn() -> None:
    assert "*1.00" in drawn(np.array([[True, False]]), np.array([[0.0, 0.0]]))
    assert "*inf" in drawn(np.array([[np.inf, 1]], dtype=np.float16), np.array([[0.0, 1.0]]))


def test_empty_and_scalar_arrays_have_no_picture() -> None:
    assert drawn(np.zeros((0, 3)), np.zeros((0, 3))) == ""
    assert drawn(np.float64(1), np.float64(2)) == ""


def test_every_verdict_has_words_in_both_languages(build: Build) -> None:
    for verdict in Verdict:
        for lang in LANGS:
            assert render_text(build.report(build.result("x", verdict)), lang=lang)
