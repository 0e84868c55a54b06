"""What all the formats cost beside JSON alone, from one report of the shipped suite with three failures.

    python benchmarks/formats.py [--runs N]

The first table starts a fresh process for each run, so that what a format loads is counted: the difference between
`grade FILE --format json` and the same with a `--report` for every other format. The second renders in one process.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from grader.cli.chosen import chosen_exercise
from grader.oracle import make_cases
from grader.pipeline import Ready, Text, grade
from grader.report.formats import FORMATS, Run, render
from grader.report.markdown import render_markdown
from grader.sandbox import open_sandbox
from grader.submission import compare_with_template, read_submission
from grader.suite.cases import load_suite
from grader.suite.course import find_course, suite_paths

if TYPE_CHECKING:
    from grader.model.report import Report

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "ties_all.py"
EXERCISE = "maxpool_backward"
AT_MOST_MILLISECONDS = 100
ENVIRONMENT = dict.fromkeys(("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL"), "x")


def report_of_example() -> Report:
    """Grade the example with the shipped suite."""
    course = find_course(None, {})
    exercise = chosen_exercise(course, EXERCISE)
    suite = load_suite(exercise, suite_paths(course, exercise.id))
    ready = Ready(
        exercise=exercise,
        cases=make_cases(suite, suite.cases),
        limits=exercise.limits,
        template=(exercise.folder / "template.py").read_text("utf-8"),
        numbers={spec.name: number for number, spec in enumerate(suite.cases, start=1)},
    )
    submission = read_submission(str(EXAMPLE))
    template = compare_with_template(submission.source, ready.template)
    with open_sandbox(extra=exercise.imports) as sandbox:
        return grade(ready, submission, template, Text(source=submission.source), sandbox)


def wall_milliseconds(folder: str, more: list[str]) -> float:
    """Run a whole process, and time it."""
    command = [sys.executable, "-P", "-m", "grader", str(EXAMPLE), "--exercise", EXERCISE, "--format", "json"]
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    subprocess.run(
        [*command, "--exit-zero", *more], cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True
    )  # noqa: S603 - our own command
    return (time.perf_counter() - started) * 1000


def time_processes(runs: int) -> float:
    """Give the median of what all the formats add to JSON alone, over pairs of runs."""
    with tempfile.TemporaryDirectory() as folder:
        more = [f"--report={name}={name}.out" for name in FORMATS if name != "json"]
        wall_milliseconds(folder, more)
        pairs = [(wall_milliseconds(folder, []), wall_milliseconds(folder, more)) for _ in range(runs)]
    alone, together = (median(column) for column in zip(*pairs, strict=True))
    added = median(all_formats - json for json, all_formats in pairs)
    print(f"json alone {alone:.1f} ms   all formats {together:.1f} ms   added {added:.1f} ms", end="")
    print(f"   (at most {AT_MOST_MILLISECONDS})")
    return added


def time_renderers(runs: int) -> None:
    """Print what each renderer takes once it is loaded, and how much it writes."""
    report = report_of_example()
    run = Run(ENVIRONMENT, datetime.now(UTC))
    renderers = {
        **{name: (lambda name=name: render(name, report, lang="zh", run=run)) for name in FORMATS},
        "summary": lambda: render_markdown(report, lang="zh"),
    }
    for name, renderer in renderers.items():
        size = len(renderer().encode())
        taken = []
        for _ in range(runs):
            started = time.perf_counter()
            renderer()
            taken.append((time.perf_counter() - started) * 1000)
        print(f"{name:12} {median(taken):6.2f} ms   {size / 1024:7.1f} KiB")


def main() -> int:
    """Print both tables; the exit code is 1 if the formats add too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    added = time_processes(runs)
    time_renderers(runs)
    return 0 if added <= AT_MOST_MILLISECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
