"""Submissions of the corpus are given the misconceptions in their headers, and no others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.diagnosis import MISCONCEPTIONS_MAX, diagnose
from grader.submission import read_submission

if TYPE_CHECKING:
    from tests.diagnosis.conftest import Run, Shipped

CORPUS = Path(__file__).parents[1] / "corpus" / "maxpool_backward"


def header(path: Path, key: str) -> str | None:
    found = re.search(rf"# {key}: ([^\r\n\\\"]*)".encode(), path.read_bytes()[:4096])
    return None if found is None else found[1].decode("ascii").strip()


FILES = sorted(path for kind in ("right", "wrong", "broken") for path in (CORPUS / kind).glob("*.py"))
# The others never get to a value, or an exception, of their own.
ANSWERING = [path for path in FILES if header(path, "expect") in {"AC", "WA", "RTE"}]
NAMED = [path for path in ANSWERING if header(path, "misconception") is not None]
UNNAMED = [path for path in ANSWERING if header(path, "misconception") is None]


def names(path: Path, shipped: Shipped, run: Run) -> list[str]:
    seen = run(read_submission(str(path)).source)
    found = diagnose(shipped.catalogue, seen, atol=shipped.exercise.tolerance.atol)
    return [] if found is None else [one.id for one in found.misconceptions]


@pytest.mark.parametrize("path", NAMED, ids=lambda path: path.stem)
def test_misconception_in_the_header_is_named(path: Path, shipped: Shipped, run: Run) -> None:
    found = names(path, shipped, run)
    assert header(path, "misconception") in found
    assert len(found) <= MISCONCEPTIONS_MAX


@pytest.mark.parametrize("path", UNNAMED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_name_without_a_header(path: Path, shipped: Shipped, run: Run) -> None:
    assert names(path, shipped, run) == []


def test_corpus_has_enough_of_each() -> None:
    assert len(NAMED) >= 50
    assert sum(path.parent.name == "right" for path in UNNAMED) >= 20
    assert sum(path.parent.name != "right" for path in UNNAMED) >= 20
