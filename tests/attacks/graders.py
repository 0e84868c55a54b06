"""Turns a submission's file into what the grader said of it: in this process, or by the command line."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple, Self

import msgspec

from grader.model.judgement import Verdict
from grader.pipeline.preparing import Wishes, grade_submission, prepare
from grader.report.formats import FORMATS, Run, render
from grader.report.text import render_text
from grader.sandbox import open_sandbox
from grader.sandbox.forked import ForkedSandbox
from grader.submission import read_submission
from grader.suite.course import find_course
from grader.suite.exercise import load_exercise
from tests.attacks.outputs import SECRET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tests.attacks.arena import Arena

EXERCISE: Final = "maxpool_backward"
_RUN: Final = Run(
    environment={name: "x" for form in FORMATS.values() for name in form.environment},
    now=datetime(2024, 1, 1, tzinfo=UTC),
)
_DESCRIPTOR: Final = 77
_HANG_SECONDS: Final = 60.0
_STATUSES: Final = (0, 1)


class Outcome(NamedTuple):
    """What the grader said, by format; `failed` is why it said nothing of the submission, if so."""

    full_marks: bool
    verdicts: tuple[str, ...]
    reports: dict[str, str]
    seconds: float
    failed: str | None = None


class WarmGrader:
    """Grades one submission after another in this process, with one sandbox.

    Parameters
    ----------
    arena : Arena
        Whose course is used.
    without : sequence of str
        Layers of isolation to leave out.
    warm : bool
        Whether the sandbox loads all the allowed modules at once.
    """

    def __init__(self, arena: Arena, *, without: Sequence[str] = (), warm: bool = True) -> None:
        course = find_course(str(arena.install), {})
        exercise = load_exercise(course, EXERCISE)
        self._ready = prepare(course, exercise, Wishes(), secret=b"")
        self._sandbox = open_sandbox(without=without, warm=warm)
        self.level = self._sandbox.isolation.level

    def grade(
        self, path: Path, *, wall_seconds: float | None = None, forms: Iterable[str] = ("json",)
    ) -> Outcome:
        """Grade one submission, and render the report as text and in some formats."""
        submission = read_submission(str(path))
        exercise = self._ready.exercise
        if wall_seconds is not None:
            limits = msgspec.structs.replace(exercise.limits, wall_seconds=wall_seconds)
            exercise = msgspec.structs.replace(exercise, limits=limits)
        ready = msgspec.structs.replace(self._ready, exercise=exercise)
        started = time.monotonic()
        report = grade_submission(ready, submission, self._sandbox, strict=False)
        reports = {form: render(form, report, lang="en", run=_RUN) for form in forms}
        return Outcome(
            full_marks=report.verdict is Verdict.AC,
            verdicts=tuple(result.judgement.verdict.value for result in report.results),
            reports={**reports, "text": render_text(report, lang="zh", verbose=True)},
            seconds=time.monotonic() - started,
            failed="an internal error" if report.score is None else None,
        )

    def processes(self) -> frozenset[int]:
        """Give the zygote of the moment; another one takes its place when it is lost."""
        sandbox = self._sandbox
        pid = sandbox._zygote.pid if isinstance(sandbox, ForkedSandbox) else None  # noqa: SLF001 - no one else asks
        return frozenset(() if pid is None else (pid,))

    def close(self) -> None:
        """End the sandbox."""
        self._sandbox.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def grade_by_command(
    arena: Arena,
    path: Path,
    *,
    form: str = "json",
    wall_seconds: float | None = None,
    without: Sequence[str] = (),
) -> Outcome:
    """Run the arena's own copy of the command in surroundings full of things to steal."""
    descriptor = os.open(arena.victim / "neighbour.py", os.O_RDWR)
    os.dup2(descriptor, _DESCRIPTOR, inheritable=True)
    os.close(descriptor)
    options = [part for layer in without for part in ("--without-layer", layer)]
    if wall_seconds is not None:
        options += ["--timeout", str(wall_seconds)]
    command = [sys.executable, "-P", "-m", "grader", str(path), "--format", form, *options]
    started = time.monotonic()
    try:
        ran = subprocess.run(
            command,
            capture_output=True,
            check=False,
            cwd=arena.current,
            env=_environment(arena),
            pass_fds=(_DESCRIPTOR,),
            preexec_fn=_without_core,
            stdin=subprocess.DEVNULL,
            timeout=_HANG_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return Outcome(False, (), {}, _HANG_SECONDS, "no end")  # noqa: FBT003 - a tuple
    finally:
        os.close(_DESCRIPTOR)
    out, told = ran.stdout.decode("utf-8", "surrogateescape"), ran.stderr.decode("utf-8", "surrogateescape")
    failed = f"status {ran.returncode}: {told[-300:]}" if ran.returncode not in _STATUSES or told else None
    seconds = time.monotonic() - started
    verdicts = _verdicts(out) if form == "json" and failed is None else ()
    return Outcome(ran.returncode == 0, verdicts, {form: out}, seconds, failed)


def _verdicts(document: str) -> tuple[str, ...]:
    return tuple(result["verdict"] for result in msgspec.json.decode(document)["results"])


def _environment(arena: Arena) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": os.pathsep.join([str(arena.install), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "LANG": "C.UTF-8",
        "HOME": str(arena.home),
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(arena.victim / "step_output"),
        "GITHUB_STEP_SUMMARY": str(arena.victim / "step_summary.md"),
        "GITHUB_TOKEN": SECRET,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "GRADE_SECRET": SECRET,
    }


def _without_core() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
