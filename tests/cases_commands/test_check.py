"""`grade cases check`: every mistake at its place, warnings for what is seldom meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.audit.soundness import slow_cases
from tests.cases_commands.small_course import CASES, EXERCISE, HIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cases_commands.small_course import Commands, Folder

    Marked = Callable[[str], tuple[str, list[tuple[int, int]]]]

HEAD = "exercise: windowed\ncases:\n"

# What YAML lets pass elsewhere, or refuses in words that help nobody. A mark « stands before each place.
TRAPS = {
    "tab": (HEAD + "- name: a\n«\tseed: 1\n", "a tab before the text: indent with spaces"),
    "wide_colon": (HEAD + "- name: a\n  seed«：1\n  points: 2\n", "full-width character: write ':'"),
    "wide_comma": (HEAD + "- {name: a«，seed: 1}\n", "full-width character: write ','"),
    "wide_quote": (HEAD + "- name: «“a”\n  seed: 1\n", "full-width character, write '\"'"),
    "duplicate": (HEAD + "- name: a\n  seed: 1\n  «seed: 2\n", "stands here again, after line 4"),
    "anchor": (HEAD + "- name: «&first a\n", "anchors such as &first are not allowed"),
    "alias": (HEAD + "- name: «*first\n", "aliases such as *first are not allowed"),
    "tag": (HEAD + "- name: «!!str a\n", "tags such as tag:yaml.org,2002:str are not allowed"),
    "octal": (HEAD + "- name: a\n  seed: «017\n", "expected a whole number, not '017': leave out the zeros"),
    "no": (HEAD + "- name: a\n  steps:\n    - {call: f, with: [x], observe: {y: return}, given: «no}\n",
           "expected true or false, not 'no'"),
    "no_space": (HEAD + "- name: a\n  seed«:1\n  points: 2\n", "a space is missing after ':'"),
    "merge": (HEAD + "- name: a\n  «<<: {seed: 1}\n", "the merge key '<<' is not allowed"),
    "second": (HEAD + "- name: a\n«---\nexercise: windowed\n", "a second document starts here"),
    "quote": (HEAD + "- name: «'a\n", "the quote that opens in line 3 is never closed"),
    "indent": (HEAD + "- name: a\n «seed: 1\n", "check its indentation"),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_traps_of_yaml_are_told_with_a_helpful_word(
    folder: Folder, grade: Commands, marked: Marked, trap: str
) -> None:
    text, places = marked(TRAPS[trap][0])
    folder.write("cases/windowed.yaml", text)
    done = grade("cases", "check", "--format", "json")
    found = json.loads(done.out)
    assert done.code == 4
    (told,) = (one for one in found if TRAPS[trap][1] in one["message"])
    assert [(told["line"], told["column"])] == places
    assert told["severity"] == "error"


def test_a_gbk_file_is_told_as_such(folder: Folder, grade: Commands) -> None:
    folder.cases.write_bytes("exercise: windowed\n# 用例\n".encode("gbk"))
    done = grade("cases", "check")
    assert done.code == 4
    assert done.out.splitlines()[0].endswith(
        "windowed.yaml:2:3: error: the file is not UTF-8; it looks like GBK: save it as UTF-8"
    )


def test_a_sound_course_is_told_in_one_line(folder: Folder, grade: Commands) -> None:
    done = grade("cases", "check")
    assert (done.code, done.out) == (0, "files: 2, errors: 0, warnings: 0\n")
    assert folder.cases.read_text() == CASES


def test_mistakes_of_all_files_are_told_at_once_with_their_lines(folder: Folder, grade: Commands) -> None:
    folder.write("exercises/windowed/exercise.yaml", EXERCISE)
    folder.write("cases/windowed.yaml", CASES.replace("seed: 11", "sed: 11").replace("k: 3", "k: 30"))
    folder.write("cases/windowed.hidden.yaml", HIDDEN.replace("seed: 13", "seed: 017"))
    folder.write("cases/windwed.yaml", HEAD)
    assert (
        _told(grade("cases", "check").out, folder)
        == """\
cases/windwed.yaml: error: there is no exercise 'windwed': did you mean 'windowed'?
cases/windowed.yaml:5:5: error: unknown key 'sed': did you mean 'seed'?
        sed: 11
        ^
cases/windowed.yaml:10:5: error: there is no room: an axis of 'dy' would have size -6, \
by (N - k)//s + 1, with N = 9, k = 30, s = 3
      - name: wide
        ^
