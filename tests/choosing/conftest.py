"""Courses of templates alone, as nothing else is looked at to choose."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.suite.course import Course

_ROOT = str(Path(__file__).resolve().parents[2])
if _ROOT not in sys.path:  # however pytest was started, `tests.choosing` can be imported
    sys.path.append(_ROOT)

from tests.choosing.small_unit import TEMPLATES  # noqa: E402 - only now it can be found

if TYPE_CHECKING:
    from tests.choosing.small_unit import MakeUnit


@pytest.fixture
def make_unit(tmp_path: Path) -> MakeUnit:
    def make(course_yaml: str | None = None, templates: dict[str, str] = TEMPLATES) -> Course:
        root = tmp_path.resolve() / "unit"
        for name, text in templates.items():
            folder = root / "exercises" / name
            folder.mkdir(parents=True)
            (folder / "exercise.yaml").write_text("# never read to choose\n", encoding="utf-8")
            (folder / "template.py").write_text(text, encoding="utf-8")
        if course_yaml is not None:
            (root / "exercises" / "course.yaml").write_text(course_yaml, encoding="utf-8")
        return Course(root)

    return make
