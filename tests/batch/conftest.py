"""A class, a database and a pool that answers as it is told."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

_ROOT = str(Path(__file__).resolve().parents[2])
if _ROOT not in sys.path:  # however pytest was started, `tests.batch` can be imported
    sys.path.append(_ROOT)

from grader.batch.store import opened  # noqa: E402 - beside the one that could not be found before
from tests.batch.scene import ROOT, Bench, Script, clean_environment  # noqa: E402 - only now it can be found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away what a machine may have set, and go to an empty folder."""
    clean_environment(monkeypatch)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the shipped course, to be changed."""
    for name in ("exercises", "reference", "cases"):
        shutil.copytree(ROOT / name, tmp_path / "course" / name)
    return tmp_path / "course"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Callable[[Script], Bench]]:
    """Make runs over one database, each with a pool that answers by a script."""
    with opened(tmp_path) as connection:
        yield lambda script: Bench(connection, script)
