"""What each exercise of the course costs: time to grade it and to find it, and the lines that it is made of.

    python benchmarks/exercises.py [--runs N]

Graded is the reference, handed in, in a fresh process each time, the exercises in turn; `ratio` is to the
course's default. `find` is what `grade FILE` adds where `--exercise` is not said, within a warm process: for
the template, and for the reference, which has no markers.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING, NamedTuple

from grader.cli.exercises.trial import as_submission
from grader.diagnosis.catalogue import catalogue_folder
from grader.pipeline.choosing import candidates_of, fitting_exercises
from grader.suite.course import find_course, suite_paths
from grader.suite.exercise import load_exercise
from grader.suite.unit import load_unit

if TYPE_CHECKING:
    from grader.model.exercise import Exercise
    from grader.suite.course import Course

ROOT = Path(__file__).resolve().parent.parent
FINDS = 50


class Lines(NamedTuple):
    """What an exercise is made of, in lines of code that are not empty."""

    yaml: int
    python: int
    misconceptions: int
    statements: int


def grading_milliseconds(path: Path, exercise_id: str) -> float:
    """Grade one file in a process of its own, in milliseconds."""
    command = [sys.executable, "-P", "-m", "grader", str(path), "--exercise", exercise_id, "-q"]
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own
    return (time.perf_counter() - begun) * 1000


def lines_of(course: Course, exercise: Exercise) -> Lines:
    """Count what somebody wrote for one exercise."""

    def count(*paths: Path) -> int:
        texts = (path.read_text(encoding="utf-8") for path in paths)
        return sum(bool(line.strip()) for text in texts for line in text.splitlines())

    folder = exercise.folder
    return Lines(
        yaml=count(folder / "exercise.yaml", *suite_paths(course, exercise.id)),
        python=count(folder / "template.py", exercise.reference),
        misconceptions=count(*catalogue_folder(exercise).glob("*.py")),
        statements=count(*folder.glob("statement.*.md")),
    )


def finding_milliseconds(course: Course, source: str) -> float:
    """Find the exercise of a text, as often as it takes to measure it."""
    ids = load_unit(course).levels
    taken = []
    for _ in range(FINDS):
        begun = time.perf_counter()
        fitting_exercises(candidates_of(course, ids), source)
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1000


def main() -> None:
    """Print a line for each exercise, then the averages."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=10)
    runs: int = parser.parse_args().runs
    course = find_course(None, {})
    unit = load_unit(course)
    exercises = [load_exercise(course, name) for name in unit.levels]
    with tempfile.TemporaryDirectory() as folder:
        paths = {one.id: Path(folder) / f"{one.id}.py" for one in exercises}
        for one in exercises:
            paths[one.id].write_text(as_submission(one) or "", encoding="utf-8")
        for name, path in paths.items():
            grading_milliseconds(path, name)
        taken = [
            {name: grading_milliseconds(path, name) for name, path in paths.items()} for _ in range(runs)
        ]
    times = {one.id: median(run[one.id] for run in taken) for one in exercises}
    usual = times[unit.default or exercises[0].id]
    lines = [lines_of(course, one) for one in exercises]
    print(f"{'exercise':24} {'grade':>9} {'ratio':>6} {'find':>15}   " + "  ".join(Lines._fields))
    for one, counted in zip(exercises, lines, strict=True):
        template = (one.folder / "template.py").read_text(encoding="utf-8")
        found = [finding_milliseconds(course, text) for text in (template, as_submission(one) or "")]
        shown = "  ".join(f"{number:{len(name)}}" for name, number in counted._asdict().items())
        find = "/".join(f"{milliseconds:.1f}" for milliseconds in found)
        print(f"{one.id:24} {times[one.id]:6.0f} ms {times[one.id] / usual:6.2f} {find:>12} ms   {shown}")
    averages = {name: mean(getattr(counted, name) for counted in lines) for name in Lines._fields}
    print("average lines: " + ", ".join(f"{name} {number:.0f}" for name, number in averages.items()))


if __name__ == "__main__":
    main()
