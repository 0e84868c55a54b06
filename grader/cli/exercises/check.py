"""`grade exercise check [ID]`: whether the parts of an exercise agree, and prove what they should."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec

from grader.audit.agreement import disagreements
from grader.audit.matrix import make_matrix, reason_for_survival
from grader.audit.soundness import Finding, examine, once_for_all_cases
from grader.audit.statements import missing_parts, sample_name
from grader.cli.exercises.trial import tried
from grader.cli.findings import count_errors, findings_json, findings_text
from grader.cli.output import emit, look_of
from grader.diagnosis.catalogue import catalogue_folder, load_catalogue
from grader.errors import CourseError, Problem
from grader.messages import LANGS, message
from grader.oracle import make_cases
from grader.pipeline.preparing import Wishes, prepare
from grader.suite.cases import load_suite
from grader.suite.course import find_course, suite_paths
from grader.suite.exercise import load_exercise
from grader.suite.secret import course_secret
from grader.suite.text import read_text
from grader.suite.unit import load_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from grader.messages import Lang, Message
    from grader.model.case import Case, Suite
    from grader.model.exercise import Exercise
    from grader.suite.course import Course

T = TypeVar("T")

EXIT_WRONG = 4


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    lang: Lang
    exercise: str | None
    course: str | None
    form: str


def run_check(options: Options) -> int:
    """Check one exercise, or all of the course; 4 where something is wrong, 0 for nothing but warnings."""
    secret = course_secret(os.environ)
    course = find_course(options.course, os.environ)
    ids = load_unit(course).levels if options.exercise is None else (options.exercise,)
    checks = [_Check(course, name, secret) for name in ids]
    for check in checks:
        check.run()
    findings = [found for check in checks for found in check.findings]
    if options.form == "json":
        emit(findings_json(findings, options.lang), None, encoding="utf-8")
    else:
        lang = look_of(options.lang).lang
        emit("".join(findings_text(check.findings, [check.summary()], lang) for check in checks), None)
    return EXIT_WRONG if count_errors(findings) else 0


class _Check:
    """One exercise: what is found, and what there is to count."""

    def __init__(self, course: Course, exercise_id: str, secret: bytes) -> None:
        self.findings: list[Finding] = []
        self._course = course
        self._id = exercise_id
        self._secret = secret
        self._cases = self._points = self._misconceptions = 0

    def run(self) -> None:
        """Check everything; what cannot be read keeps nothing else from being checked."""
        exercise = self._attempt(lambda: load_exercise(self._course, self._id))
        if exercise is None:
            return
        template = exercise.folder / "template.py"
        self._note(lambda: disagreements(exercise, template, read_text(template)))
        suite = self._attempt(lambda: load_suite(exercise, suite_paths(self._course, self._id)))
        if suite is None:
            return
        self._cases, self._points = len(suite.cases), sum(spec.points for spec in suite.cases)
        sound = examine(suite, secret=self._secret, whole=True)
        self.findings += once_for_all_cases(sound)
        if not count_errors(sound):
            self._prove(exercise, suite)

    def summary(self) -> Message:
        """Say what was checked, and what it came to."""
        errors = count_errors(self.findings)
        return message(
            "exercise.checked",
            id=self._id,
            cases=self._cases,
            points=self._points,
            misconceptions=self._misconceptions,
            errors=errors,
            warnings=len(self.findings) - errors,
        )

    def _prove(self, exercise: Exercise, suite: Suite) -> None:
        """Check what needs cases with expected values."""
        cases = make_cases(suite, suite.cases, secret=self._secret)
        named = sample_name(suite)
        sample = next((case for case in cases if case.spec.name == named), None)
        for lang in LANGS:
            self._note(partial(_statement, exercise, lang, sample))
        template = exercise.folder / "template.py"
        told = [found.problem for found in self.findings if found.problem.path == template]
        if template.is_file() and not any(one.told.key == "catalogue.not_python" for one in told):
            wishes = Wishes(hints=False)
            self._note(lambda: tried(prepare(self._course, exercise, wishes, secret=self._secret)))
        self._note(lambda: self._survivors(exercise, cases))

    def _survivors(self, exercise: Exercise, cases: tuple[Case, ...]) -> Iterator[Finding]:
        known = load_catalogue(exercise).misconceptions
        self._misconceptions = len(known)
        if not known:
            folder = catalogue_folder(exercise)
            yield Finding("warning", Problem(message("exercise.no_misconceptions"), folder))
        matrix = make_matrix(exercise, known, cases)
        for row in matrix.survivors():
            why = reason_for_survival(known[row], matrix.specs)
            told = message("exercise.misconception_passes", why=why)
            yield Finding("error", Problem(told, known[row].path))

    def _attempt(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except CourseError as error:
            self.findings += (Finding("error", problem) for problem in error.problems)
            return None

    def _note(self, find: Callable[[], Iterable[Finding]]) -> None:
        self.findings += self._attempt(lambda: list(find())) or ()


def _statement(exercise: Exercise, lang: Lang, sample: Case | None) -> Iterator[Finding]:
    path = exercise.folder / f"statement.{lang}.md"
    return missing_parts(path, read_text(path), getattr(exercise.title, lang), sample)
