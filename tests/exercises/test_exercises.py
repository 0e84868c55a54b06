"""Every exercise of the course is whole: cases, misconceptions, statements, template and reference agree."""

from __future__ import annotations

import os
import re
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.audit.audit import audit
from grader.audit.soundness import FULL_MARKS, examine
from grader.audit.verdicts import passes
from grader.diagnosis.catalogue import load_catalogue
from grader.model.judgement import Verdict
from grader.oracle import load_reference, make_cases
from grader.oracle.solutions import Failed, play
from grader.pipeline.preparing import Wishes, grade_submission, prepare
from grader.sandbox import open_sandbox
from grader.submission import read_submission
from grader.submission.markers import find_regions
from grader.suite.cases import load_suite
from grader.suite.course import find_course, suite_paths
from grader.suite.exercise import load_exercise
from grader.suite.text import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.audit import Audit
    from grader.diagnosis.catalogue import Answer
    from grader.model.case import Suite
    from grader.model.exercise import Exercise
    from grader.sandbox.interface import Sandbox

COURSE = find_course(None, os.environ)
IDS = COURSE.exercise_ids()
LANGUAGES = ("zh", "en")
CASES_MIN = 8
MISCONCEPTIONS_MIN = 8
CATCHING_MIN = 2

every_exercise = pytest.mark.parametrize("exercise_id", IDS)
every_statement = pytest.mark.parametrize("language", LANGUAGES)


@cache
def suite_of(exercise_id: str) -> Suite:
    return load_suite(load_exercise(COURSE, exercise_id), suite_paths(COURSE, exercise_id))


@cache
def audit_of(exercise_id: str) -> Audit:
    suite = suite_of(exercise_id)
    return audit(suite, load_catalogue(suite.exercise).misconceptions)


def exercise_of(exercise_id: str) -> Exercise:
    return suite_of(exercise_id).exercise


def statement(exercise_id: str, language: str) -> str:
    return read_text(exercise_of(exercise_id).folder / f"statement.{language}.md")


def template(exercise_id: str) -> str:
    return read_text(exercise_of(exercise_id).folder / "template.py")


def fingerprint(answer: Answer) -> object:
    """Reduce an answer to what a report would tell apart."""
    if isinstance(answer, Failed):
        return answer.call, answer.type_name, str(answer.error)
    return [
        (name, value.shape, value.astype(np.float64).round(4).tobytes())
        if isinstance(value, np.ndarray)
        else (name, repr(value))
        for name, value in answer.items()
    ]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with open_sandbox(warm=True) as opened:
        yield opened


@every_exercise
def test_cases_are_enough_public_and_hidden_and_worth_full_marks(exercise_id: str) -> None:
    cases = suite_of(exercise_id).cases
    assert len(cases) >= CASES_MIN
    assert sum(spec.points for spec in cases) == FULL_MARKS
    assert {spec.visibility for spec in cases} == {"public", "hidden"}
    assert all(spec.points > 0 for spec in cases)


@every_exercise
def test_every_class_has_cases_and_every_case_says_what_it_is_about(exercise_id: str) -> None:
    suite = suite_of(exercise_id)
    assert {spec.target for spec in suite.cases} == {target.name for target in suite.exercise.targets}
    assert [spec.name for spec in suite.cases if spec.explain is None] == []


@every_exercise
def test_cases_leave_no_doubt(exercise_id: str) -> None:
    told = [found.problem.text("en") for found in examine(suite_of(exercise_id), secret=b"", whole=True)]
    assert told == []


@every_exercise
def test_cases_are_as_good_under_a_course_secret(exercise_id: str) -> None:
    found = examine(suite_of(exercise_id), secret=b"a secret of a course", whole=True)
    assert [one.problem.text("en") for one in found] == []


@every_exercise
def test_nothing_survives_the_cases(exercise_id: str) -> None:
    done = audit_of(exercise_id)
    assert [one.misconception.id for one in done.survivors] == []
    assert done.matrix.trivial_survivors() == ()
    assert done.proof.failures == ()
    assert done.passed


