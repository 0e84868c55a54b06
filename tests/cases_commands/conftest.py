"""A small course, and the commands run on it in this process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.cli import run_command_line

_ROOT = str(Path(__file__).resolve().parents[2])
if _ROOT not in sys.path:  # however pytest was started, `tests.cases_commands` can be imported
    sys.path.append(_ROOT)

from tests.cases_commands.small_course import Folder, Ran  # noqa: E402 - only now it can be found

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cases_commands.small_course import Commands

SET_BY_MACHINES = ("GRADE_COURSE", "GRADE_LANG", "GRADE_SECRET", "GRADE_SECRET_FILE", "CI", "FORCE_COLOR")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away what a machine may have set, and go to an empty folder."""
    for name in SET_BY_MACHINES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path.resolve() / "course")


@pytest.fixture
def grade(folder: Folder, capsys: pytest.CaptureFixture[str]) -> Commands:
    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        options = ["--course", str(folder.root), "--lang", "en"]
        code = run_command_line([*map(str, arguments), *options])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def marked() -> Callable[[str], tuple[str, list[tuple[int, int]]]]:
    """Take the marks « out of a text, and tell where they stood: line and column."""

    def take(text: str) -> tuple[str, list[tuple[int, int]]]:
        lines, places = [], []
        for number, line in enumerate(text.split("\n"), start=1):
            *parts, _last = line.split("«")
            places += [(number, len("".join(parts[: index + 1])) + 1) for index in range(len(parts))]
            lines.append(line.replace("«", ""))
        return "\n".join(lines), places

    return take


@pytest.fixture(autouse=True)
def forget_references() -> None:
    """Let each test load its own reference: folders of tests may have had the same name before."""
    for name in [name for name in sys.modules if name.startswith("_reference_")]:
        del sys.modules[name]
