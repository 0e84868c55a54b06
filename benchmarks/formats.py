"""What all the formats cost beside JSON alone, from one report of the shipped suite with failures.

    python benchmarks/formats.py [--runs N]

The first lines start a fresh process for each run, so that what a format loads is counted: `grade FILE` with
`--format json`, in turn with the same and a `--report` for every other format. The second table renders in
one process.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from grader.cli.chosen import chosen_exercise
from grader.pipeline.preparing import Wishes, grade_submission, prepare
from grader.report.formats import FORMATS, Run, render
from grader.report.markdown import render_markdown
from grader.sandbox import open_sandbox
from grader.submission import read_submission
from grader.suite.course import find_course

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.model.report import Report

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "overlap_assigned.py"
EXERCISE = "maxpool_backward"
AT_MOST_MILLISECONDS = 100
ENVIRONMENT = dict.fromkeys(("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL"), "x")
GRADE = [sys.executable, "-P", "-m", "grader", str(EXAMPLE), "--exercise", EXERCISE, "--format", "json"]


class Taken(NamedTuple):
    """What a process took, in milliseconds; on a busy machine, its own time says more."""

    wall: float
    processor: float


def taken(folder: str, more: list[str]) -> Taken:
    """Run a whole process, and time it."""
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": str(ROOT)}
    started, before = time.perf_counter(), processor_milliseconds()
    command = [*GRADE, "--exit-zero", *more]
    subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own
    return Taken((time.perf_counter() - started) * 1000, processor_milliseconds() - before)


def processor_milliseconds() -> float:
    """Give the time that all ended children took of the processors."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def time_processes(runs: int) -> float:
    """Print what all the formats add to JSON alone, and give the median over pairs of runs."""
    with tempfile.TemporaryDirectory() as folder:
        more = [f"--report={name}={name}.out" for name in FORMATS if name != "json"]
        taken(folder, more)
        pairs = [(taken(folder, []), taken(folder, more)) for _ in range(runs)]
    for at, name in enumerate(Taken._fields):
        alone, together = (median(one[at] for one in column) for column in zip(*pairs, strict=True))
        added = median(both[at] - json[at] for json, both in pairs)
        print(
            f"{name:10} json alone {alone:7.1f} ms   all formats {together:7.1f} ms   added {added:6.1f} ms"
        )
    print(f"{'':10} at most {AT_MOST_MILLISECONDS} ms may be added")
    return median(both.wall - json.wall for json, both in pairs)


def report_of_example() -> Report:
    """Grade the example with the shipped suite."""
    course = find_course(None, {})
    exercise = chosen_exercise(course, EXERCISE)
    ready = prepare(course, exercise, Wishes(hints=False), secret=b"")
    with open_sandbox(extra=exercise.imports) as sandbox:
        return grade_submission(ready, read_submission(str(EXAMPLE)), sandbox, strict=False)


def time_renderers(runs: int) -> None:
    """Print what each renderer takes once it is loaded, and how much it writes."""
    report = report_of_example()
    run = Run(ENVIRONMENT, datetime.now(UTC))
    renderers: dict[str, Callable[[], str]] = {
        name: partial(render, name, report, lang="zh", run=run) for name in FORMATS
    }
    renderers["summary"] = partial(render_markdown, report, lang="zh")
    for name, renderer in renderers.items():
        size = len(renderer().encode())
        times = []
        for _ in range(runs):
            started = time.process_time()
            renderer()
            times.append((time.process_time() - started) * 1000)
        print(f"{name:12} {median(times):6.2f} ms   {size / 1024:7.1f} KiB")


def main() -> int:
    """Print both; the exit code is 1 if the formats add too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    added = time_processes(runs)
    time_renderers(runs)
    return 0 if added <= AT_MOST_MILLISECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
