"""Turns an order and a task into an answer: what every lane does, on this machine or on a cluster.

A process makes an exercise ready once, keeps a warm sandbox, and grades one task after another with them. It
writes nothing and answers the same however often it is asked. Student code runs in the sandbox's workers and
never here.
"""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from grader.batch.digest import differing, digest_of, parts_of
from grader.batch.task import Graded, NotGraded
from grader.batch.watching import WatchedSandbox
from grader.errors import CourseError, GraderError, InternalError, IsolationError, UsageError
from grader.messages import message, say
from grader.model.judgement import Verdict
from grader.oracle.solutions import forget_solutions
from grader.pipeline.isolation import require_level
from grader.pipeline.preparing import grade_submission, prepare
from grader.report.json import to_document
from grader.sandbox import open_sandbox
from grader.submission import submission_from
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise
from grader.suite.secret import course_secret

if TYPE_CHECKING:
    from grader.batch.task import Answer, Order, Task
    from grader.model.report import Level, Report
    from grader.pipeline import Ready
    from grader.sandbox.interface import Sandbox


class _OtherDigestError(InternalError):
    """Grades would rest on other things here than the order says."""


_PROOFS: Final = 3
_BENCHES_MAX: Final = 4
"""Of a process that lives longer than a run; each has a zygote."""
_REFUSALS: Final = (UsageError, CourseError, IsolationError, _OtherDigestError)
"""What another try would not change."""


class Prepared(NamedTuple):
    """An exercise that is ready, and what it was made of."""

    ready: Ready
    parts: dict[str, str]


class _Bench(NamedTuple):
    """Where submissions are graded, one at a time."""

    order: Order
    ready: Ready
    sandbox: Sandbox

    def grade(self, task: Task) -> Answer:
        submission = submission_from("", task.unreadable or task.data, notebook=task.notebook)
        watched = WatchedSandbox(self.sandbox)
        strict = self.order.wishes.strict_template
        report = grade_submission(self.ready, submission, watched, strict=strict)
        try:
            require_level(self.order.required, report.isolation)  # of a zygote that replaced another
        except IsolationError as error:
            leave(self.order)
            return NotGraded(sha256=task.sha256, detail=error.text(self.order.lang))
        if report.verdict is Verdict.IE:
            detail = watched.failure or say(message("batch.no_detail"), self.order.lang)
            return NotGraded(sha256=task.sha256, detail=detail)
        return Graded(
            sha256=task.sha256,
            document=_document(report, self.order),
            timed_out=watched.timed_out,
        )


_prepared: dict[Order, Prepared] = {}  # by what of an order decides how an exercise is made ready
# By process: a zygote is not the child of those that were forked from its parent.
_benches: dict[tuple[int, Order], _Bench] = {}
_one_at_a_time = threading.Lock()


def perform(order: Order, task: Task) -> Answer:
    """Grade one task.

    Parameters
    ----------
    order : Order
        How. What a process needs for it is made at its first task and kept.
    task : Task
        One submission.

    Returns
    -------
    Graded or NotGraded
        Never a result in which the grader itself failed on some case: that is a `NotGraded`.
    """
    with _one_at_a_time:
        try:
            return _bench(order).grade(task)
        except GraderError as error:
            fatal = isinstance(error, _REFUSALS)
            code = error.exit_code
            told = error.text(order.lang)
            return NotGraded(sha256=task.sha256, detail=told, fatal=fatal, exit_code=code)
        except Exception as error:  # noqa: BLE001 - one submission must not stop a batch
            leave(order)  # whatever state its sandbox is in
            return NotGraded(sha256=task.sha256, detail=f"{type(error).__name__}: {error}")


def prepared(order: Order) -> Prepared:
    """Make the exercise of an order ready, or find it made: by this process, or before it was forked.

    Raises
    ------
    GraderError
        The course, the exercise or the secret is not in order.
    """
    own = msgspec.structs.replace(order, digest="", parts=(), required="N")
    made = _prepared.get(own)
    # Where it is another digest, this process was here for an earlier run, and files have changed since.
    if made is None or (order.digest and digest_of(made.parts) != order.digest):
        made = _prepared[own] = _prepare(order)
    return made