cases/windowed.hidden.yaml:4:11: error: expected a whole number, not '017': leave out the zeros before it
        seed: 017
              ^
files: 4, errors: 4, warnings: 0
"""
    )


def _told(text: str, folder: Folder) -> str:
    """Give the text with paths from the course's root."""
    assert str(folder.root) not in text  # paths are told from the current folder
    return text.replace(f"{folder.root.name}/", "")


def test_several_exercises_are_all_checked(folder: Folder, grade: Commands) -> None:
    folder.write("exercises/other/exercise.yaml", EXERCISE.replace("reference:", "referenz:"))
    folder.write("exercises/Bad-Name/exercise.yaml", EXERCISE)
    folder.write("cases/windowed.yaml", CASES.replace("points: 60", "points: -1"))
    done = grade("cases", "check", "--format", "json")
    assert [(one["path"].rsplit("/", 2)[1], one["key"]) for one in json.loads(done.out)] == [
        ("Bad-Name", "cases.bad_id"),
        ("other", "suite.missing_key"),
        ("other", "suite.unknown_key"),
        ("cases", "suite.too_small"),
    ]


def test_one_exercise_alone_can_be_checked(folder: Folder, grade: Commands) -> None:
    folder.write("exercises/other/exercise.yaml", "nothing")
    assert grade("cases", "check", "--exercise", "windowed").code == 0
    assert grade("cases", "check").code == 4
    assert grade("cases", "check", "--exercise", "absent").code == 2


