"""What the help of commands promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.runs import Grade

WITHOUT_A_SUBMISSION = (
    ("batch",),
    ("similar",),
    ("export", "gradescope"),
    ("cases", "show"),
    ("cases", "audit"),
    ("cases", "new"),
)


def help_of(alone: Grade, *command: str, lang: str) -> str:
    """Give the help of a command as one line: how it is broken does not matter."""
    ran = alone(*command, "--help", "--lang", lang)
    assert ran.code == 0
    return " ".join(ran.out.split())


@pytest.mark.parametrize("command", WITHOUT_A_SUBMISSION, ids=" ".join)
def test_which_exercise_is_meant_where_no_submission_tells(command: tuple[str, ...], alone: Grade) -> None:
    assert "The exercise. Default: the course's default, or its only one." in help_of(
        alone, *command, lang="en"
    )
    assert "默认：课程的默认练习，或唯一的练习。" in help_of(alone, *command, lang="zh").replace(" ", "")


def test_checking_cases_takes_all_exercises_unless_one_is_named(alone: Grade) -> None:
    assert "Default: all of the course" in help_of(alone, "cases", "check", lang="en")


def test_grading_finds_the_exercise_by_the_submission(alone: Grade) -> None:
    assert "the one that a submission fits" in help_of(alone, "run", lang="en")


@pytest.mark.parametrize(
    ("command", "default"),
    [
        (("run",), "Default: B where CI is set."),
        (("batch",), "Default: B. "),
        (("export", "gradescope"), "Default: B. "),
    ],
)
def test_which_isolation_is_required_by_default(command: tuple[str, ...], default: str, alone: Grade) -> None:
    assert f"A, B, C, M, W or N. {default}" in help_of(alone, *command, lang="en")
