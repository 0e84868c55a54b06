from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.__main__ import COMMANDS, start_early
from grader.cli import make_command_line
from grader.suite.course import find_course
from grader.suite.unit import load_unit
from tests.cli.runs import filled, template, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.runs import Grade

HANDED_OUT = ["maxpool_backward.py", "statement.en.md", "statement.zh.md", "utils.py"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_list_names_every_exercise_with_its_title(graded: Grade) -> None:
    listed = {lang: graded("list", "--lang", lang).out.splitlines() for lang in ("en", "zh")}
    ids = [line.split()[0] for line in listed["en"]]
    assert ids == [line.split()[0] for line in listed["zh"]] == list(load_unit(find_course(None, {})).levels)
    at = ids.index("maxpool_backward")
    assert listed["en"][at].endswith("  Backward pass of max pooling")
    assert listed["zh"][at].endswith("  池化层的反向传播")


def test_start_hands_out_the_template_the_statements_and_the_given_module(
    graded: Grade, tmp_path: Path
) -> None:
    ran = graded("start", "maxpool_backward", "mine", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert names(tmp_path / "mine") == HANDED_OUT
    assert (tmp_path / "mine/maxpool_backward.py").read_text("utf-8") == template()
    given = find_course(None, {}).root / "reference" / "im2col.py"
    assert (tmp_path / "mine/utils.py").read_bytes() == given.read_bytes()
    assert "mine/statement.zh.md" in ran.out
    assert "grade mine/maxpool_backward.py" in ran.out


def test_start_makes_a_folder_of_the_exercises_name(graded: Grade, tmp_path: Path) -> None:
    assert graded("start", "maxpool_backward").code == 0
    assert names(tmp_path) == ["maxpool_backward"]


def test_start_writes_into_a_folder_that_is_there(graded: Grade, tmp_path: Path) -> None:
    written(tmp_path, "notes.txt", "kept")
    assert graded("start", "maxpool_backward", ".").code == 0
    assert names(tmp_path) == sorted([*HANDED_OUT, "notes.txt"])


def test_what_start_hands_out_is_graded_as_unfilled_and_right_once_it_is_filled(
    graded: Grade, tmp_path: Path
) -> None:
    graded("start", "maxpool_backward", ".")
    first = graded("maxpool_backward.py", "--format", "json").report
    assert first["results"][0]["reason_key"] == "judge.unfilled"
    assert first["template"] == {"markers": True, "modified_outside_markers": False}
    written(tmp_path, "maxpool_backward.py", filled())
    assert graded("maxpool_backward.py").code == 0


@pytest.mark.parametrize("name", HANDED_OUT)
def test_start_overwrites_nothing(name: str, graded: Grade, tmp_path: Path) -> None:
    written(tmp_path, name, "work of a whole evening")
    for lang, phrase in (("en", "is not overwritten"), ("zh", "不会覆盖")):
        ran = graded("start", "maxpool_backward", ".", "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
        assert name in ran.err
        assert phrase in ran.err
    assert names(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "work of a whole evening"


def test_start_follows_no_link_that_stands_where_a_file_should(graded: Grade, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/utils.py").symlink_to(tmp_path / "elsewhere")
    assert graded("start", "maxpool_backward", "mine").code == 2
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("folder", ["taken", "taken/below", "x" * 300, "a\0b"])
def test_start_says_where_it_cannot_write(folder: str, graded: Grade, tmp_path: Path) -> None:
    written(tmp_path, "taken", "a file")
    ran = graded("start", "maxpool_backward", folder, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot write" in ran.err
    assert names(tmp_path) == ["taken"]


def test_start_guesses_a_misspelt_exercise(graded: Grade, tmp_path: Path) -> None:
    ran = graded("start", "maxpol_backward")
    assert ran.code == 2
    assert "did you mean 'maxpool_backward'" in ran.err
    assert names(tmp_path) == []


def test_start_needs_an_exercise(graded: Grade) -> None:
    assert graded("start", "--lang", "en").err.endswith("error: EXERCISE is missing\n")


# What is a command, and what is a file


def test_grade_alone_shows_its_help_and_is_no_success(graded: Grade) -> None:
    ran = graded()
    assert (ran.code, ran.err) == (2, "")
    assert "Usage: grade" in ran.out


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--help", "--lang", "zh"], ["-h", "s.py"]])
def test_help_is_shown_whatever_else_is_asked_for(arguments: list[str], graded: Grade) -> None:
    ran = graded(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert ("评测" in ran.out) == ("zh" in arguments)


def test_help_of_every_command_is_there_in_both_languages(graded: Grade) -> None:
    for command in ("run", "progress", "start", "list", "doctor"):
        texts = {graded(command, "--help", "--lang", lang).out for lang in ("zh", "en")}
        assert len(texts) == 2


def test_only_commands_that_grade_at_once_start_a_zygote_early() -> None:
    assert set(COMMANDS) == set(make_command_line("en").commands)
    others = sorted(set(COMMANDS) - {"run", "progress"})
    assert [start_early([command]) for command in others] == [None] * len(others)


def test_version_is_told(graded: Grade) -> None:
    ran = graded("--version")
    assert ran.code == 0
    assert ran.out.startswith("layergrade, version ")


@pytest.mark.parametrize("name", ["-odd.py", "list", "run", "start", "--help", "名 字.py", "a;b$(c).py"])
def test_a_file_of_any_name_can_be_graded(name: str, graded: Grade, tmp_path: Path) -> None:
    written(tmp_path, name, filled())
    for arguments in (["run", "--", name], ["--", name], ["-q", "--", name], [f"./{name}"]):
        assert graded(*arguments).code == 0


def test_a_file_named_as_a_command_is_graded_by_run(graded: Grade, tmp_path: Path) -> None:
    written(tmp_path, "list", filled())
    assert graded("run", "list", "-q", "--lang", "en").out.startswith("score: 100/100")
    assert "maxpool_backward" in graded("list", "--lang", "en").out


def test_run_is_what_grade_does_with_a_file(graded: Grade, right: Path) -> None:
    assert graded("run", right, "-q").out == graded(right, "-q").out == graded("-q", right).out


@pytest.mark.parametrize(("word", "command"), [("lsit", "list"), ("strat", "start"), ("docter", "doctor")])
def test_a_misspelt_command_is_guessed(word: str, command: str, graded: Grade) -> None:
    for lang in ("en", "zh"):
        ran = graded(word, "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
        assert repr(command) in ran.err


def test_a_file_whose_name_is_like_a_commands_is_graded(graded: Grade, tmp_path: Path) -> None:
    written(tmp_path, "lists", filled())
    assert graded("lists", "-q").code == 0


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        (["s.py", "--formt", "json"], "did you mean '--format'", "是不是想写 '--format'"),
        (["s.py", "--zzz"], "there is no option '--zzz'", "没有选项 '--zzz'"),
        (["s.py", "--format", "jsn"], "did you mean 'json'", "是不是想写 'json'"),
        (["s.py", "--format"], "--format", "--format"),
        (["-q"], "FILE is missing", "缺少 FILE"),
        (["batch", "class"], "--output is missing", "缺少 --output"),
        (["s.py", "t.py"], "t.py", "t.py"),
        (["list", "more"], "more", "more"),
    ],
)
def test_wrong_arguments_are_told_in_the_language_of_the_reader(
    arguments: list[str], en: str, zh: str, graded: Grade
) -> None:
    for lang, start, phrase in (("en", "error: ", en), ("zh", "错误：", zh)):
        ran = (
            graded(*arguments, f"--lang={lang}")
            if arguments[-1] != "--format"
            else graded("--lang", lang, *arguments)
        )
        assert (ran.code, ran.out) == (2, "")
        told = ran.err.splitlines()[-1]
        assert told.startswith(start)
        assert phrase in told


def test_an_unknown_language_is_a_usage_error(graded: Grade, right: Path) -> None:
    ran = graded(right, "--lang", "fr")
    assert ran.code == 2
    assert "'fr' is not one of zh, en" in ran.err
