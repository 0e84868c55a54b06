"""What is told where a stream takes no more, or cannot show everything."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import written

if TYPE_CHECKING:
    from tests.cli.runs import Process

FULL = Path("/dev/full")

has_full_device = pytest.mark.skipif(not FULL.exists(), reason="a device that is always full")


@has_full_device
@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["list"],
        ["start", "maxpool_backward", "here"],
        ["batch", "empty.py", "-o", "out"],
        ["batch", "empty.py", "-o", "out", "--dry-run"],
    ],
    ids=" ".join,
)
def test_a_full_disk_behind_standard_output_is_told_as_what_it_is(
    arguments: list[str], process: Process, tmp_path: Path
) -> None:
    written(tmp_path, "empty.py", "")
    with FULL.open("wb") as full:
        ran = process(*arguments, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert ran.err.endswith("error: cannot write standard output: No space left on device\n")
    assert ran.code == 2
    assert "itself failed" not in ran.err


@has_full_device
@pytest.mark.parametrize("arguments", [["nowhere"], ["--nothing"], ["list", "-x"]], ids=" ".join)
def test_a_full_disk_behind_standard_error_leaves_the_exit_code(
    arguments: list[str], process: Process
) -> None:
    with FULL.open("wb") as full:
        ran = process(*arguments, capture_output=False, stdout=subprocess.PIPE, stderr=full)
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["batch", "class", "-o", "out", "--dry-run", "-v"], "\\u4dae: not graded before"),
        (["start", "maxpool_backward", "䶮"], "then run: grade \\u4dae/"),
        (["start", "maxpool_backward", os.fsdecode(b"a\xff\x1bb")], "  a\\udcff\\x1bb/statement.zh.md"),
        (["course", "new", "䶮\x1b"], "  \\u4dae\\x1b/README.md"),
        (["export", "gradescope", "䶮\x1b"], "wrote \\u4dae\\x1b/autograder-"),
    ],
)
def test_a_name_that_a_console_cannot_show_is_told_by_its_code_points(
    arguments: list[str], told: str, process: Process, tmp_path: Path
) -> None:
    (tmp_path / "class").mkdir()
    written(tmp_path / "class", "䶮.py", "")
    ran = process(*arguments, env={"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0", "GRADE_LANG": "en"})
    assert (ran.code, ran.err) == (0, "")
    assert told in ran.out
    assert "\x1b" not in ran.out


def test_findings_for_an_editor_keep_their_language_on_a_console_that_lacks_it(
    process: Process, tmp_path: Path
) -> None:
    written(tmp_path, "broken.yaml", "exercise: maxpool_backward\n")
    ascii_console = {"PYTHONIOENCODING": "ascii", "GRADE_LANG": "zh"}
    arguments = ("cases", "check", "broken.yaml")
    assert "missing" in process(*arguments, env=ascii_console).out
    assert "缺少" in process(*arguments, "--format", "json", env=ascii_console).out
