"""Everything that may stand where a submission should: a clear reason, the right code, never a traceback."""

from __future__ import annotations

import os
import re
import socket
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.cli.runs import ending, filled, template, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.runs import Grade, Ran

REGION = re.compile(r" *#+ Begin #+\n(.*?) *#+ End #+\n", re.DOTALL)


class Row(NamedTuple):
    """What is handed in (text, bytes, or something that makes it), and what must come of it."""

    name: str
    handed_in: str | bytes | Callable[[Path], Path]
    verdict: str
    key: str
    en: str
    zh: str
    options: tuple[str, ...] = ()


def directory(folder: Path) -> Path:
    (folder / "s.py").mkdir()
    return folder / "s.py"


def fifo(folder: Path) -> Path:
    os.mkfifo(folder / "s.py")
    return folder / "s.py"


def unix_socket(folder: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as bound:
        here = os.open(".", os.O_RDONLY)
        os.chdir(folder)  # the path of a socket may only be short
        bound.bind("s.py")
        os.fchdir(here)
        os.close(here)
    return folder / "s.py"


def link(folder: Path) -> Path:
    (folder / "s.py").symlink_to(written(folder, "real.py", filled()))
    return folder / "s.py"


def dangling(folder: Path) -> Path:
    (folder / "s.py").symlink_to(folder / "nowhere.py")
    return folder / "s.py"


def looping(folder: Path) -> Path:
    (folder / "s.py").symlink_to(folder / "s.py")
    return folder / "s.py"


def device(name: str) -> Callable[[Path], Path]:
    return lambda folder: folder.joinpath("/dev", name)


LYING = """\
class Lying(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __sub__(self, other): return np.zeros(self.shape)
    def __abs__(self): return np.zeros(self.shape)
    def __array__(self, *a, **k): return np.zeros(self.shape)
    def tobytes(self, *a): return b""
"""
NO_DOCSTRING = re.sub(r'(def backward\(self, dout\):\n) +""".*?"""\n', r"\1", template(), flags=re.DOTALL)

ROWS = [
    # What is no regular file
    Row("a directory", directory, "CE", "submission.directory", "is a directory", "文件夹"),
    Row("a device without end", device("zero"), "CE", "submission.device", "is a device", "设备"),
    Row("the null device", device("null"), "CE", "submission.device", "is a device", "设备"),
    Row("a named pipe", fifo, "CE", "submission.fifo", "named pipe", "命名管道"),
    Row("a socket", unix_socket, "CE", "submission.socket", "a socket", "套接字"),
    Row("a link", link, "CE", "submission.link", "symbolic link", "符号链接"),
    Row("a link to nothing", dangling, "CE", "submission.link_dangling", "not there", "不存在"),
    Row("a link to itself", looping, "CE", "submission.link_loop", "back to itself", "绕回自身"),
    # What is no text
    Row("nothing", b"", "CE", "submission.empty", "the file is empty", "文件是空的"),
    Row("white space", b" \n\t\n", "CE", "submission.empty", "the file is empty", "文件是空的"),
    Row("over 1 MiB", b"#" * (1 << 20) + b"\n", "CE", "submission.too_large", "at most 1 MiB", "最多 1 MiB"),
    Row("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", "CE", "submission.binary", "a picture", "图片"),
    Row("binary data", bytes(range(256)) * 4, "CE", "submission.binary", "no Python source", "源代码"),
    Row("no UTF-8", b"x = '\xff\xfe\xfa'\n", "CE", "submission.undecodable", "line 1 cannot be", "第 1 行"),
    Row("GBK unsaid", "# 中文\n".encode("gbk"), "CE", "submission.gbk", "encoded as GBK", "GBK 编码"),
    Row("UTF-16", "x = 1\n".encode("utf-16"), "CE", "submission.wide", "UTF-16", "UTF-16"),
    Row("a NUL byte", b"x = 1\ny = '\0'\n", "CE", "submission.nul", "line 2 holds a NUL", "第 2 行"),
    Row("an unknown coding", b"# coding: utf9\n", "CE", "submission.unknown_encoding_near", "utf9", "utf9"),
    # What is no Python
    Row("only comments", "# todo\n", "CE", "judge.no_class", "no class MaxPool", "没有定义类 MaxPool"),
    Row("a syntax error", "class A:\n  x = (1\n", "CE", "judge.syntax", "not valid Python", "不是合法的"),
    Row("mixed tabs", "if 1:\n\tx=1\n        y=1\n", "CE", "judge.syntax", "not valid Python", "不是合法的"),
    Row("an unfilled body", NO_DOCSTRING, "CE", "judge.unfilled_syntax", "not filled in yet", "还没有填写"),
    # What cannot be imported
    Row("a misspelt class", filled().replace("MaxPool", "Maxpool"), "CE", "judge.no_class",
        "rename 'Maxpool' if that is it", "如果 'Maxpool' 就是它"),
    Row("no backward", filled().replace("def backward", "def bakward"), "CE", "judge.no_method",
        "rename 'bakward' if that is it", "如果 'bakward' 就是它"),
    Row("raises at import", "raise OSError('no')\n" + filled(), "CE", "judge.at_import",
        "while the file was imported: OSError: no", "导入文件时出错：OSError: no"),
    Row("exits at import", "import sys\nsys.exit(0)\n", "CE", "judge.at_import",
        "ended the program", "结束了程序"),
    Row("a forbidden import", "import torch\n" + filled(), "CE", "judge.at_import",
        "may import numpy", "只能导入 numpy"),
    Row("hangs at import", "while True: pass\n", "CE", "judge.at_import",
        "not finished within 0.4 s", "0.4 秒内没有运行完", ("--timeout", "0.4")),
    # What fails when it is called
    Row("another constructor", filled().replace("pool_w, stride=1, pad=0", "pool_w"), "RTE",
        "judge.in_constructor", "does not fit its parameters", "调用与参数不符"),
    Row("another backward", filled().replace("backward(self, dout)", "backward(self)"), "RTE",
        "judge.in_call", "does not fit its parameters", "调用与参数不符"),
    Row("raises", filled("        return 1 // 0\n"), "RTE", "judge.in_call",
        "ZeroDivisionError", "backward 运行出错：ZeroDivisionError"),
    Row("exits", filled("        import sys; sys.exit(0)\n"), "RTE", "judge.in_call",
        "ended the program", "结束了程序"),
    Row("imports when called", filled("        import torch\n"), "RTE", "judge.in_call",
        "may import numpy", "只能导入 numpy"),
    Row("opens a file", filled("        open('/etc/passwd')\n"), "RTE", "judge.in_call",
        "has no files", "不能读写文件"),
    Row("hangs", filled("        while True: pass\n"), "TLE", "judge.wall_limit",
        "not finished within 0.4 s", "0.4 秒内没有运行完", ("--timeout", "0.4", "--case", "sample")),
    # What returns something else
    Row("an unfilled template", template(), "WA", "judge.unfilled", "not filled in yet", "还没有填写"),
    Row("None", ending("return"), "WA", "judge.none", "is a return statement missing", "漏写了 return"),
    Row("a list", ending("return dx.tolist()"), "WA", "judge.wrong_type", "dx is a list", "类型是 list"),
    Row("another shape", ending("return dx[0]"), "WA", "judge.wrong_shape",
        "shape (2, 4, 4); expected (2, 2, 4, 4)", "应当是 (2, 2, 4, 4)"),
    Row("complex", ending("return dx + 0j"), "WA", "judge.wrong_kind",
        "dtype complex128, which", "不是实数类型"),
    Row("objects", ending("return dx.astype(object)"), "WA", "judge.wrong_kind",
        "dtype object, which", "不是实数类型"),
    Row("text", ending("return dx.astype(str)"), "WA", "judge.wrong_kind",
        "dtype str, which", "不是实数类型"),
    Row("NaN", ending("return dx * np.nan"), "WA", "judge.not_finite", "NaN: 64", "64 个 NaN"),
    Row("infinity", ending("dx[0, 0, 0, 0] = np.inf; return dx"), "WA", "judge.not_finite",
        "infinite: 1", "1 个无穷大"),
    Row("a subclass that lies", LYING.join(filled("        return np.ones(self.x.shape).view(Lying)\n")
        .partition("class MaxPool")[::2]).replace(LYING, LYING + "class MaxPool", 1), "WA",
        "judge.wrong_values", "64 of its 64 elements", "64 个元素里有"),
    Row("a changed forward", filled().replace("np.max(col, axis=1)", "np.min(col, axis=1)"), "WA",
        "judge.given_changed", "was given", "模板给出的方法"),
]  # fmt: skip


def told(ran: Ran) -> str | None:
    """Give the key of why no case could run, or of why the first wrong one is wrong."""
    reasons = [result.get("reason_key") for result in ran.report["results"] if result["verdict"] != "AC"]
    key: str | None = ran.report["reason_key"] or reasons[0]
    return key


def handed_in(row: Row, folder: Path) -> Path:
    return row.handed_in(folder) if callable(row.handed_in) else written(folder, "s.py", row.handed_in)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_whatever_is_handed_in_is_graded_with_a_clear_reason(row: Row, tmp_path: Path, graded: Grade) -> None:
    path = handed_in(row, tmp_path)
    ran = graded(path, *row.options, "--format", "json")
    assert (ran.code, ran.report["verdict"], ran.report["passed"]) == (1, row.verdict, False)
    assert told(ran) == row.key
    assert ran.err == ""
    if row.verdict == "CE":
        assert {result["verdict"] for result in ran.report["results"]} == {"CE"}
        assert (ran.report["score"], ran.report["max_score"]) == (0, 100)
    for lang, phrase in (("en", row.en), ("zh", row.zh)):
        text = graded(path, *row.options, "--lang", lang)
        assert (text.code, text.err) == (1, "")
        assert phrase in text.out
        assert "Traceback" not in text.out


def test_rows_have_names_of_their_own() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_a_syntax_error_is_shown_with_its_line_and_a_caret(tmp_path: Path, graded: Grade) -> None:
    path = written(tmp_path, "s.py", "x = 1\nclass A:\n    def f(self)\n        pass\n")
    lines = graded(path, "--lang", "en").out.splitlines()
    at = next(number for number, line in enumerate(lines) if "def f(self)" in line)
    assert "line 3" in lines[at - 1]
    assert lines[at + 1].index("^") == lines[at].index("f(self)") + len("f(self)")
    report = graded(path, "--format", "json").report
    assert ([place["line"] for place in report["trace"]], report["column"]) == ([3], 16)


def test_markers_that_are_missing_are_pointed_out_and_graded_all_the_same(
    tmp_path: Path, graded: Grade
) -> None:
    bare = "".join(line for line in filled().splitlines(keepends=True) if "#####" not in line)
    path = written(tmp_path, "s.py", bare)
    ran = graded(path, "--lang", "en")
    assert ran.code == 0
    assert "the template's Begin and End lines are not there" in ran.out
    assert "没有找到模板中的 Begin 和 End" in graded(path, "--lang", "zh").out
    strict = graded(path, "--strict-template", "--format", "json")
    assert (strict.code, strict.report["verdict"], told(strict)) == (1, "CE", "cli.no_markers")


def test_code_outside_the_markers_that_differs_is_pointed_out(tmp_path: Path, graded: Grade) -> None:
    path = written(tmp_path, "s.py", filled().replace("import numpy as np", "import numpy as np\nX = 1"))
    ran = graded(path, "--lang", "en")
    assert (ran.code, "code outside Begin and End differs" in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("name", "en", "zh"),
    [
        ("rihgt.py", "did you mean 'right.py'", "是不是想写 'right.py'"),
        ("zzz.py", "there is no file 'zzz.py'", "文件 'zzz.py' 不存在"),
        ("no/where.py", "there is no file", "不存在"),
        ("right.py/below.py", "there is no file", "不存在"),
        ("x" * 300, "there is no file", "不存在"),
        ("a\0b", "there is no file", "不存在"),
    ],
)
def test_nothing_at_a_path_is_a_usage_error(name: str, en: str, zh: str, right: Path, graded: Grade) -> None:
    assert right.name == "right.py"
    for lang, phrase in (("en", en), ("zh", zh)):
        ran = graded(name, "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
        assert phrase in ran.err
        assert "Traceback" not in ran.err
