"""Turns an id into the files of a small exercise that is complete, to be changed into one's own."""

from __future__ import annotations

from importlib import resources
from typing import Final

_PARTS: Final = {
    "exercise.yaml": "exercises/@id@/exercise.yaml",
    "template.py": "exercises/@id@/template.py",
    "statement.zh.md": "exercises/@id@/statement.zh.md",
    "statement.en.md": "exercises/@id@/statement.en.md",
    "reference.py": "reference/@id@.py",
    "gain_forgotten.py": "reference/misconceptions/@id@/gain_forgotten.py",
    "sign_lost.py": "reference/misconceptions/@id@/sign_lost.py",
    "cases.yaml": "cases/@id@.yaml",
    "cases.hidden.yaml": "cases/@id@.hidden.yaml",
}
_COURSE: Final = {"course.yaml": "exercises/course.yaml", "README.md": "README.md"}
_PLACE: Final = "@id@"


def exercise_files(exercise_id: str) -> dict[str, str]:
    """Give the files of a new exercise by their paths in a course."""
    return _filled(_PARTS, exercise_id)


def course_files(exercise_id: str) -> dict[str, str]:
    """Give the files that a new course has beside its first exercise."""
    return _filled(_COURSE, exercise_id)


def _filled(parts: dict[str, str], exercise_id: str) -> dict[str, str]:
    return {
        path.replace(_PLACE, exercise_id): _read(name).replace(_PLACE, exercise_id)
        for name, path in parts.items()
    }


def _read(name: str) -> str:
    # Each has `.txt` behind its name: it is no Python and no YAML before the id is filled in.
    folder = resources.files(__package__).joinpath("skeleton")
    return folder.joinpath(f"{name}.txt").read_text(encoding="utf-8")
