"""Commands that we tell people to run next: a shell takes them, and they do what was said."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.runs import Grade


def told_after(words: str, out: str) -> list[str]:
    """Take the command that stands behind some words apart, as a shell does."""
    program, *arguments = shlex.split(out.rpartition(words)[2].splitlines()[0])
    assert program == "grade"
    return arguments


@pytest.mark.parametrize("folder", ["course", "our course", "$HOME course"])
def test_a_new_course_or_exercise_can_be_checked_as_it_says(folder: str, alone: Grade) -> None:
    for arguments in (("course", "new", folder), ("exercise", "new", "second", "--course", folder)):
        ran = alone(*arguments, "--lang", "en")
        assert ran.code == 0
        assert alone(*told_after("check as you go: ", ran.out)).code == 0


@pytest.mark.parametrize("folder", ["work", "my work", "-work"])
def test_what_start_hands_out_can_be_graded_as_it_says(folder: str, graded: Grade) -> None:
    assert graded("course", "new", "our course").code == 0
    ran = graded("start", "scale_backward", "--course", "our course", "--lang", "en", "--", folder)
    assert ran.code == 0
    told = graded(*told_after("then run: ", ran.out), "--format", "json")
    assert told.report["exercise"] == "scale_backward"


@pytest.mark.parametrize("cases", [(), ("--cases", "our cases.yaml")])
def test_a_failing_case_is_graded_again_as_its_report_says(
    cases: tuple[str, ...], graded: Grade, tmp_path: Path
) -> None:
    assert graded("course", "new", "our course").code == 0
    assert graded("start", "scale_backward", "my work", "--course", "our course").code == 0
    shutil.copy(tmp_path / "our course" / "cases" / "scale_backward.yaml", tmp_path / "our cases.yaml")
    first = graded("my work/scale_backward.py", "--course", "our course", *cases, "--lang", "en")
    told = graded(*told_after("begin with case 1: ", first.out), "--format", "json")
    assert (told.code, told.report["exercise"], told.report["verdict"]) == (1, "scale_backward", "WA")
    assert ("our cases.yaml" in first.out) == bool(cases)


def test_a_level_is_graded_again_as_progress_says(graded: Grade) -> None:
    assert graded("course", "new", "our course").code == 0
    assert graded("start", "scale_backward", "my work", "--course", "our course").code == 0
    first = graded("progress", "my work", "--course", "our course", "--lang", "en")
    told = graded(*told_after("to see why, run: ", first.out), "--format", "json")
    assert told.report["exercise"] == "scale_backward"


def test_the_course_of_the_environment_is_not_named_again(
    graded: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert graded("course", "new", "mine").code == 0
    monkeypatch.setenv("GRADE_COURSE", "mine")
    ran = graded("start", "scale_backward", "work", "--lang", "en")
    assert ran.out.endswith("then run: grade work/scale_backward.py\n")