def _prepare(order: Order) -> Prepared:
    forget_solutions()
    course = find_course(order.course, os.environ)
    exercise = load_exercise(course, order.exercise)
    secret = course_secret(os.environ)
    parts = parts_of(order, course, exercise, secret=secret)
    ready = prepare(course, exercise, order.wishes, secret=secret)
    _ask_misconceptions(ready)
    if parts_of(order, course, exercise, secret=secret) != parts:
        raise UsageError(message("batch.moved"))
    return Prepared(ready, parts)


def with_digest(order: Order) -> Order:
    """Make the exercise ready, and give the order the digest of all that its grades depend on.

    Raises as `prepared` does.
    """
    made = prepared(order)
    parts = tuple(sorted(made.parts.items()))
    return msgspec.structs.replace(order, digest=digest_of(made.parts), parts=parts)


def open_isolated(
    required: Level, *, without: tuple[str, ...], extra: tuple[str, ...], started: Sandbox | None = None
) -> Sandbox:
    """Open a sandbox that isolates submissions well enough; `started` is one to begin with.

    A zygote or a probe that somebody killed proves nothing, so what does not succeed is tried again.

    Raises
    ------
    IsolationError
        It does not.
    InternalError
        It cannot be opened.
    """
    for _ in range(_PROOFS - 1):
        with contextlib.suppress(IsolationError, InternalError):
            return _checked(started or open_sandbox(without=without, extra=extra), required)
        started = None
    return _checked(open_sandbox(without=without, extra=extra), required)


def _checked(sandbox: Sandbox, required: Level) -> Sandbox:
    with contextlib.ExitStack() as opened:
        opened.enter_context(sandbox)
        require_level(required, sandbox.isolation)
        opened.pop_all()
    return sandbox


def leave(order: Order) -> None:
    """End the sandbox of an order, if this process has one."""
    bench = _benches.pop((os.getpid(), order), None)
    if bench is not None:
        bench.sandbox.close()


def _bench(order: Order) -> _Bench:
    own = (os.getpid(), order)
    if own not in _benches:
        made = prepared(order)
        _refuse_other(order, made.parts)
        for _, other in [found for found in _benches if found[0] == os.getpid()][: 1 - _BENCHES_MAX]:
            leave(other)
        imports = made.ready.exercise.imports
        sandbox = open_isolated(order.required, without=order.without, extra=imports)
        _benches[own] = _Bench(order, made.ready, sandbox)
    return _benches[own]


def _refuse_other(order: Order, own: dict[str, str]) -> None:
    """Refuse to grade with anything but what the order was made of."""
    if digest_of(own) == order.digest:
        return
    theirs = dict(order.parts)
    names = ", ".join(_told(name, theirs.get(name), own.get(name)) for name in differing(theirs, own))
    raise _OtherDigestError(message("batch.other_digest", names=names))


def _told(name: str, theirs: str | None, own: str | None) -> str:
    """Name a part that differs, with its version where it has one."""
    if name in {"numpy", "python"}:
        return f"{name} ({theirs} / {own})"
    return name


def _ask_misconceptions(ready: Ready) -> None:
    """Have every misconception answer every case now, for all the lanes that are forked from here."""
    if ready.hints is None:
        return
    wanted = [case for case in ready.cases if case.spec.visibility in ready.exercise.hints]
    try:
        catalogue = ready.hints.catalogue(ready.exercise)
        for misconception in catalogue.misconceptions:
            for case in wanted:
                catalogue.answer(misconception, case)
        catalogue.course_clues()
    except GraderError:  # as in grading: a broken catalogue costs hints, and `grade cases audit` says why
        return


def _document(report: Report, order: Order) -> bytes:
    document: Any = to_document(report, lang=order.lang)
    return msgspec.json.encode(document)
