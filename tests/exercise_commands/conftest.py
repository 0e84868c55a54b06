"""Runs the command line in this process, in an empty folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.cli import run_command_line

_ROOT = str(Path(__file__).resolve().parents[2])
if _ROOT not in sys.path:  # however pytest was started, `tests.exercise_commands` can be imported
    sys.path.append(_ROOT)

from tests.exercise_commands.whole_exercise import Ran  # noqa: E402 - only now it can be found

if TYPE_CHECKING:
    from tests.exercise_commands.whole_exercise import Grade

SET_BY_MACHINES = (
    "GRADE_COURSE", "GRADE_LANG", "GRADE_SECRET", "GRADE_SECRET_FILE", "CI", "FORCE_COLOR", "LC_ALL", "LANG",
)  # fmt: skip


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away what a machine may have set, and go to an empty folder."""
    for name in SET_BY_MACHINES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def forget_references() -> None:
    """Let each test load its own reference: folders of tests may have had the same name before."""
    for name in [name for name in sys.modules if name.startswith("_reference_")]:
        del sys.modules[name]


@pytest.fixture
def grade(capsys: pytest.CaptureFixture[str]) -> Grade:
    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = run_command_line([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return run
