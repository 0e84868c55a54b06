from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from grader.suite.course import find_course
from tests.cli.runs import ending, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.runs import Grade

SUITE = """\
exercise: maxpool_backward
cases:
  - {name: mine, seed: 3, params: {pool_h: 2, pool_w: 2, stride: 2}, x: {shape: [1, 1, 4, 4]}, points: 3}
  - {name: other, seed: 4, params: {pool_h: 2, pool_w: 2, stride: 2}, x: {shape: [1, 1, 4, 4]}, points: 4}
"""


def course_with(folder: Path, *exercises: str) -> Path:
    """Copy the course, with its one exercise under other names."""
    own = find_course(None, {}).root
    for name in ("reference", "cases"):
        shutil.copytree(own / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "exercises").mkdir()
    for name in exercises:
        shutil.copytree(own / "exercises" / "maxpool_backward", folder / "exercises" / name)
        suite = (own / "cases" / "maxpool_backward.yaml").read_text("utf-8")
        written(folder / "cases", f"{name}.yaml", suite.replace("maxpool_backward", name))
    return folder


# Cases


def test_chosen_cases_alone_are_run_in_the_order_of_the_suite(graded: Grade, right: Path) -> None:
    report = graded(
        right, "--case", "overlap", "--case", "sample", "--case", "sample", "--format", "json"
    ).report
    assert [(one["case"], one["number"]) for one in report["results"]] == [("sample", 1), ("overlap", 4)]
    assert (report["score"], report["max_score"]) == (18, 18)


def test_a_hidden_case_chosen_by_name_stays_hidden(graded: Grade, tmp_path: Path) -> None:
    path = written(tmp_path, "s.py", "print('seen at import')\n" + ending("print(dx); return dx + 1"))
    report = graded(path, "--case", "gaps", "--format", "json").report
    (result,) = report["results"]
    assert result.keys() == {"visibility", "case", "number", "tags", "verdict", "points", "max_points"}
    assert (result["number"], result["verdict"], result["points"]) == (13, "WA", 0)
    assert (report["reason"], report["stdout"], report["wall_seconds"]) == (None, "", 0.0)
    assert report["peak_memory_bytes"] is None
    text = graded(path, "--case", "gaps", "-v", "--lang", "en").out
    assert "seen at import" not in text
    assert "elements" not in text


@pytest.mark.parametrize(
    ("name", "en", "zh"),
    [("tie", "did you mean 'ties'", "是不是想写 'ties'"), ("zzz", "no case 'zzz'", "没有名为 'zzz'")],
)
def test_an_unknown_case_is_a_usage_error(name: str, en: str, zh: str, graded: Grade, right: Path) -> None:
    for lang, phrase in (("en", en), ("zh", zh)):
        ran = graded(right, "--case", name, "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
        assert phrase in ran.err


def test_another_file_of_cases_replaces_those_of_the_course(
    graded: Grade, right: Path, tmp_path: Path
) -> None:
    mine = written(tmp_path, "mine.yaml", SUITE)
    report = graded(right, "--cases", mine, "--format", "json").report
    assert [one["case"] for one in report["results"]] == ["mine", "other"]
    assert report["max_score"] == 7


def test_a_missing_file_of_cases_is_a_usage_error(graded: Grade, right: Path) -> None:
    ran = graded(right, "--cases", "none.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "none.yaml" in ran.err


@pytest.mark.parametrize(
    ("text", "place", "phrase"),
    [
        (SUITE.replace("seed: 3", "sede: 3"), "mine.yaml:3:", "did you mean 'seed'"),
        (SUITE.replace("points: 4", "points: four"), "mine.yaml:4:", "'four'"),
        (SUITE + "  - [", "mine.yaml:5:", ""),
        (SUITE.replace("maxpool_backward", "other"), "mine.yaml:1:", "other"),
        ("", "mine.yaml", ""),
        (SUITE.replace("seed: 3", "seed: 3, draw: 1"), "mine.yaml:3:", ""),
    ],
)
def test_a_broken_file_of_cases_is_told_with_file_line_and_column(
    text: str, place: str, phrase: str, graded: Grade, right: Path
) -> None:
    mine = written(right.parent, "mine.yaml", text)
    for lang in ("en", "zh"):
        ran = graded(right, "--cases", mine, "--lang", lang)
        assert (ran.code, ran.out) == (4, "")
        assert place in ran.err
        assert "Traceback" not in ran.err
    assert phrase in graded(right, "--cases", mine, "--lang", "en").err


def test_an_input_that_cannot_be_drawn_is_a_mistake_of_the_cases(
    graded: Grade, right: Path, tmp_path: Path
) -> None:
    text = SUITE.replace(
        "shape: [1, 1, 4, 4]}, points: 4", "shape: [1, 1, 4, 4], draw: {dtype: int8, low: 120}}"
    )
    ran = graded(right, "--cases", written(tmp_path, "mine.yaml", text))
    assert ran.code == 4
    assert "mine.yaml:4" in ran.err
    assert "other" in ran.err


# The exercise and the course


def test_the_only_exercise_need_not_be_named(graded: Grade, right: Path) -> None:
    assert graded(right, "--format", "json").report["exercise"] == "maxpool_backward"
    assert graded(right, "--exercise", "maxpool_backward").code == 0


def test_an_unknown_exercise_is_a_usage_error_with_a_guess(graded: Grade, right: Path) -> None:
    ran = graded(right, "--exercise", "maxpool_backwards")
    assert ran.code == 2
    assert "did you mean 'maxpool_backward'" in ran.err


def test_one_of_several_exercises_must_be_named(graded: Grade, right: Path, tmp_path: Path) -> None:
    course = course_with(tmp_path / "course", "one", "two")
    ran = graded(right, "--course", course)
    assert ran.code == 2
    assert "--exercise (one, two)" in ran.err
    named = graded(right, "--course", course, "--exercise", "two", "--format", "json")
    assert (named.code, named.report["exercise"]) == (0, "two")


def test_a_course_without_an_exercise_is_told(graded: Grade, right: Path, tmp_path: Path) -> None:
    ran = graded(right, "--course", course_with(tmp_path / "course"))
    assert (ran.code, "the course has no exercise" in ran.err) == (2, True)


def test_the_environment_names_the_course_and_an_option_overrules_it(
    graded: Grade, right: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADE_COURSE", str(course_with(tmp_path / "course", "one")))
    assert graded(right, "--format", "json").report["exercise"] == "one"
    own = find_course(None, {}).root
    assert graded(right, "--course", own, "--format", "json").report["exercise"] == "maxpool_backward"
    monkeypatch.setenv("GRADE_COURSE", str(tmp_path / "nowhere"))
    assert graded(right).code == 2


def test_a_course_without_its_template_is_a_mistake_of_the_course(
    graded: Grade, right: Path, tmp_path: Path
) -> None:
    course = course_with(tmp_path / "course", "one")
    (course / "exercises/one/template.py").unlink()
    ran = graded(right, "--course", course)
    assert ran.code == 4
    assert "template.py" in ran.err


def test_a_broken_reference_is_a_mistake_of_the_course(graded: Grade, right: Path, tmp_path: Path) -> None:
    course = course_with(tmp_path / "course", "one")
    written(course / "reference", "maxpool.py", "raise SystemExit(0)\n")
    ran = graded(right, "--course", course)
    assert (ran.code, ran.out) == (4, "")
    assert "maxpool.py" in ran.err