@every_exercise
def test_misconceptions_are_enough_and_fail_two_cases_each_a_public_one_among_them(exercise_id: str) -> None:
    matrix = audit_of(exercise_id).matrix
    public = [spec.visibility == "public" for spec in matrix.specs]
    assert len(matrix.misconceptions) >= MISCONCEPTIONS_MIN
    assert [
        known.id
        for known, row in zip(matrix.misconceptions, matrix.caught, strict=True)
        if row.sum() < CATCHING_MIN or not row[public].any()
    ] == []


@every_exercise
def test_no_two_misconceptions_answer_alike(exercise_id: str) -> None:
    suite = suite_of(exercise_id)
    catalogue = load_catalogue(suite.exercise)
    public = [case for case in make_cases(suite, suite.cases) if case.spec.visibility == "public"]
    answers = {
        known.id: [fingerprint(catalogue.answer(known, case)) for case in public]
        for known in catalogue.misconceptions
    }
    assert [pair for pair in combinations(answers, 2) if answers[pair[0]] == answers[pair[1]]] == []


@every_exercise
def test_misconceptions_say_in_both_languages_what_to_think_about(exercise_id: str) -> None:
    for known in load_catalogue(exercise_of(exercise_id)).misconceptions:
        told = known.explanation
        assert re.search(r"[\u4e00-\u9fff]{4}", told.zh), known.id
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]", told.zh), known.id
        assert re.search(r"[?？]|[Cc]ompare|[Tt]ry|Write down|试试|比一比", told.zh + told.en), known.id
        assert (len(told.zh) <= 180, len(told.en) <= 420) == (True, True), known.id


@every_exercise
def test_the_reference_passes_where_backward_is_proven_by_gradients(exercise_id: str) -> None:
    suite = suite_of(exercise_id)
    reference = load_reference(suite.exercise)
    for case in make_cases(suite, suite.cases):
        assert passes(suite.exercise, case, play(reference, case.spec, case.inputs)), case.spec.name
    backward = any(step.call == "backward" for target in suite.exercise.targets for step in target.steps)
    assert not backward or 2 * len(audit_of(exercise_id).proof.numerical) >= len(suite.cases)


@every_exercise
def test_the_template_runs_and_passes_no_case(exercise_id: str, sandbox: Sandbox) -> None:
    exercise = exercise_of(exercise_id)
    ready = prepare(COURSE, exercise, Wishes(hints=False), secret=b"")
    submission = read_submission(str(exercise.folder / "template.py"))
    report = grade_submission(ready, submission, sandbox, strict=False)
    assert {result.judgement.verdict for result in report.results} == {Verdict.WA}
    assert report.score == 0


@every_exercise
def test_the_template_has_a_region_in_every_class(exercise_id: str) -> None:
    source = template(exercise_id)
    names = [target.name for target in exercise_of(exercise_id).targets]
    starts = [source[: source.index(f"class {name}")].count("\n") + 1 for name in names]
    ends = [*starts[1:], source.count("\n") + 1]
    regions = find_regions(source)
    assert len(regions) >= len(names)
    for start, end in zip(starts, ends, strict=True):
        assert any(start < region.first_line <= end for region in regions)


@every_exercise
@every_statement
def test_the_statement_names_classes_methods_and_a_test(exercise_id: str, language: str) -> None:
    exercise = exercise_of(exercise_id)
    text = statement(exercise_id, language)
    for target in exercise.targets:
        assert f"`{target.name}`" in text
        assert {step.call for step in target.steps if f"`{step.call}" not in text} == set()
    for observed in {seen for target in exercise.targets for step in target.steps for seen in step.observe}:
        assert observed.attribute is None or f"`self.{observed.attribute}`" in text


@every_exercise
def test_both_statements_have_the_same_sections_and_the_same_sample(exercise_id: str) -> None:
    zh, en = (statement(exercise_id, language) for language in LANGUAGES)
    assert len(re.findall(r"(?m)^#+ ", zh)) == len(re.findall(r"(?m)^#+ ", en))
    assert re.search(r"[\u4e00-\u9fff]{4}", zh)
    assert not re.search(r"[\u4e00-\u9fff]{2}", en)
    samples = [re.findall(r"(?ms)^```\n(-?[\[\d].*?)^```$", text) for text in (zh, en)]
    assert samples[0] == samples[1] != []
