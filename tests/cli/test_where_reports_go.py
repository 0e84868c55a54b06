from __future__ import annotations

import io
import json
import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from grader.cli.language import choose_language
from tests.cli.runs import ending, filled, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.runs import Grade, Ran

HOSTILE = (
    "print('\\x1b[31m red ', '\\u202e', '测试', '::error::x', chr(0xd800).encode('utf-8', 'surrogatepass'))"
)


class Stream(io.TextIOWrapper):
    """A standard output of some encoding, strict as Python's own."""

    def __init__(self, encoding: str) -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding=encoding)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def printed(graded: Grade, encoding: str, *arguments: object, patch: pytest.MonkeyPatch) -> tuple[Ran, bytes]:
    """Run with a standard output of an encoding; give what was written there."""
    stream = Stream(encoding)
    with patch.context() as patched:
        patched.setattr(sys, "stdout", stream)
        ran = graded(*arguments)
    return ran, stream.bytes.getvalue()


# Files


def test_a_report_in_a_file_is_the_one_that_would_be_printed(
    graded: Grade, right: Path, tmp_path: Path
) -> None:
    ran = graded(right, "--format", "json", "-o", tmp_path / "report.json")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    document = json.loads((tmp_path / "report.json").read_bytes())
    assert document.keys() == graded(right, "--format", "json").report.keys()
    assert names(tmp_path) == ["report.json", "right.py"]


def test_a_text_in_a_file_is_utf_8_without_colour(
    graded: Grade, right: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    printed(graded, "ascii", right, "--lang", "zh", "-o", tmp_path / "r.txt", patch=monkeypatch)
    text = (tmp_path / "r.txt").read_text("utf-8")
    assert "测试集1" in text
    assert "✓" in text
    assert "\x1b" not in text


def test_a_report_replaces_an_older_one_whole(graded: Grade, right: Path, tmp_path: Path) -> None:
    old = written(tmp_path, "report.json", "x" * 10**6)
    assert graded(right, "--format", "json", "-o", old).code == 0
    assert json.loads(old.read_bytes())["score"] == 100


def test_a_report_has_the_mode_of_a_new_file(graded: Grade, right: Path, tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        graded(right, "-o", tmp_path / "r.txt")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "r.txt").stat().st_mode) == 0o640


def test_a_dash_is_standard_output_as_it_is_without(graded: Grade, right: Path, tmp_path: Path) -> None:
    assert graded(right, "-o", "-", "--lang", "en").out.startswith("Backward pass")
    assert names(tmp_path) == ["right.py"]


def link(folder: Path) -> Path:
    (folder / "link").symlink_to(written(folder, "target", "kept"))
    return folder / "link"


