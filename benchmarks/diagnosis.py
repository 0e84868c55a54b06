"""What the diagnosis of a failing submission costs, for each wrong submission of the corpus.

    python benchmarks/diagnosis.py [--runs N]

Warm means that the misconceptions have answered the cases before.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from grader.diagnosis import diagnose
from grader.diagnosis.catalogue import load_catalogue
from grader.judge import judge
from grader.oracle import make_cases
from grader.sandbox import open_sandbox
from grader.sandbox.interface import Job, stimulus_of
from grader.submission import read_submission
from grader.suite.cases import load_suite
from grader.suite.course import find_course, suite_paths
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from grader.diagnosis.catalogue import Catalogue
    from grader.model.case import Case
    from grader.model.exercise import Exercise
    from grader.model.judgement import Judgement
    from grader.model.observation import Observation
    from grader.sandbox.interface import Sandbox

    Seen = list[tuple[Case, Observation, Judgement]]

EXERCISE_ID = "maxpool_backward"
CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus" / EXERCISE_ID / "wrong"
BOUND_MILLISECONDS = 50
SHORT_SECONDS = 2.0


def observe(exercise: Exercise, cases: tuple[Case, ...], sandbox: Sandbox, path: Path) -> Seen:
    """Run a submission and judge it."""
    job = Job(
        source=read_submission(str(path)).source,
        modules=exercise.modules,
        stimuli=tuple(map(stimulus_of, cases)),
        wall_seconds=SHORT_SECONDS,
        memory_bytes=exercise.limits.memory_bytes,
        output_bytes=exercise.limits.output_bytes,
    )
    return [
        (
            case,
            run.observation,
            judge(case, run.observation, atol=exercise.tolerance.atol),
        )
        for case, run in zip(cases, sandbox.run(job).runs, strict=True)
    ]


def milliseconds(catalogue: Catalogue, seen: Seen) -> float:
    """Measure one diagnosis."""
    started = time.perf_counter()
    diagnose(catalogue, seen, atol=catalogue.exercise.tolerance.atol)
    return (time.perf_counter() - started) * 1000


def main() -> None:
    """Measure every wrong submission of the corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    course = find_course(None, os.environ)
    exercise = load_exercise(course, EXERCISE_ID)
    suite = load_suite(exercise, suite_paths(course, EXERCISE_ID))
    cases = make_cases(suite, suite.cases)
    paths = sorted(CORPUS.glob("*.py"))
    with open_sandbox(warm=True) as sandbox:
        observed = {path.stem: observe(exercise, cases, sandbox, path) for path in paths}
    started = time.perf_counter()
    catalogue = load_catalogue(exercise)
    loaded = (time.perf_counter() - started) * 1000
    cold = milliseconds(catalogue, next(iter(observed.values())))
    print(f"{len(catalogue.misconceptions)} misconceptions, {len(cases)} cases, {len(observed)} submissions")
    print(f"reading the catalogue {loaded:.1f} ms, first diagnosis {cold:.1f} ms")
    times = {}
    for name, seen in observed.items():
        milliseconds(catalogue, seen)
        times[name] = median(milliseconds(catalogue, seen) for _ in range(runs))
    slowest = max(times, key=lambda name: times[name])
    print(
        f"warm: median {median(times.values()):.2f} ms, slowest {times[slowest]:.2f} ms ({slowest})",
        end="   ",
    )
    print(f"(at most {BOUND_MILLISECONDS})")


if __name__ == "__main__":
    main()
