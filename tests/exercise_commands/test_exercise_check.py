"""`grade exercise check`: each way in which the parts of an exercise can disagree is told with its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

import pytest

from grader.suite.course import find_course
from tests.exercise_commands.whole_exercise import (
    CASES,
    EXERCISE,
    ID,
    MISCONCEPTION,
    REFERENCE,
    STATEMENT,
    TEMPLATE,
    write_course,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exercise_commands.whole_exercise import Grade

SUMMARY = f"exercise {ID}: cases 2, points 100, misconceptions 1; errors: 0, warnings: 0\n"
ENGLISH = STATEMENT.format(title="Scaling")
UNMARKED = TEMPLATE.replace("########## Begin ##########", "pass")


def test_an_exercise_whose_parts_agree_is_told_in_one_line(grade: Grade, tmp_path: Path) -> None:
    write_course(tmp_path)
    ran = grade("exercise", "check", ID, "--course", tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, SUMMARY, "")


def test_without_an_id_all_exercises_are_checked(grade: Grade, tmp_path: Path) -> None:
    write_course(tmp_path)
    (tmp_path / "exercises" / "empty").mkdir()
    (tmp_path / "exercises" / "empty" / "exercise.yaml").write_text("title: 1\n", encoding="utf-8")
    ran = grade("exercise", "check", "--course", tmp_path)
    assert ran.code == 4
    assert "exercise empty: cases 0, points 0" in ran.out
    assert SUMMARY in ran.out


def test_every_exercise_of_our_own_course_is_sound(grade: Grade) -> None:
    ran = grade("exercise", "check")
    lines = ran.out.splitlines()
    assert len(lines) == len(find_course(None, {}).exercise_ids()), ran.out
    assert ran.code == 0
    assert all("points 100, " in line and line.endswith("errors: 0, warnings: 0") for line in lines)


def test_what_the_reference_fails_at_is_told_once_for_all_cases(grade: Grade, tmp_path: Path) -> None:
    write_course(tmp_path, scale=REFERENCE.replace("scaled(dy, self.gain)", "1 / 0"))
    ran = grade("exercise", "check", ID, "--course", tmp_path, "--format", "json")
    (told,) = json.loads(ran.out)
    assert (told["key"], told["line"]) == ("oracle.raised", 12)


@pytest.mark.parametrize("spoilt", [TEMPLATE.replace("        self", "\tself"), f"{TEMPLATE}\0"])
def test_what_is_wrong_with_a_template_is_told_once(grade: Grade, tmp_path: Path, spoilt: str) -> None:
    write_course(tmp_path, template=spoilt)
    ran = grade("exercise", "check", ID, "--course", tmp_path, "--format", "json")
    told = [(one["key"], one["line"]) for one in json.loads(ran.out)]
    assert len(told) == len(set(told)) == 1, told


def test_an_array_among_the_numbers_is_told_once_with_its_line(grade: Grade, tmp_path: Path) -> None:
    write_course(tmp_path, exercise=f"{EXERCISE}scalars: [dx]\n")
    ran = grade("exercise", "check", ID, "--course", tmp_path, "--format", "json")
    (told,) = json.loads(ran.out)
    assert ran.code == 4
    assert told["path"].endswith("exercise.yaml")
    assert (told["key"], told["severity"], told["line"]) == ("audit.no_scalar", "error", 14)


Changed: TypeAlias = dict[str, str | None]

WRONG: dict[str, tuple[Changed, str, int | None, str]] = {
    "no markers": ({"template": UNMARKED}, "template.py", 1, "exercise.no_region"),
    "no class": ({"template": TEMPLATE.replace("Scale", "Scales")}, "template.py", 1, "exercise.no_class"),
    "no method": (
        {"template": TEMPLATE.replace("def forward", "def forwards")},
        "template.py",
        4,
        "exercise.no_method",
    ),
    "no constructor": (
        {"template": TEMPLATE.replace("__init__", "init")},
        "template.py",
        4,
        "exercise.no_constructor",
    ),
    "other arguments": (
        {"template": TEMPLATE.replace("def backward(self, dy)", "def backward(self)")},
        "template.py",
        11,
        "exercise.other_arguments",
    ),
    "too many arguments needed": (
        {"template": TEMPLATE.replace("gain=2.0", "gain, offset")},
        "template.py",
        5,
        "exercise.other_arguments",
    ),
    "given and to be filled in": (
        {"exercise": EXERCISE.replace("{dx: return}", "{dx: return}, given: true")},
        "template.py",
        11,
        "exercise.given_has_region",
    ),
    "neither given nor to be filled in": (
        {"exercise": EXERCISE.replace(", given: true", "")},
        "template.py",
        8,
        "exercise.not_in_region",
    ),
    "no Python": ({"template": TEMPLATE + "        )\n"}, "template.py", 16, "catalogue.not_python"),
    "template not importable": (
        {"template": "import nothing_of_the_kind\n" + TEMPLATE},
        "template.py",
        1,
        "exercise.template_broken",
    ),
    "template right as it is": (
        {"template": TEMPLATE.replace('"""Return the gradient of x."""', "return dy * self.gain")},
        "template.py",
        None,
        "exercise.template_passes",
    ),
    "given code other than the reference's": (
        {"template": TEMPLATE.replace("given.scaled(x, self.gain)", "x + self.gain")},
        "template.py",
        None,
        "exercise.given_differs",
    ),
    "reference fails": (
        {"reference": REFERENCE.replace("scaled(dy, self.gain)", "hash(object()) % 1000 + dy")},
        "scale.py",
        None,
        "exercise.reference_fails",
    ),
    "reference raises": (
        {"reference": REFERENCE.replace("scaled(dy, self.gain)", "dy * self.nothing")},
        "scale.py",
        12,
        "oracle.raised",
    ),
    "sample missing": (
        {"english": ENGLISH.replace("0.75", "0.76")},
        "statement.en.md",
        None,
        "exercise.no_sample",
    ),
    "expected values of the sample wrong": (
        {"chinese": ENGLISH.replace("1.5", "1.4")},
        "statement.zh.md",
        None,
        "exercise.no_sample",
    ),
    "statement missing": ({"chinese": None}, "statement.zh.md", None, "suite.no_such_file"),
    "misconception passes": (
        {"misconception": MISCONCEPTION.replace("return dy", "return 1 * super().backward(dy)")},
        "not_scaled.py",
        None,
        "exercise.misconception_passes",
    ),
    "template missing": ({"template": None}, "template.py", None, "suite.no_such_file"),
    "wrong cases": (
        {"cases": CASES.replace("points: 40", "point: 40")},
        f"{ID}.yaml",
        6,
        "suite.unknown_key",
    ),
}
NAMES = {
    "chinese": "statement_zh",
    "english": "statement_en",
    "misconception": "not_scaled",
    "reference": "scale",
}


def written(root: Path, changed: Changed) -> Path:
    return write_course(root, **{NAMES.get(name, name): text for name, text in changed.items()})


@pytest.mark.parametrize("name", WRONG)
def test_what_disagrees_is_an_error_at_its_place(grade: Grade, tmp_path: Path, name: str) -> None:
    changed, file, line, key = WRONG[name]
    written(tmp_path, changed)
    ran = grade("exercise", "check", ID, "--course", tmp_path, "--format", "json")
    errors = [found for found in json.loads(ran.out) if found["severity"] == "error"]
    assert (key, file, line) in {
        (found["key"], found["path"].rpartition("/")[2], found["line"]) for found in errors
    }, errors
    assert ran.code == 4


DOUBTFUL: dict[str, tuple[Changed, str]] = {
    "no misconceptions": ({"misconception": None}, "exercise.no_misconceptions"),
    "points": ({"cases": CASES.replace("60", "50")}, "audit.points"),
    "title": ({"english": ENGLISH.replace("# Scaling", "# Scale")}, "exercise.other_title"),
    "cases for nothing": (
        {
            "template": TEMPLATE.replace(
                '"""Return the gradient of x."""', "if self.gain == 2:\n            return 2 * dy"
            )
        },
        "exercise.free_cases",
    ),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_is_doubtful_is_a_warning(grade: Grade, tmp_path: Path, name: str) -> None:
    changed, key = DOUBTFUL[name]
    written(tmp_path, changed)
    ran = grade("exercise", "check", ID, "--course", tmp_path, "--format", "json")
    assert [(found["severity"], found["key"]) for found in json.loads(ran.out)] == [("warning", key)]
    assert ran.code == 0


def test_several_mistakes_are_told_at_once_in_either_language(grade: Grade, tmp_path: Path) -> None:
    written(tmp_path, {"english": "# Scaling\n", "chinese": None})
    ran = grade("exercise", "check", ID, "--course", tmp_path)
    assert ran.out.splitlines() == [
        f"exercises/{ID}/statement.zh.md: error: there is no such file",
        *(
            f"exercises/{ID}/statement.en.md: error: {name} of the case 'first' does not stand here: "
            "expected its 3 numbers one after another, perhaps rounded"
            for name in ("x", "dy", "dx")
        ),
        SUMMARY.replace("errors: 0", "errors: 4").strip(),
    ]
    assert (
        "没有写出测试集 'first' 的 dy" in grade("exercise", "check", "--course", tmp_path, "--lang", "zh").out
    )


def test_a_sample_by_name_goes_before_the_first_case(grade: Grade, tmp_path: Path) -> None:
    write_course(tmp_path, cases=CASES.replace("name: second", "name: sample"))
    ran = grade("exercise", "check", ID, "--course", tmp_path)
    assert "x of the case 'sample' does not stand here" in ran.out


def test_an_unknown_exercise_is_a_usage_error(grade: Grade, tmp_path: Path) -> None:
    write_course(tmp_path)
    ran = grade("exercise", "check", "scale_bakward", "--course", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean 'scale_backward'?" in ran.err
