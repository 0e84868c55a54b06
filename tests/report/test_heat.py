"""Heatmaps in a terminal: there where colour is and the reader asked for more, and plain arrays where not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.model.judgement import Verdict
from grader.report.text import render_text

if TYPE_CHECKING:
    from tests.report.conftest import Build

BACKGROUND = re.compile(r"\x1b\[48;5;(\d+);38;5;16m([ *]{2})\x1b\[0m")
KEY = "blue is negative, orange is positive"


def drawn(
    build: Build, shape: tuple[int, ...] = (1, 2, 4, 4), *, colour: bool = True, verbose: bool = True
) -> str:
    expected = np.zeros(shape)
    actual = expected.copy()
    actual[..., 1, 2] = 1.0
    failed = build.result("x", Verdict.WA, *build.wrong_values(actual, expected))
    return render_text(build.report(failed), lang="en", colour=colour, verbose=verbose)


def test_heatmaps_are_drawn_where_colour_is_and_the_reader_asked_for_more(build: Build) -> None:
    text = drawn(build)
    assert KEY in text
    assert set(BACKGROUND.findall(text)) == {("254", "  "), ("254", " *"), ("202", " *")}


@pytest.mark.parametrize("colour", [True, False])
def test_without_colour_or_a_wish_for_more_there_are_plain_arrays(build: Build, *, colour: bool) -> None:
    text = drawn(build, colour=colour, verbose=not colour)
    assert KEY not in text
    assert "48;5" not in text
    assert "-- expected --" in text


def test_chosen_case_is_a_wish_for_more(build: Build) -> None:
    report = build.reports["wrong_answer"]()
    assert KEY in render_text(report, lang="en", colour=True, only=("sample",))


def test_inputs_and_all_three_results_are_drawn(build: Build) -> None:
    text = re.sub(r"\x1b\[[\d;]*m", "", drawn(build))
    for title in ("x[0, 0]", "dout[0, 0]", "expected dx[0, 0]", "actual dx[0, 0]", "difference dx[0, 1]"):
        assert title in text


def test_large_planes_are_not_drawn(build: Build) -> None:
    assert KEY not in drawn(build, (1, 1, 17, 4))
    assert KEY not in drawn(build, (1, 1, 4, 25))
    assert KEY in drawn(build, (1, 1, 16, 24))


def test_pictures_keep_to_the_width_of_the_terminal(build: Build) -> None:
    expected = np.zeros((16, 24))
    failed = build.result("x", Verdict.WA, *build.wrong_values(expected + 1, expected))
    text = render_text(build.report(failed), lang="en", colour=True, verbose=True, width=60)
    rows = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in text.splitlines() if "\x1b[48" in line]
    assert max(map(len, rows)) <= 60
    assert len(rows) == 7 + 3 * 16


def test_not_finite_cells_have_a_colour_of_their_own(build: Build) -> None:
    text = render_text(build.reports["nan"](), lang="en", colour=True, verbose=True)
    assert ("177", " *") in BACKGROUND.findall(text)


def test_hidden_case_has_no_picture(build: Build) -> None:
    ones = np.ones((2, 2))
    told, mismatch = build.wrong_values(ones, ones * 7.25)
    leaky = build.hidden("secret", Verdict.WA, reason=told, mismatch=mismatch)
    assert "48;5" not in render_text(build.report(leaky), lang="en", colour=True, verbose=True)
