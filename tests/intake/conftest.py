"""What the tests of intake share: a folder to hand in to, archives, and what became of it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from grader.intake import Found, find_entries
from grader.messages import LANGS, say
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.model.exercise import Exercise


@pytest.fixture
def hand_in(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a class's folder; each holds its own path, so that no two are the same."""

    def hand_in(*names: str, text: str | None = None) -> Path:
        folder = tmp_path / "class"
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"# {name}\n" if text is None else text, encoding="utf-8")
        return folder

    return hand_in


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Write an archive with these members."""

    def export(*names: str, to: str = "export.zip") -> Path:
        path = tmp_path / to
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(name, f"# {name}\n")
        return path

    return export


@pytest.fixture
def ids() -> Callable[..., list[str]]:
    """Find submissions and give their ids."""

    def ids(*paths: Path, **options: object) -> list[str]:
        return [entry.id for entry in find_entries(paths, **options).entries]  # type: ignore[arg-type]  # as given

    return ids


@pytest.fixture
def told() -> Callable[[Found], list[tuple[str, bool]]]:
    """Give the keys of what was skipped, and whether somebody's work may be lost; each can be said."""

    def told(found: Found) -> list[tuple[str, bool]]:
        for skipped in found.skipped:
            assert all(say(skipped.told, lang) for lang in LANGS)
        return [(skipped.told.key.removeprefix("intake."), skipped.lost) for skipped in found.skipped]

    return told


@pytest.fixture(scope="session")
def exercise() -> Exercise:
    """Give an exercise of the course: its class is MaxPool, and students are given utils.py."""
    return load_exercise(find_course(None, {}), "maxpool_backward")
