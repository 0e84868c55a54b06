"""Every submission of the corpus is judged as its first lines say, in one warm sandbox."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest

from grader.model.judgement import Verdict
from grader.pipeline.preparing import Wishes, grade_submission, prepare
from grader.sandbox import open_sandbox
from grader.submission import read_submission
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.model.report import Report
    from grader.pipeline import Ready
    from grader.sandbox.interface import Sandbox

HERE = Path(__file__).parent
FILES = sorted(path for path in HERE.glob("*/*/*") if path.suffix in {".py", ".ipynb"})
EXERCISES = sorted({path.parent.parent.name for path in FILES})
# What hangs does so under any limit; the other verdicts are not to hang on how busy the machine is.
SHORT_SECONDS = 1.0
HANGS = {"TLE"}
HANGS_AT_IMPORT = {"loop_at_import.py"}
# Slow in every case alike, so that the first cases say as much as all of them.
SLOW = {"MLE", "OLE"}
SLOW_CASES = 2


class Expected(NamedTuple):
    verdict: str
    score: int | None
    fails: frozenset[str] | None


def header(path: Path, key: str) -> str | None:
    """Find `# key: value`, whatever the file's encoding and line ends are; in a notebook's JSON too."""
    found = re.search(rf"# {key}: ([^\r\n\\\"]*)".encode(), path.read_bytes()[:4096])
    return None if found is None else found[1].decode("ascii").strip()


def expected(path: Path) -> Expected:
    score, fails = header(path, "score"), header(path, "fails")
    return Expected(
        verdict=header(path, "expect") or f"{path.name} does not say what to expect",
        score=None if score is None else int(score),
        fails=None if fails is None else frozenset(name.strip() for name in fails.split(",")),
    )


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.fixture(scope="module")
def readies() -> dict[str, Ready]:
    """Every exercise of the course that has a corpus, by its id."""
    course, wishes = find_course(None, os.environ), Wishes(hints=False)
    return {name: prepare(course, load_exercise(course, name), wishes, secret=b"") for name in EXERCISES}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with open_sandbox(warm=True) as opened:
        yield opened


def graded(path: Path, readies: dict[str, Ready], sandbox: Sandbox) -> Report:
    ready = readies[path.parent.parent.name]
    if expected(path).verdict in SLOW:
        ready = msgspec.structs.replace(ready, cases=ready.cases[:SLOW_CASES])
    if expected(path).verdict in HANGS or path.name in HANGS_AT_IMPORT:
        limits = msgspec.structs.replace(ready.exercise.limits, wall_seconds=SHORT_SECONDS)
        exercise = msgspec.structs.replace(ready.exercise, limits=limits)
        ready = msgspec.structs.replace(ready, exercise=exercise)
    return grade_submission(ready, read_submission(str(path)), sandbox, strict=False)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_submission_is_judged_as_its_header_says(
    path: Path, readies: dict[str, Ready], sandbox: Sandbox
) -> None:
    report = graded(path, readies, sandbox)
    wanted = expected(path)
    failed = {
        result.case.spec.name for result in report.results if result.judgement.verdict is not Verdict.AC
    }
    assert report.verdict == wanted.verdict
    if wanted.score is not None:
        assert report.score == wanted.score
    if wanted.fails is not None:
        assert failed == wanted.fails


@pytest.mark.parametrize("kind", ["right", "wrong", "broken"])
def test_corpus_has_submissions_of_each_kind(kind: str) -> None:
    assert sum(path.parent.name == kind for path in FILES) >= 50


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name == "right"], ids=name)
def test_right_submissions_are_said_to_be_worth_full_marks(path: Path) -> None:
    assert expected(path) == Expected("AC", 100, None)