@pytest.mark.parametrize(
    ("target", "en", "zh"),
    [
        (lambda folder: folder, "directory", ""),
        (lambda folder: folder / "none" / "r.json", "No such file", ""),
        (lambda folder: folder / "wrong.py" / "r.json", "Not a directory", ""),
        (lambda folder: folder / "wrong.py", "the submission itself", "就是提交的文件"),
        (link, "symbolic link", "符号链接"),
        (lambda folder: folder / ("x" * 300), "too long", ""),
        (lambda folder: f"{folder}/a\0b", "", ""),
    ],
)
def test_a_report_that_cannot_be_written_is_told_before_anything_is_graded(
    target: Callable[[Path], object], en: str, zh: str, graded: Grade, wrong: Path
) -> None:
    folder = wrong.parent
    output = target(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for lang, phrase in (("en", en), ("zh", zh)):
        ran = graded(wrong, "-o", output, "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
        assert phrase in ran.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_that_may_not_be_written_is_told_and_stays_empty(
    graded: Grade, right: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    if os.access(folder, os.W_OK):
        pytest.skip("root may write everywhere")
    ran = graded(right, "-o", folder / "r.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "Permission denied" in ran.err
    assert names(folder) == []


def test_what_is_no_ordinary_file_is_written_to_and_stays_what_it_is(
    graded: Grade, right: Path, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert graded(right, "-q", "--lang", "en", "-o", pipe).code == 0
        assert os.read(reader, 1000) == b"score: 100/100   verdict: passed\n"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    "arguments",
    [
        ("start", "maxpool_backward", "taken"),
        ("export", "gradescope", "taken"),
        ("batch", "right.py", "-o", "taken"),
        ("collect", "--pulls", "nowhere", "--file", "s.py", "-o", "taken"),
        ("course", "new", "taken"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_file_where_a_folder_should_be_is_told_as_one(
    arguments: tuple[str, ...], alone: Grade, right: Path, tmp_path: Path
) -> None:
    written(tmp_path, "taken", "a file")
    ran = alone(*arguments, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot write 'taken" in ran.err
    assert ran.err.endswith(": Not a directory\n")
    assert (tmp_path / "taken").read_text("utf-8") == "a file"
    assert right.exists()


# Standard output


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "cp1252", "utf-8", "utf-16"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json_is_one_object_in_utf_8_whatever_the_terminal_is(
    encoding: str, lang: str, graded: Grade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "交卷.py", ending(f"{HOSTILE}; return dx + 1"))
    ran, data = printed(graded, encoding, path, "--format", "json", "--lang", lang, patch=monkeypatch)
    assert (ran.code, ran.err) == (1, "")
    document = json.loads(data.decode("utf-8"))
    assert document["submission"]["path"].endswith("交卷.py")
    assert document["lang"] == lang
    assert ("个不同" in document["results"][0]["reason"]) == (lang == "zh")


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "utf-8"])
def test_text_fits_its_terminal_and_obeys_nothing(
    encoding: str, graded: Grade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "交卷.py", ending(f"{HOSTILE}; return dx + 1"))
    ran, data = printed(graded, encoding, path, "--lang", "zh", patch=monkeypatch)
    text = data.decode(encoding)
    assert (ran.code, ran.err) == (1, "")
    assert ("答案错误" if encoding in {"gbk", "utf-8"} else "wrong answer") in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert ("✗" in text) == (encoding == "utf-8")


def test_a_terminal_without_chinese_is_told_everything_in_english(
    graded: Grade, right: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert right.exists()
    for arguments in (["--help"], ["run", "--help"], ["list"]):
        _, data = printed(graded, "ascii", *arguments, "--lang", "zh", patch=monkeypatch)
        assert data.decode("ascii")
    errors = Stream("ascii")
    monkeypatch.setattr(sys, "stderr", errors)
    assert graded("nowhere.py", "--lang", "zh").code == 2
    errors.flush()
    assert errors.bytes.getvalue().decode("ascii") == "error: there is no file 'nowhere.py'\n"


def test_a_closed_standard_output_is_told_and_needed_only_to_print(
    graded: Grade, right: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stdin", None)
    ran = graded(right)
    assert ran.code == 2
    assert "standard output is closed" in ran.err
    assert graded(right, "-o", tmp_path / "r.txt").code == 0


def test_standard_input_is_graded_as_a_file_is(graded: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    for source, score in ((filled(), 100), ("", 0)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(source.encode())))
        report = graded("-", "--format", "json").report
        assert (report["submission"]["path"], report["score"]) == ("-", score)


def test_a_closed_standard_input_is_an_empty_submission(
    graded: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    ran = graded("-", "--format", "json")
    assert (ran.code, ran.report["reason_key"]) == (1, "submission.empty")


# Colour


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, "plain"),
        ({"FORCE_COLOR": "1"}, "coloured"),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "plain"),
        ({"FORCE_COLOR": ""}, "plain"),
    ],
)
def test_colour_is_for_terminals_and_for_who_asks(
    environment: dict[str, str], coloured: str, graded: Grade, right: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in graded(right).out) == (coloured == "coloured")


# Language


@pytest.mark.parametrize(
    ("arguments", "environ", "lang"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_TW"}, "zh"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "C", "LC_MESSAGES": "zh_CN.GBK"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "GRADE_LANG": "en"}, "en"),
        ([], {"GRADE_LANG": "zh"}, "zh"),
        ([], {"GRADE_LANG": "fr", "LANG": "zh_CN"}, "zh"),
        (["--lang", "en"], {"GRADE_LANG": "zh"}, "en"),
        (["s.py", "--lang=zh"], {"GRADE_LANG": "en"}, "zh"),
        (["--lang"], {}, "en"),
        (["--lang", "fr"], {"GRADE_LANG": "zh"}, "zh"),
    ],
)
def test_language_is_that_of_the_option_then_of_the_environment(
    arguments: list[str], environ: dict[str, str], lang: str
) -> None:
    assert choose_language(arguments, environ) == lang


def test_language_of_the_environment_is_spoken(
    graded: Grade, right: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "测试集1" in graded(right).out
    assert "不存在" in graded("nowhere.py").err
    monkeypatch.setenv("GRADE_LANG", "en")
    assert "case 1" in graded(right).out
