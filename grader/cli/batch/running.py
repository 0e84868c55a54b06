"""Turns the options of `grade batch` into graded submissions, files, a summary and an exit code."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import msgspec

from grader.batch.local import LocalPool, cores
from grader.batch.lock import locked
from grader.batch.outcome import CaseFacts, RunFacts
from grader.batch.performing import open_isolated, prepared, with_digest
from grader.batch.results import Results
from grader.batch.run import Surroundings, grade_all
from grader.batch.store import opened
from grader.batch.task import Order
from grader.cli.batch.class_list import ClassList, Wanted, class_list
from grader.cli.batch.display import display_for
from grader.cli.batch.interrupting import interruptible
from grader.cli.batch.plan import make_plan
from grader.cli.batch.summary import tell_failures, tell_plan, tell_skipped, tell_summary
from grader.cli.chosen import chosen_exercise
from grader.cli.language import language_on
from grader.cli.output import cannot_write
from grader.errors import UsageError
from grader.messages import message, say
from grader.model.report import LEVELS
from grader.pipeline.preparing import Wishes
from grader.sandbox import open_sandbox
from grader.suite.cases import load_suite
from grader.suite.course import find_course

if TYPE_CHECKING:
    from grader.batch.results import Tally
    from grader.batch.run import Progress
    from grader.batch.task import Pool
    from grader.messages import Lang
    from grader.model.exercise import Exercise
    from grader.model.report import Level

EXIT_GRADED = 0
EXIT_SOME_NOT_GRADED = 3
EXIT_INTERRUPTED = 130


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    lang: Lang
    paths: tuple[str, ...]
    folder: str
    exercise: str | None
    course: str | None
    cases: str | None
    names: tuple[str, ...]
    pattern: str | None
    id_from: str | None
    roster: str | None
    lanes: int | None
    cluster: str | None
    insecure_cluster: bool
    tls_ca_file: str | None
    tls_cert: str | None
    tls_key: str | None
    timeout_seconds: float | None
    memory_mebibytes: int | None
    require_isolation: Level
    without: tuple[str, ...]
    strict_template: bool
    no_hints: bool
    dry_run: bool
    quiet: bool
    verbose: bool


class _Ready(msgspec.Struct, frozen=True, kw_only=True):
    """What a run starts from: who there is, what is graded and how, and the levels whose results count."""

    students: ClassList
    exercise: Exercise
    order: Order
    levels: tuple[Level, ...]


class _Done(NamedTuple):
    """What came of a run, when all of it is written: there is only left to tell it."""

    progress: Progress
    tally: Tally
    failures: tuple[tuple[str, str], ...]
    interrupted: bool


def run_batch(options: Options) -> int:
    """Grade a class, write the outputs, and return the exit code.

    Raises
    ------
    GraderError
        For everything that keeps all submissions from being graded.
    """
    _refuse_without_cluster(options)
    folder = Path(options.folder)
    ready = _get_ready(options, folder)
    if not options.quiet:
        students = ready.students  # the rows of a run are told at its end
        tell_skipped(students.skipped if options.dry_run else students.beside_rows, options.lang)
    if options.dry_run:
        return _plan(options, folder, ready)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            done = _grade(options, folder, ready)
    except BrokenPipeError:  # whoever reads how far the run has come has left
        raise
    except OSError as error:
        raise cannot_write(error.filename2 or error.filename or folder, error) from error
    if not options.quiet:
        tell_failures(done.failures, options.lang)
    tell_summary(done.progress, done.tally, folder, options.lang)
    return _exit_code(done, ready.students)


def _refuse_without_cluster(options: Options) -> None:
    """Refuse what would have no effect here, and is meant to."""
    of_cluster = {
        "--insecure-cluster": options.insecure_cluster,
        "--tls-ca-file": options.tls_ca_file,
        "--tls-cert": options.tls_cert,
        "--tls-key": options.tls_key,
    }
    names = [name for name, value in of_cluster.items() if value]
    if names and options.cluster is None:
        raise UsageError(message("cluster.without_cluster", names=", ".join(names)))


def _get_ready(options: Options, folder: Path) -> _Ready:
    course = find_course(options.course, os.environ)
    exercise = chosen_exercise(course, options.exercise)
    if options.cases is not None and not Path(options.cases).is_file():
        load_suite(exercise, [Path(options.cases)])  # which says what is there instead
    wanted = Wanted(options.paths, options.pattern, options.id_from, options.roster)
    students = class_list(wanted, exercise, folder, options.lang)
    order, level = _order(options, exercise), options.require_isolation
    if options.cluster is not None:
        order = with_digest(order)
    else:
        # It finds out how submissions are isolated here while the exercise is made ready.
        with open_sandbox(without=options.without, extra=exercise.imports) as started:
            order = with_digest(order)
            with open_isolated(
                level, without=order.without, extra=exercise.imports, started=started
            ) as proved:
                level = proved.isolation.level
        order = msgspec.structs.replace(order, required=level)
    return _Ready(students=students, exercise=exercise, order=order, levels=_at_least(level))


def _order(options: Options, exercise: Exercise) -> Order:
    named = options.course or os.environ.get("GRADE_COURSE")
    return Order(
        course=str(Path(named).expanduser().resolve()) if named else None,
        exercise=exercise.id,
        wishes=Wishes(
            cases=str(Path(options.cases).resolve()) if options.cases else None,
            names=options.names,
            timeout_seconds=options.timeout_seconds,
            memory_mebibytes=options.memory_mebibytes,
            strict_template=options.strict_template,
            hints=not options.no_hints,
            examples=False,
        ),
        lang=options.lang,
        without=options.without,
        required=options.require_isolation,
        digest="",
    )


def _at_least(level: Level) -> tuple[Level, ...]:
    """Give the levels that count: what was isolated better than that is as good."""
    return LEVELS[: LEVELS.index(level) + 1]


def _plan(options: Options, folder: Path, ready: _Ready) -> int:
    with opened(folder, make=False) as connection:
        results = Results(connection, ready.order, ready.levels)
        plan = make_plan(ready.students.entries, results, ready.order)
    tell_plan(plan, options.lang, verbose=options.verbose)
    return EXIT_GRADED


def _grade(options: Options, folder: Path, ready: _Ready) -> _Done:
    """Grade what is to be graded, and write everything, however far it came."""
    from grader.batch.outputs import write_outputs  # noqa: PLC0415 - jinja2 and more, when there is something to write

    started, ticks = datetime.now(UTC), time.monotonic()
    with opened(folder) as connection:
        results = Results(connection, ready.order, ready.levels)
        results.begin(ready.students.students)
        with (
            display_for(options.lang, quiet=options.quiet) as display,
            interruptible(lambda: _tell_stopping(options)) as interruption,
        ):
            around = Surroundings(
                results=results,
                open_pool=lambda: _open_pool(options, ready.order),
                watch=display.show,
                stopped=interruption,
                lang=options.lang,
            )
            progress = grade_all(ready.students.entries, around)
        tally = results.tally()
        facts = RunFacts(
            **_known(ready, options.lang),
            started=started,
            seconds=time.monotonic() - ticks,
            level=tally.level or ready.levels[-1],
            finished=not interruption.wanted,
        )
        unfinished = say(message("batch.unfinished"), options.lang)
        write_outputs(folder, lambda: results.outcomes(unfinished), facts, options.lang)
        return _Done(progress, tally, tuple(results.failures()), interruption.wanted)


def _open_pool(options: Options, order: Order) -> Pool:
    if options.cluster is None:
        return LocalPool(order, options.lanes or cores())
    from grader.batch.cluster import Certificates, open_cluster  # noqa: PLC0415 - only where it is asked for

    return open_cluster(
        options.cluster,
        order,
        force=options.insecure_cluster,
        certificates=Certificates(options.tls_ca_file, options.tls_cert, options.tls_key),
        verbose=options.verbose,
    )


def _known(ready: _Ready, lang: Lang) -> dict[str, Any]:
    """Give those facts of the run that are known before it."""
    specs = [case.spec for case in prepared(ready.order).ready.cases]
    cases = [
        CaseFacts(name=spec.name, points=spec.points, hidden=spec.visibility != "public") for spec in specs
    ]
    return {
        "exercise": ready.exercise.id,
        "title": getattr(ready.exercise.title, lang),
        "cases": tuple(cases),
        "max_score": sum(spec.points for spec in specs),
        "roster": ready.students.columns,
        "digest": ready.order.digest,
        "parts": dict(ready.order.parts),
    }


def _tell_stopping(options: Options) -> None:
    if not options.quiet and sys.stderr is not None:
        click.echo(say(message("batch.stopping"), language_on(sys.stderr, options.lang)), err=True)


def _exit_code(done: _Done, students: ClassList) -> int:
    if done.interrupted:
        return EXIT_INTERRUPTED
    lost = any(one.lost for one in students.skipped)
    return EXIT_SOME_NOT_GRADED if done.progress.failed or lost else EXIT_GRADED
