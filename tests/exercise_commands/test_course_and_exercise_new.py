"""`grade course new` and `grade exercise new`: what is made is sound, and nothing is ever overwritten."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import grader
from grader.cli import files
from grader.errors import UsageError
from grader.report.whole import write_whole
from grader.suite.course import find_course
from tests.exercise_commands.whole_exercise import ID, write_course

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exercise_commands.whole_exercise import Grade


# Two classes, arrays for the constructor, no arguments, shared parts: the others are like these.
CHECKED = ("activations_backward", "conv_backward", "mse_backward", "maxpool_backward")


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }


def is_sound(grade: Grade, course: Path, *, count: int) -> None:
    """Assert that every check of the course finds nothing, not even a doubt."""
    checked = grade("exercise", "check", "--course", course)
    lines = checked.out.splitlines()
    assert len(lines) == count, checked.out
    assert all(
        line.endswith("points 100, misconceptions") or "errors: 0, warnings: 0" in line for line in lines
    )
    assert checked.code == 0
    cases = grade("cases", "check", "--course", course)
    assert (cases.code, cases.out.splitlines()[-1].partition(", ")[2]) == (0, "errors: 0, warnings: 0")


def test_a_new_course_is_sound_and_grades_at_once(grade: Grade, tmp_path: Path) -> None:
    made = grade("course", "new", "mine")
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("wrote\n  mine/README.md\n")
    assert "grade exercise check scale_backward --course mine" in made.out
    course = tmp_path / "mine"
    is_sound(grade, course, count=1)
    assert grade("cases", "audit", "--course", course).code == 0
    template = course / "exercises" / "scale_backward" / "template.py"
    assert grade(template, "--course", course).code == 1
    (tmp_path / "right.py").write_text(
        template.read_text("utf-8").replace(
            "########## End", "return self.gain * dout\n        ########## End"
        ),
        encoding="utf-8",
    )
    assert grade("right.py", "--course", course).code == 0
    assert "My course" in grade("progress", course / "exercises", "--course", course).out


def test_an_exercise_of_our_own_can_be_the_first_of_a_new_course(grade: Grade, tmp_path: Path) -> None:
    assert grade("course", "new", "mine", "--like", "mse_backward").code == 0
    is_sound(grade, tmp_path / "mine", count=1)
    assert grade("list", "--course", "mine").out.startswith("mse_backward  ")


def test_a_new_exercise_is_sound_at_once(grade: Grade, tmp_path: Path) -> None:
    write_course(tmp_path / "mine")
    made = grade("exercise", "new", "second", "--course", "mine")
    assert (made.code, made.err) == (0, "")
    is_sound(grade, tmp_path / "mine", count=2)


@pytest.mark.parametrize("like", find_course(None, {}).exercise_ids())
def test_every_exercise_of_our_own_can_be_copied(grade: Grade, tmp_path: Path, like: str) -> None:
    write_course(tmp_path / "mine")
    made = grade("exercise", "new", "my_copy", "--like", like, "--course", "mine")
    assert (made.code, made.err) == (0, "")
    assert f" {like}" not in made.out
    if like in CHECKED:
        checked = grade("exercise", "check", "my_copy", "--course", "mine")
        assert checked.code == 0, checked.out
        assert checked.out.count("\n") == 1, checked.out
    named = [name for name, data in everything(tmp_path / "mine").items() if like.encode() in data]
    assert named == []


def test_a_copy_within_a_course_can_be_changed_apart_from_it(grade: Grade, tmp_path: Path) -> None:
    course = write_course(tmp_path / "mine")
    before = everything(course)
    assert grade("exercise", "new", "other", "--like", ID, "--course", "mine").code == 0
    after = everything(course)
    assert before.items() <= after.items()
    made = sorted(set(after) - set(before))
    assert made == [
        "cases/other.yaml",
        "exercises/other/exercise.yaml",
        "exercises/other/statement.en.md",
        "exercises/other/statement.zh.md",
        "exercises/other/template.py",
        "reference/misconceptions/other/not_scaled.py",
        "reference/other.py",
    ]
    assert b"from ...other import Scale as Reference" in after["reference/misconceptions/other/not_scaled.py"]
    assert b"reference: reference/other.py\n" in after["exercises/other/exercise.yaml"]
    is_sound(grade, course, count=2)


def test_nothing_is_overwritten(grade: Grade, tmp_path: Path) -> None:
    course = write_course(tmp_path / "mine")
    (course / "reference" / "third.py").write_text("mine = True\n", encoding="utf-8")
    before = everything(tmp_path)
    for arguments in (
        ["course", "new", "mine"],
        ["course", "new", "mine/reference/third.py"],
        ["exercise", "new", ID, "--course", "mine"],
        ["exercise", "new", "third", "--course", "mine"],
        ["exercise", "new", "third", "--like", ID, "--course", "mine"],
    ):
        ran = grade(*arguments)
        assert (ran.code, ran.out) == (2, ""), arguments
        assert everything(tmp_path) == before
    assert not (course / "exercises" / "third").exists()


def test_a_folder_that_cannot_be_made_is_a_usage_error(grade: Grade, tmp_path: Path) -> None:
    ran = grade("course", "new", "x" * 300)
    assert (ran.code, ran.out) == (2, "")
    assert "cannot write" in ran.err
    assert everything(tmp_path) == {}


def test_a_shared_module_that_is_another_file_here_is_refused(grade: Grade, tmp_path: Path) -> None:
    course = write_course(tmp_path / "mine")
    (course / "reference" / "im2col.py").write_text("# another\n", encoding="utf-8")
    before = everything(tmp_path)
    ran = grade("exercise", "new", "pool", "--like", "maxpool_backward", "--course", "mine")
    assert ran.code == 2
    assert "im2col.py' is there already and is not what maxpool_backward needs" in ran.err
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", ["Pool", "a-b", "../up", "", "x" * 65, "层", "2d", "class"])
def test_an_id_is_small_letters_digits_and_underscores(grade: Grade, tmp_path: Path, name: str) -> None:
    write_course(tmp_path / "mine")
    ran = grade("exercise", "new", "--course", "mine", "--", name)
    assert (ran.code, ran.out) == (2, "")
    assert "is no id of an exercise" in ran.err


def test_an_exercise_to_copy_that_is_not_there_is_guessed(grade: Grade, tmp_path: Path) -> None:
    write_course(tmp_path / "mine")
    ran = grade("exercise", "new", "pool", "--like", "maxpool_bakward", "--course", "mine")
    assert ran.code == 2
    assert "did you mean 'maxpool_backward'?" in ran.err


@pytest.mark.parametrize("command", ["exercise new second", "cases new --name more --shape x=2,3"])
def test_the_installed_course_stays_as_it_is(
    command: str, grade: Grade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path.resolve() / "site-packages" / "grader"
    course = write_course(package / "course")
    before = everything(course)
    monkeypatch.setattr(grader, "__file__", str(package / "__init__.py"))
    ran = grade(*command.split())
    assert ran.code == 2
    assert "name one of your own with --course" in ran.err
    assert everything(course) == before


def test_what_was_made_is_taken_away_when_something_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(path: Path, data: bytes) -> None:
        if path.name == "third":
            raise OSError(28, "no space left on device")
        write_whole(path, data)

    monkeypatch.setattr(files, "write_whole", failing)
    (tmp_path / "there").mkdir()
    with pytest.raises(UsageError, match=r"cli\.cannot_write"):
        files.write_all(tmp_path, {"there/first": "1", "new/deep/second": "2", "new/third": "3"})
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]


def test_the_skeleton_names_nothing_of_our_own_course(grade: Grade, tmp_path: Path) -> None:
    assert grade("course", "new", "mine").code == 0
    text = b"".join(everything(tmp_path / "mine").values()).decode()
    assert not [name for name in find_course(None, {}).exercise_ids() if name in text]


def test_the_course_made_moves_anywhere(grade: Grade, tmp_path: Path) -> None:
    assert grade("course", "new", "mine", "--lang", "zh").out.startswith("已写入\n")
    shutil.move(tmp_path / "mine", tmp_path / "moved")
    is_sound(grade, tmp_path / "moved", count=1)
