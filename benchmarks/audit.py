"""How long an audit of the shipped suite takes, part by part: `python benchmarks/audit.py [ROUNDS]`.

Each figure is the median of the rounds, in seconds. Modules are loaded once, as in the command; the figure
for the whole is that of `grade cases audit` in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

from grader.audit.extra import find_extra
from grader.audit.matrix import make_matrix
from grader.audit.proof import prove
from grader.diagnosis.catalogue import load_catalogue
from grader.oracle import load_reference, make_cases
from grader.suite.cases import load_suite
from grader.suite.course import find_course, suite_paths
from grader.suite.exercise import load_exercise

if TYPE_CHECKING:
    from collections.abc import Callable

EXERCISE = "maxpool_backward"


def main(rounds: int) -> None:
    """Measure and print."""
    course = find_course(None, {})
    exercise = load_exercise(course, EXERCISE)
    suite = load_suite(exercise, suite_paths(course, EXERCISE))
    known = load_catalogue(exercise).misconceptions
    cases = make_cases(suite, suite.cases)
    matrix = make_matrix(exercise, known, cases)
    caught = matrix.caught.sum(axis=1)
    print(f"misconceptions {len(known)}, cases {len(cases)}, survivors {len(matrix.survivors())}")
    first = int(matrix.caught[:, 0].sum())
    print(f"caught by at least two cases: {int((caught > 1).sum())}, by the first case: {first}")
    whole = [sys.executable, "-m", "grader", "cases", "audit", "--format", "json"]
    _show("matrix", rounds, lambda: make_matrix(exercise, known, cases))
    _show("matrix, 30 misconceptions", rounds, lambda: make_matrix(exercise, known[:30], cases))
    _show("proof of the reference", rounds, lambda: prove(load_reference(exercise), cases, atol=1e-5))
    _show("smallest extra case", rounds, lambda: find_extra(suite, known[0]))
    _show("grade cases audit", rounds, lambda: subprocess.run(whole, check=True, stdout=subprocess.DEVNULL))  # noqa: S603 - our own command


def _show(name: str, rounds: int, act: Callable[[], object]) -> None:
    seconds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - begun)
    print(f"{name:28} {median(seconds):.3f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
