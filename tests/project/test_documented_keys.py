"""The pages on cases and exercises name the keys that the loader accepts, no other; their cases work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

import pytest

from grader.model.exercise import Distribution, DType, Limits, Tolerance
from grader.oracle import make_cases
from grader.suite import draws, exercise, inputs, protocol
from grader.suite.cases import load_suite
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise
from grader.suite.rules import CASE_KEYS
from grader.suite.unit import COURSE_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType


def _keys_of(module: ModuleType, name: str = "_KEYS") -> set[str]:
    found: Any = vars(module)[name]
    return set(found)


ACCEPTED = {
    ("cases.md", "The file"): {"exercise", "cases"},
    ("cases.md", "A case"): set(CASE_KEYS),
    ("cases.md", "Inputs"): _keys_of(inputs),
    ("cases.md", "Draws"): _keys_of(draws) | set(get_args(Distribution)),
    ("cases.md", "Steps"): _keys_of(protocol, "_STEP_KEYS"),
    ("exercises.md", "exercise.yaml"): _keys_of(exercise),
    ("exercises.md", "inputs"): {"shape", "draw"},
    ("exercises.md", "targets"): _keys_of(protocol, "_TARGET_KEYS"),
    ("exercises.md", "limits"): set(Limits.__struct_fields__),
    ("exercises.md", "tolerance"): set(Tolerance.__struct_fields__),
    ("exercises.md", "course.yaml"): set(COURSE_KEYS),
}


@pytest.mark.parametrize(("page", "heading"), ACCEPTED)
def test_tables_name_the_keys_that_the_loader_accepts(root: Path, page: str, heading: str) -> None:
    text = (root / "docs" / page).read_text(encoding="utf-8")
    _, _, rest = text.partition(f"# {heading}\n")
    section = re.split(r"^##+ ", rest, maxsplit=1, flags=re.MULTILINE)[0]
    documented = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert len(documented) == len(set(documented))
    assert set(documented) == ACCEPTED[page, heading]


def test_every_dtype_is_named(root: Path) -> None:
    text = (root / "docs" / "cases.md").read_text(encoding="utf-8")
    assert all(f"`{dtype}`" in text for dtype in get_args(DType))


@pytest.mark.parametrize("page", ["README.md", "docs/cases.md"])
def test_every_case_that_a_page_shows_can_be_run(
    page: str, blocks: Callable[[str, str], list[str]], tmp_path: Path
) -> None:
    ours = load_exercise(find_course(None, {}), "maxpool_backward")
    texts = blocks(page, "yaml")
    assert texts
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.yaml"
        whole = text.startswith("exercise:")
        path.write_text(text if whole else f"exercise: maxpool_backward\ncases:\n{text}", encoding="utf-8")
        suite = load_suite(ours, [path])
        assert make_cases(suite, suite.cases)


def test_every_key_of_a_case_is_shown_in_an_example(blocks: Callable[[str, str], list[str]]) -> None:
    shown = "\n".join(blocks("docs/cases.md", "yaml"))
    unseen = {key for key in CASE_KEYS if not re.search(rf"^ *(?:- )?{key}:", shown, re.MULTILINE)}
    assert unseen == {"visibility", "target"}
