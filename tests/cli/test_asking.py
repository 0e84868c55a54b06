"""What is asked at a terminal where a submission fits several exercises."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.runs import clean_environment, grade_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.runs import Grade

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals are made by pty")


@pytest.fixture
def course(alone: Grade, tmp_path: Path) -> Path:
    """Make a course of two exercises with the same template, of which none is the default."""
    assert alone("course", "new", "course").code == 0
    assert alone("exercise", "new", "second", "--course", "course").code == 0
    (tmp_path / "course/exercises/course.yaml").unlink()
    return tmp_path / "course"


def asked(course: Path, answers: str, lang: str) -> tuple[int, str]:
    """Grade a template, type answers, and give the exit code and all that the terminal shows."""
    ours, theirs = os.openpty()
    os.write(ours, f"{answers}\n\x04".encode())  # whoever asks for more is told that there is no more
    done = subprocess.run(
        [*grade_command(), str(course / "exercises/second/template.py"), "--course", str(course), "-q"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=clean_environment(GRADE_LANG=lang, LANG="C.UTF-8"),
        check=False,
        timeout=120,  # who asks once more than is answered would wait for ever
    )
    os.close(theirs)
    shown = b"".join(all_of(ours)).decode()
    os.close(ours)
    return done.returncode, shown


def all_of(terminal: int) -> Iterator[bytes]:
    """Read a terminal that nobody writes to any more: on Linux, its end is an error."""
    with contextlib.suppress(OSError):
        while read := os.read(terminal, 1 << 16):
            yield read


@pytest.mark.parametrize("answer", ["2", "second"])
def test_an_exercise_is_chosen_by_its_number_or_its_name(answer: str, course: Path) -> None:
    code, shown = asked(course, answer, "en")
    assert code == 1
    assert "  1  scale_backward  Backward" in shown
    assert "  2  second          Backward" in shown
    assert "score: 0/100" in shown


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "'9' does not fit: expected a whole number from 1 to 2"),
        ("zh", "'9' 不合适：应为 1 到 2 之间的整数"),
    ],
)
def test_an_answer_that_is_none_is_told_and_the_list_is_not_shown_again(
    lang: str, told: str, course: Path
) -> None:
    code, shown = asked(course, "9\nthird\n1", lang)
    assert code == 1
    assert told in shown
    assert "Error" not in shown
    assert shown.count("  2  second ") == 1
