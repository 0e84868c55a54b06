"""docs/design.md says what the code and the tools say."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from grader.errors import GraderError
from grader.model.judgement import Verdict
from grader.sandbox.inside.seal import LAYERS
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "design.md").read_text(encoding="utf-8")


def test_layers_are_those_that_are_enforced(page: str, root: Path) -> None:
    tools = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    enforced = [set(layer.split(" | ")) for layer in tools["importlinter"]["contracts"][0]["layers"]]
    assert [_words(cell) for cell in _first_cells(page, "Layers")] == enforced


def test_every_part_of_the_grader_is_a_layer(page: str, root: Path) -> None:
    packages = {path.parent.name for path in root.glob("grader/*/__init__.py")}
    modules = {path.stem for path in root.glob("grader/*.py")} - {"__init__"}
    assert packages | modules == set().union(*map(_words, _first_cells(page, "Layers")))


def test_layers_of_isolation_are_named_in_their_order(page: str) -> None:
    section = page.partition("\n## The trust boundary\n")[2]
    assert [name for name in re.findall(r"`(\w+)`", section) if name in LAYERS] == list(LAYERS)


def test_every_verdict_is_explained(page: str) -> None:
    assert _first_cells(page, "Verdicts") == list(Verdict)


def test_every_exit_code_is_explained(page: str) -> None:
    explained = {int(cell) for cell in _first_cells(page, "Exit codes")}
    assert {kind.exit_code for kind in GraderError.__subclasses__()} <= explained
    assert explained == {0, 1, 2, 3, 4, 5, 130}


def test_the_engine_names_no_exercise(root: Path) -> None:
    course = find_course(None, {})
    names = set(course.exercise_ids())
    for exercise in (load_exercise(course, exercise_id) for exercise_id in course.exercise_ids()):
        names |= {target.name for target in exercise.targets}
        names |= {param.name for param in exercise.params}
        names |= {given.name for given in exercise.modules}
    files = [path for path in (root / "grader").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert {".py", ".html", ".txt"} <= {path.suffix for path in files}
    assert len(names) > 2 * len(course.exercise_ids()) > 2 * 10
    for path in files:
        words = set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
        assert not names & words, path


def _first_cells(page: str, heading: str) -> list[str]:
    """Give the first cell of each row of a section's table, without its head."""
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| ([^|]+?) \|", section, re.MULTILINE)[1:]


def _words(cell: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", cell))
