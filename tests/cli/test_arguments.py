"""What is typed in front of a command, in its place, or behind it: found, or refused in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.runs import Grade

GROUPS = ("cases", "exercise", "course", "export")


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_without_a_command_shows_its_help_and_is_no_success(group: str, alone: Grade) -> None:
    ran = alone(group)
    assert (ran.code, ran.err) == (2, "")
    assert ran.out == alone(group, "--help").out
    assert "Commands:" in ran.out


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_speaks_the_language_that_is_asked_for(group: str, alone: Grade) -> None:
    chinese = alone(group, "--lang", "zh")
    assert chinese.out == alone(group, "--help", "--lang", "zh").out
    assert chinese.out == alone("--lang", "zh", group).out
    assert "显示此帮助" in chinese.out
    assert "Show this" not in chinese.out


@pytest.mark.parametrize("settings", [("--lang", "zh"), ("--lang=zh",), ("--debug", "--lang", "zh")])
def test_settings_may_stand_in_front_of_the_command(
    settings: tuple[str, ...], graded: Grade, right: Path
) -> None:
    assert graded(*settings, "list").out == graded("list", "--lang", "zh").out
    assert graded(*settings, "cases", "show").out == graded("cases", "show", "--lang", "zh").out
    assert graded(*settings, right, "-q").out == graded("run", right, "-q", "--lang", "zh").out
    assert graded(*settings, "--version").out == graded("--version").out
    assert graded(*settings).code == 2


def test_a_language_that_is_none_is_refused_in_front_of_the_command_too(alone: Grade) -> None:
    ran = alone("--lang", "fr", "list")
    assert (ran.code, ran.out) == (2, "")
    assert "--lang: 'fr' is not one of zh, en" in ran.err


def test_help_may_be_asked_for_as_a_command(alone: Grade, tmp_path: Path) -> None:
    assert alone("help") == alone("--help")
    assert alone("help", "cases", "check") == alone("cases", "check", "--help")
    written(tmp_path, "help", "a submission of this name")
    assert alone("help", "--exercise", "maxpool_backward", "-q", "--lang", "en").code == 1


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        (("cases", "chek"), "there is no command 'chek'; did you mean 'check'?",
         "没有命令 'chek'；是不是想写 'check'？"),
        (("export", "nowhere"), "there is no command 'nowhere'", "没有命令 'nowhere'"),
        (("a.py", "b.py", "c.py"), "too many arguments: b.py c.py", "参数太多：b.py c.py"),
        (("list", "more"), "too many arguments: more", "参数太多：more"),
        (("a.py", "--format"), "--format needs a value after it", "--format 后面需要一个值"),
        (("batch", "a.py", "-o"), "-o needs a value after it", "-o 后面需要一个值"),
        (("batch", "a.py", "-o", "-"),
         "-o: '-' stands for standard output, and a folder is written here: expected its name",
         "-o：'-' 表示标准输出，而这里要写入文件夹：应为文件夹的名称"),
        (("collect", "--file", "a.py", "-o", ""), "--output is missing", "缺少 --output"),
        (("a.py", "--quiet=yes"), "--quiet takes no value", "--quiet 后面不带值"),
    ],
)  # fmt: skip
def test_misuse_is_told_below_the_usage_in_the_language_that_is_asked_for(
    arguments: tuple[str, ...], en: str, zh: str, alone: Grade
) -> None:
    for settings, told in ((("--lang", "en"), f"error: {en}"), (("--lang", "zh"), f"错误：{zh}")):
        ran = alone(*settings, *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("Usage: grade ")
        assert ran.err.splitlines()[1:] == [told]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_commands_are_for_is_told_in_whole_sentences(lang: str, alone: Grade) -> None:
    listed = " ".join(alone("--lang", lang).out.split())
    assert "..." not in listed.partition("[ARGS]...")[2]
    assert ("List submissions that are alike, to look at them." in listed) == (lang == "en")
    assert ("similar 列出彼此相似的提交，供人工查看。 start" in listed) == (lang == "zh")
