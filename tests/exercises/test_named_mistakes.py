"""Wrong submissions of the corpus are told which known mistake theirs is, whatever the exercise."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.model.judgement import Verdict
from grader.pipeline.hints import Hints
from grader.pipeline.preparing import Wishes, grade_submission, prepare
from grader.sandbox import open_sandbox
from grader.submission import read_submission
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.pipeline import Ready
    from grader.sandbox.interface import Sandbox

CORPUS = Path(__file__).parents[1] / "corpus"
# The exercise that came first has a corpus, and tests of its hints, of its own.
FILES = sorted(path for path in CORPUS.glob("*/wrong/*.py") if path.parts[-3] != "maxpool_backward")


def misconception_in_header(path: Path) -> str | None:
    found = re.search(r"^# misconception: (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return None if found is None else found[1]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with open_sandbox(warm=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def readies() -> dict[str, Ready]:
    course = find_course(None, os.environ)
    wishes = Wishes(examples=False)
    ids = sorted({path.parts[-3] for path in FILES})
    return {name: prepare(course, load_exercise(course, name), wishes, secret=b"") for name in ids}


def test_corpus_has_wrong_submissions_with_names() -> None:
    assert sum(misconception_in_header(path) is not None for path in FILES) >= 12


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_the_mistake_in_the_header_is_named_and_no_other(
    path: Path, readies: dict[str, Ready], sandbox: Sandbox
) -> None:
    ready = readies[path.parts[-3]]
    assert isinstance(ready.hints, Hints)
    report = grade_submission(ready, read_submission(str(path)), sandbox, strict=False)
    assert report.verdict is not Verdict.AC
    known = () if report.diagnosis is None else report.diagnosis.misconceptions
    assert [one.id for one in known] == [name for name in [misconception_in_header(path)] if name]