def test_a_file_elsewhere_is_checked_as_cases_of_the_exercise_that_it_names(
    folder: Folder, grade: Commands, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(CASES.replace("seed: 11", "seed: x"))
    assert grade("cases", "check", mine).out.startswith(
        "mine.yaml:5:11: error: expected a whole number, not 'x'"
    )
    mine.write_text(CASES.replace("exercise: windowed", "exercise: windowd"))
    assert (
        "mine.yaml:2:11: error: there is no exercise 'windowd': did you mean"
        in grade("cases", "check", mine).out
    )
    mine.write_text(CASES.replace("exercise: windowed\n", ""))
    assert "missing here: 'exercise'" in grade("cases", "check", mine).out
    assert grade("cases", "check", tmp_path / "absent.yaml").code == 2
    assert folder.cases.read_text() == CASES


def test_the_names_of_a_named_file_are_held_against_the_other_file_of_the_course(
    folder: Folder, grade: Commands
) -> None:
    hidden = folder.write("cases/windowed.hidden.yaml", HIDDEN.replace("unseen", "wide"))
    assert "there is a case 'wide' already, at windowed.yaml:10" in grade("cases", "check", hidden).out


def test_an_exercise_file_can_be_named(folder: Folder, grade: Commands, tmp_path: Path) -> None:
    path = folder.write("exercises/windowed/exercise.yaml", EXERCISE.replace("int >= 1 = 1", "int > 1"))
    done = grade("cases", "check", path)
    assert done.code == 4
    assert "exercise.yaml:5:6: error: expected a kind (int or float)" in done.out
    elsewhere = tmp_path / "exercise.yaml"
    elsewhere.write_text(EXERCISE)
    assert grade("cases", "check", elsewhere).code == 2


def test_missing_parts_of_an_exercise_are_told(folder: Folder, grade: Commands) -> None:
    (folder.root / "exercises/windowed/template.py").unlink()
    done = grade("cases", "check")
    assert done.code == 4
    assert "template.py: error: there is no such file" in done.out


def test_a_reference_that_fails_is_told_once(folder: Folder, grade: Commands) -> None:
    folder.write("reference/windowed.py", "raise OSError('no')\n")
    done = grade("cases", "check")
    assert done.code == 4
    assert done.out.count("error:") == 1


def test_each_case_that_the_reference_fails_is_told(folder: Folder, grade: Commands) -> None:
    folder.write("reference/windowed.py", "class Windowed:\n    def __init__(self, k, s): 1 / 0\n")
    found = json.loads(grade("cases", "check", "--format", "json").out)
    assert [one["severity"] for one in found] == ["error", "error"]
    assert "apart" in found[0]["message"]
    assert "wide" in found[1]["message"]


def test_a_misconception_without_explanation_is_told(folder: Folder, grade: Commands) -> None:
    folder.write("reference/misconceptions/windowed/odd.py", '"""en: odd"""\n')
    done = grade("cases", "check")
    assert done.code == 4
    assert "odd.py" in done.out


WARNED = {
    "points": (CASES.replace("points: 60", "points: 61"), "audit.points", 3),
    "seed": (CASES.replace("seed: 12", "seed: 11"), "audit.seed_repeated", 11),
    "ties": (
        CASES.replace("x: {shape: [3, 9]}", "x: {shape: [3, 9], draw: {distribution: integers, high: 2}}"),
        "audit.unintended_ties",
        13,
    ),
    "small": (
        CASES.replace("x: {shape: [3, 9]}", "x: {shape: [3, 9]}\n    dy: {draw: {low: -1e-4, high: 1e-4}}"),
        "audit.small_values",
        10,
    ),
    "large": (
        CASES.replace("x: {shape: [3, 9]}", "x: {shape: [3, 9]}\n    dy: {draw: {low: -1e12, high: 1e12}}"),
        "audit.large_values",
        10,
    ),
    "nothing": (
        CASES.replace(
            "x: {shape: [3, 9]}",
            "x: {shape: [3, 9]}\n    steps: [{call: forward, with: [x], observe: {y: return}, given: true}]",
        ),
        "audit.nothing_of_students",
        14,
    ),
}


@pytest.mark.parametrize("doubt", WARNED)
def test_what_is_seldom_meant_is_a_warning_and_no_failure(
    folder: Folder, grade: Commands, doubt: str
) -> None:
    text, key, line = WARNED[doubt]
    folder.write("cases/windowed.yaml", text)
    done = grade("cases", "check", "--format", "json")
    (told,) = json.loads(done.out)
    assert done.code == 0
    assert (told["severity"], told["key"], told["line"]) == ("warning", key, line)
    assert f"{line}:" in grade("cases", "check").out
    assert "warnings: 1" in grade("cases", "check").out


def test_ties_that_a_tag_announces_are_no_warning(folder: Folder, grade: Commands) -> None:
    drawn = "x: {shape: [3, 9], draw: {distribution: integers, high: 2}}\n    tags: [ties]"
    folder.write("cases/windowed.yaml", CASES.replace("x: {shape: [3, 9]}", drawn))
    assert grade("cases", "check").out.endswith("warnings: 0\n")


def test_equal_values_that_decide_nothing_are_no_warning(folder: Folder, grade: Commands) -> None:
    literal = "x: [[1, 2, 3, 4, 5, 1]]\n    dy: [[0.5, 0.5, 0.5]]"
    folder.write("cases/windowed.yaml", CASES.replace("x: {shape: [2, 6]}", literal))
    assert grade("cases", "check").out.endswith("warnings: 0\n")


def test_points_are_summed_only_where_all_cases_are_there(
    folder: Folder, grade: Commands, tmp_path: Path
) -> None:
    one = tmp_path / "one.yaml"
    one.write_text(CASES.replace("points: 60", "points: 3"))
    assert grade("cases", "check", one).out.endswith("warnings: 0\n")
    assert folder.cases.exists()


def test_a_reference_that_takes_long_is_told_at_the_slowest_case(folder: Folder) -> None:
    suite = folder.suite
    assert not list(slow_cases({"apart": 0.5, "wide": 1.0}, suite))
    ((spec, told),) = slow_cases({"apart": 0.5, "wide": 3.0}, suite)
    assert (spec.name, told.key) == ("wide", "audit.slow_suite")


def test_a_case_with_a_limit_of_its_own_is_held_against_it(folder: Folder) -> None:
    folder.write("cases/windowed.yaml", CASES.replace("points: 60", "points: 60\n    timeout: 2"))
    ((spec, told),) = slow_cases({"apart": 0.5, "wide": 0.5}, folder.suite)
    assert (spec.name, told.key) == ("apart", "audit.slow_case")


def test_findings_for_editors_have_six_fields(folder: Folder, grade: Commands) -> None:
    folder.write("cases/windowed.yaml", CASES.replace("seed: 11", "seed: 12"))
    (told,) = json.loads(grade("cases", "check", "--format", "json").out)
    assert told == {
        "path": str(folder.cases),
        "line": 11,
        "column": 5,
        "severity": "warning",
        "key": "audit.seed_repeated",
        "message": "the seed 12 is that of 'apart' already: a case of its own deserves a seed of its own",
    }
