"""What `grade batch` tells an instructor beside the grades."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.runs import written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.runs import Grade


def class_of_two(folder: Path) -> tuple[Path, Path]:
    """Make a class and its roster: one has handed in nothing, the other what nobody can grade."""
    (folder / "class").mkdir()
    written(folder / "class", "dave.txt", "my answer")
    return folder / "class", written(folder, "roster.csv", "id,name\ndave,D\nzoe,Z\n")


def test_why_somebody_of_the_roster_is_not_graded_is_told_once(alone: Grade, tmp_path: Path) -> None:
    folder, roster = class_of_two(tmp_path)
    ran = alone("batch", folder, "--roster", roster, "-o", tmp_path / "out")
    assert ran.code == 3
    reasons = [line for line in ran.err.splitlines() if "dave.txt" in line]
    assert len(reasons) == 1
    assert reasons[0].startswith("not graded: dave: ")
    assert "not graded: zoe: no submission" in ran.err


def test_a_dry_run_tells_what_cannot_be_graded(alone: Grade, tmp_path: Path) -> None:
    folder, roster = class_of_two(tmp_path)
    ran = alone("batch", folder, "--roster", roster, "-o", tmp_path / "out", "--dry-run")
    assert ran.code == 0
    assert ran.err.count("dave.txt") == 2
    assert ran.err.startswith("note: ")


def test_what_else_is_wrong_with_the_files_of_somebody_of_the_roster_is_told(
    alone: Grade, tmp_path: Path
) -> None:
    folder, roster = class_of_two(tmp_path)
    written(folder, "eve.txt", "of nobody on the roster")
    ran = alone("batch", folder, "--roster", roster, "-o", tmp_path / "out")
    assert "eve.txt" in ran.err
