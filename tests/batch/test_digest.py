from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from grader.batch.digest import differing, digest_of, parts_of
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise
from tests.batch.scene import shipped_order

if TYPE_CHECKING:
    from pathlib import Path

    from grader.batch.task import Order

EXERCISE = "maxpool_backward"


def parts(course: Path, order: Order | None = None, secret: bytes = b"") -> dict[str, str]:
    found = find_course(str(course), {})
    return parts_of(order or shipped_order(), found, load_exercise(found, EXERCISE), secret=secret)


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        (f"exercises/{EXERCISE}/exercise.yaml", {"exercise"}),
        (f"exercises/{EXERCISE}/template.py", {"template"}),
        (f"cases/{EXERCISE}.yaml", {"cases"}),
        (f"cases/{EXERCISE}.hidden.yaml", {"cases"}),
        ("reference/maxpool.py", {"reference"}),
        ("reference/im2col.py", {"reference", "modules"}),
        (f"reference/misconceptions/{EXERCISE}/_clues.py", {"misconceptions"}),
        (f"exercises/{EXERCISE}/statement.en.md", set()),
        ("reference/misconceptions/another/one.py", set()),
        ("cases/another.yaml", set()),
        ("exercises/another/exercise.yaml", set()),
    ],
)
def test_a_changed_file_changes_its_part_alone(file: str, changed: set[str], course: Path) -> None:
    before = parts(course)
    path = course / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as text:
        text.write("\n# changed\n")
    after = parts(course)
    assert set(differing(before, after)) == changed
    assert (digest_of(before) == digest_of(after)) is (not changed)


def test_a_new_hidden_suite_changes_the_cases(course: Path) -> None:
    before = parts(course)
    (course / "cases" / f"{EXERCISE}.hidden.yaml").unlink()
    assert differing(before, parts(course)) == ("cases",)


@pytest.mark.parametrize(
    ("order", "changed"),
    [
        (shipped_order("sample"), "cases"),
        (shipped_order(lang="zh"), "language"),
        (msgspec.structs.replace(shipped_order(), without=("landlock",)), "options"),
    ],
)
def test_what_is_asked_for_changes_its_part(order: Order, changed: str, course: Path) -> None:
    assert differing(parts(course), parts(course, order)) == (changed,)


@pytest.mark.parametrize(
    "wish",
    [{"timeout_seconds": 3.0}, {"memory_mebibytes": 99}, {"strict_template": True}, {"examples": True}],
)
def test_every_wish_is_an_option(wish: dict[str, object], course: Path) -> None:
    order = shipped_order()
    wishes = msgspec.structs.replace(order.wishes, **wish)
    assert differing(parts(course), parts(course, msgspec.structs.replace(order, wishes=wishes))) == (
        "options",
    )


def test_the_secret_is_known_by_its_fingerprint_alone(course: Path) -> None:
    secret = b"sixteen bytes or more"
    found = parts(course, secret=secret)
    assert differing(parts(course), found) == ("secret",)
    assert secret.decode() not in repr(found)


def test_the_place_of_the_course_is_no_part(course: Path) -> None:
    moved = course.parent / "elsewhere"
    before = parts(course)
    course.rename(moved)
    assert parts(moved) == before


def test_without_hints_misconceptions_are_no_part(course: Path) -> None:
    order = shipped_order()
    order = msgspec.structs.replace(order, wishes=msgspec.structs.replace(order.wishes, hints=False))
    before = parts(course, order)
    (course / "reference" / "misconceptions" / EXERCISE / "_clues.py").unlink()
    assert parts(course, order) == before
